// Everything by keyboard alone, and always to be seen where one is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './browser.js';
import { full } from './places.js';
import { states } from './states.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** Where the focus is, and whether it can be seen there. */
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const { left, top, right, bottom } = at.getBoundingClientRect();
  // The middle of what is on the screen: a long table is not there whole.
  const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
  const hit = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
  // Within a date's box the button of its calendar may have the focus: the browser draws that ring, which no style tells.
  const ring = !at.matches(':focus') || [at, at.closest('.segment')].some((node) => node && parseFloat(getComputedStyle(node).outlineWidth) >= 2 && getComputedStyle(node).outlineStyle !== 'none');
  return { name: at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent, ring, free: hit !== null && (at === hit || at.contains(hit) || !!hit.closest('label')) };
});

test('a passenger is filled in and read without a mouse', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await press('Tab');
  assert.match((await focused(page)).name, /Skip/);
  await press('Enter', 'Tab');
  assert.equal((await focused(page)).name, 'Did not survive');
  await press('Tab', 'Tab', 'Tab', 'Tab');
  assert.match((await focused(page)).name, /Age unknown/);
  await press('Tab', 'Tab');
  assert.equal((await focused(page)).name, 'Age');
  await press('Control+a');
  await page.keyboard.type('29,5');
  await press('Tab', 'ArrowUp');
  assert.equal((await focused(page)).name, 'female');
  assert.equal(await page.textContent('.verdict'), 'Survived');
  await press('Tab', 'ArrowLeft');
  assert.equal((await focused(page)).name, 'Queenstown');
  await press('Tab');
  assert.match((await focused(page)).name, /typical values/);
  await press('Enter');
  assert.equal(await page.textContent('.verdict'), 'Did not survive');
  await close();
});

test('the other model is two keys away', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
  await page.locator('h1', { hasText: 'iris' }).waitFor();
  assert.equal((await focused(page)).name, 'Iris');
  await close();
});

/** The same, once what is drawn late has moved it to its place. */
async function settled(page) {
  for (let left = 20; ; left--) {
    const at = await focused(page);
    if ((at.ring && at.free) || !left) return at;
    await page.waitForTimeout(50);
  }
}

/** The names of all that a key stops at, each of which has a ring and nothing over it. */
async function stops(page, key) {
  const names = [];
  while (names.length < 150) {
    await page.keyboard.press(key);
    if (await page.evaluate(() => document.activeElement === document.body)) break;
    const { name, ring, free } = await settled(page);
    names.push(name);
    assert.ok(ring, `a ring around ${name}`);
    assert.ok(free, `nothing over ${name}`);
  }
  return names;
}

/** As many stops as these have at least; what never began has no more than a link. */
const LEAST = { opening: 4, lost: 1 };

for (const name of Object.keys(states).filter((name) => full || ['titanic-unfolded', 'titanic-warned', 'trouble-unfolded'].includes(name))) {
  for (const [width, height] of [[1280, 900], [360, 640]]) {
    test(`every stop of the Tab key is seen and not covered, ${name}, ${width} wide`, async () => {
      const { act, ...options } = states[name];
      const { page, close } = await here.visit({ ...options, width, height });
      await act?.(page);
      await page.waitForFunction(() => !document.querySelector('.insights.stale'));
      await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
      const there = await stops(page, 'Tab');
      assert.ok(there.length >= (LEAST[name] ?? 5) && there.length < 150, there.join(' | '));
      assert.ok(there.every((name) => name?.trim()), 'each has a name');
      await close();
    });
  }
}

test('what is folded opens and closes by Enter and the space bar', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  for (const summary of await page.locator('main summary').all()) {
    if (!(await summary.isVisible())) continue;
    await summary.focus();
    for (const [key, open] of [['Enter', true], ['Space', false]]) {
      await page.keyboard.press(key);
      assert.equal(await summary.evaluate((node) => node.parentElement.open), open);
    }
  }
  await close();
});
