// An answer comes with the key that asks for it; whatever takes longer comes when nobody types.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './browser.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** In place of the library: counts what it is asked, and takes its time. */
const SLOW = `
window.asked = 0;
const slow = (value) => () => { window.asked++; const end = performance.now() + 30; while (performance.now() < end); return value; };
export const likely = () => null, familiar = () => null;
export const curve = slow({ kind: 'steps', from: [], to: [], levels: [], prediction: [], probabilities: [] });
export const flips = slow([]);
`;
const slow = (page) => page.route('**/pkg/insight.js', (route) => route.fulfill({ body: SLOW, contentType: 'text/javascript' }));

test('no key waits for curves, and a list that takes long waits for a pause', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic', before: slow });
  await page.waitForFunction(() => window.asked >= 6);
  const found = await page.evaluate(async () => {
    const box = document.getElementById('field-0'), before = window.asked, answers = new Set();
    let longest = 0;
    for (let key = 0; key < 10; key++) {
      const start = performance.now();
      box.value = String(20 + key);
      box.dispatchEvent(new Event('input', { bubbles: true }));
      answers.add(document.querySelector('.sure').textContent);
      await new Promise((resolve) => setTimeout(resolve, 40));
      longest = Math.max(longest, performance.now() - start);
    }
    return { meanwhile: window.asked - before, answers: answers.size, longest };
  });
  // A machine that is busy makes pauses of its own.
  assert.ok(found.meanwhile === 0 || found.longest > 150, JSON.stringify(found));
  assert.ok(found.answers > 5, `${found.answers} answers`);
  await page.waitForFunction((before) => window.asked > before, 6);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('what belongs to an answer before fades until it is made anew', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', before: slow });
  await page.waitForFunction(() => !document.querySelector('.insights').classList.contains('stale'));
  const stale = await page.evaluate(() => {
    const box = document.getElementById('field-0');
    box.value = '50';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    return document.querySelector('.insights').classList.contains('stale');
  });
  assert.equal(stale, true);
  await page.waitForFunction(() => !document.querySelector('.insights').classList.contains('stale'));
  await close();
});
