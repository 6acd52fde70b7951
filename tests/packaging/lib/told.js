// What an app told, and whether it is what the golden files hold.
import assert from 'node:assert/strict';
import { expected } from './golden.js';
import { run } from './process.js';

/** What a program prints last. */
export const printed = async (place, program, ...args) => JSON.parse((await run(place, program, ...args)).out.trim().split('\n').at(-1));

/** What an address answers. */
export const fetched = async (url) => (await fetch(url)).json();

/** What a page that was rendered on the server shows. */
export async function rendered(url) {
  const text = await (await fetch(url)).text();
  const [, found] = text.match(/<pre id="answers"[^>]*>(.*?)<\/pre>/s) ?? [];
  if (!found) throw Error(`no answers in ${text.slice(0, 2000)}`);
  const marks = { quot: '"', '#34': '"', '#x27': "'", amp: '&', lt: '<', gt: '>' };
  return JSON.parse(found.replace(/<!--.*?-->/g, '').replace(/&(quot|#34|#x27|amp|lt|gt);/g, (_, mark) => marks[mark]));
}

/** The app's own test compared: its runner must say that the one test passed. */
export async function tested(place, program, ...args) {
  const { all } = await run(place, program, ...args);
  assert.match(all, /Tests:?\s+1 passed/);
  return expected;
}

/** Fails where one row's label, margin or probability is another in any bit. */
export function compare(told) {
  if (told.error) throw Error(told.error);
  for (const [name, rows] of Object.entries(expected)) {
    assert.ok(rows.filter(Boolean).length > 20, `${name} has few rows`);
    assert.deepEqual(told[name], rows, name);
  }
}
