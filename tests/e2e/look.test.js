// In every state: axe finds nothing, nothing scrolls sideways, targets are large enough, the console is silent;
// screenshots for people. The core takes the main states so, the others narrow and wide, light or
// dark in turn; the rest is for --full.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { artefacts, full } from './places.js';
import { states, unfold } from './states.js';

const widthsOf = (main) => full ? [320, 360, 768, 1280, 1920] : main ? [320, 768, 1280] : [320, 1280];
const THEMES = ['light', 'dark'];

let here;
before(async () => {
  await mkdir(artefacts, { recursive: true });
  here = await start();
});
after(() => here.stop());

/** By how many pixels the page scrolls sideways. */
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Controls smaller than 24 pixels that no other target of that size stands for; links within a line of text may be. */
const small = (page) => page.evaluate(() => [...document.querySelectorAll('button, a, input, select, textarea, summary, [role=button], [tabindex="0"]')]
  .filter((node) => node.checkVisibility() && !node.matches('.skip, :disabled') && node.getBoundingClientRect().width > 1)
  .map((node) => [node, node.closest('label') ?? node.labels?.[0] ?? node])
  .filter(([node, label]) => [node, label].every((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24))
  .map(([node]) => `${node.tagName} ${node.className} ${node.id} ${node.textContent.slice(0, 30)}: ${node.getBoundingClientRect().width} by ${node.getBoundingClientRect().height}`));

let turn = 0; // of 320 and 1280 each state has one light, one dark; the next the other way round
for (const [name, { act, noisy, main, ...options }] of Object.entries(states)) {
  for (const width of widthsOf(main)) {
    const themes = full || main ? THEMES : [THEMES[(turn++ >> 1) + turn & 1]];
    test(`${name}, ${width} wide, ${themes.join(' and ')}`, async () => {
      const { page, seen, close } = await here.visit({ ...options, width });
      await act?.(page);
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${artefacts}${name}-${width}-${colorScheme}.png`, fullPage: true });
        assert.ok(await sideways(page) <= 0);
        assert.deepEqual(await small(page), []);
        assert.deepEqual(await violations(page), []);
      }
      if (!noisy) assert.deepEqual(seen.troubles, []);
      await close();
    });
  }
}

test('two hundred per cent of text size cuts nothing off', async () => {
  for (const hash of ['#titanic', '#iris']) {
    const { page, close } = await here.visit({ hash, width: 640 });
    await unfold(page);
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    assert.ok(await sideways(page) <= 0);
    await close();
  }
});

test('with the spacing of text that readers may set, nothing is cut off', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', width: 360 });
  await unfold(page);
  await page.evaluate(() => document.querySelectorAll('body *').forEach((node) => {
    Object.assign(node.style, { lineHeight: '1.5', letterSpacing: '0.12em', wordSpacing: '0.16em' });
  }));
  assert.ok(await sideways(page) <= 0);
  await close();
});
