// What readers ask of every page: less motion, colours of their own, more contrast.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './browser.js';
import { artefacts } from './places.js';
import { states } from './states.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** How long anything on the page moves, at most, in seconds. */
const motion = (page) => page.evaluate(() => {
  const seconds = (text) => text.split(',').map((one) => parseFloat(one) * (one.includes('ms') ? 0.001 : 1));
  const times = [...document.querySelectorAll('*')].flatMap((node) => {
    const { transitionDuration, animationDuration, animationIterationCount } = getComputedStyle(node);
    return [...seconds(transitionDuration), ...seconds(animationDuration), animationIterationCount === 'infinite' ? 99 : 0];
  });
  return Math.max(...times);
});

test('nothing moves where less motion is asked for, and little elsewhere', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  assert.ok(await motion(page) <= 0.001);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const seconds = await motion(page);
  assert.ok(seconds > 0.05 && seconds < 0.5, `${seconds} s`);
  await close();
});

/** What of an element says its state where backgrounds are gone. */
const border = (locator) => locator.evaluate((node) => { const { borderTopColor, borderTopWidth } = getComputedStyle(node); return `${borderTopWidth} ${borderTopColor}`; });

for (const colorScheme of ['light', 'dark']) {
  test(`the reader's own colours, ${colorScheme}: what is chosen, drawn and wrong is still seen`, async () => {
    const { act, ...options } = states['iris-wrong'];
    const titanic = await here.visit({ hash: '#titanic' }), iris = await here.visit(options);
    for (const { page } of [titanic, iris]) await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const segments = titanic.page.locator('.segment');
    assert.notEqual(await border(segments.nth(0)), await border(segments.nth(1)));
    const [first, second] = await Promise.all([0, 1].map((i) => titanic.page.locator('nav a').nth(i).evaluate((node) => getComputedStyle(node).backgroundColor)));
    assert.notEqual(first, second);
    assert.match(await border(titanic.page.locator('.bar').first()), /^1px/);
    await act(iris.page);
    assert.notEqual(await iris.page.locator('.said').first().textContent(), '');
    await titanic.page.screenshot({ path: `${artefacts}forced-${colorScheme}.png`, fullPage: true });
    await Promise.all([titanic.close(), iris.close()]);
  });
}
