// The page on a stub in place of the runtime, whose texts are given.
import { readFile } from 'node:fs/promises';

const body = await readFile(new URL('./stub/browser.js', import.meta.url), 'utf8');

/** What to visit: `given` goes into the address, where stub/browser.js reads it. */
export function stubbed({ task = 'classification', texts = ['plain'], ...more }) {
  const all = Object.entries({ texts, ...more }).map(([name, value]) => `&${name}=${encodeURIComponent(JSON.stringify(value))}`);
  return {
    hash: `?task=${task}${all.join('')}`,
    before: (page) => page.route('**/pkg/browser.js', (route) => route.fulfill({ body, contentType: 'text/javascript' })),
  };
}
