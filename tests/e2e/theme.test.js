// Light, dark or as the system has it; kept where the browser keeps anything, and never on paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './browser.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const paper = (page) => page.evaluate(() => {
  const { backgroundColor } = getComputedStyle(document.body), { colorScheme } = getComputedStyle(document.documentElement);
  return [Math.max(...backgroundColor.match(/\d+/g).map(Number)) < 100 ? 'dark' : 'light', colorScheme];
});
const LIGHT = ['light', 'light'];
const DARK = ['dark', 'dark'];
const choose = (page, theme) => page.getByLabel('Theme').selectOption(theme);

test('it follows the system, at once', async () => {
  const { page, close } = await here.visit({ theme: 'dark' });
  assert.deepEqual(await paper(page), DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  assert.deepEqual(await paper(page), LIGHT);
  await close();
});

for (const [system, theme, shown] of [['light', 'dark', DARK], ['dark', 'light', LIGHT]]) {
  test(`${theme} on a ${system} system, also after a reload and before the first picture`, async () => {
    const { page, seen, close } = await here.visit({ theme: system });
    await choose(page, theme);
    assert.deepEqual(await paper(page), shown);
    const first = page.waitForFunction(() => document.body && performance.getEntriesByName('first-contentful-paint').length);
    await page.reload({ waitUntil: 'commit' });
    await first;
    assert.deepEqual(await paper(page), shown);
    await page.waitForSelector('.verdict');
    assert.equal(await page.getByLabel('Theme').inputValue(), theme);
    await choose(page, 'system');
    assert.deepEqual(await paper(page), system === 'dark' ? DARK : LIGHT);
    assert.deepEqual(seen.troubles, []);
    await close();
  });
}

test('where the browser keeps nothing, or nonsense, it works all the same', async () => {
  const nothing = (page) => page.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } }));
  const nonsense = (page) => page.addInitScript(() => localStorage.setItem('windowbox theme', 'constructor'));
  for (const before of [nothing, nonsense]) {
    const { page, seen, close } = await here.visit({ before });
    assert.deepEqual(await paper(page), LIGHT);
    await choose(page, 'dark');
    assert.deepEqual(await paper(page), DARK);
    assert.deepEqual(seen.troubles, []);
    await close();
  }
});

test('by keyboard', async () => {
  const { page, close } = await here.visit();
  await page.getByLabel('Theme').focus();
  await page.keyboard.type('Dark');
  assert.deepEqual(await paper(page), DARK);
  await close();
});

test('paper is white whatever the screen is', async () => {
  const { page, close } = await here.visit({ theme: 'dark' });
  await choose(page, 'dark');
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await paper(page), LIGHT);
  await close();
});
