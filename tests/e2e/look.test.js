// In every state, width and theme: axe finds nothing, nothing scrolls sideways; screenshots for people.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { offered } from './golden.js';
import { artefacts } from './places.js';

let here;
before(async () => {
  await mkdir(artefacts, { recursive: true });
  here = await start();
});
after(() => here.stop());

const unfold = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));

const STATES = {
  titanic: { hash: '#titanic' },
  iris: { hash: '#iris' },
  'titanic-warned': {
    hash: '#titanic',
    async act(page) {
      await page.getByLabel('Age', { exact: true }).fill('95');
      await page.locator('.field', { hasText: 'Sex' }).getByText('Other …').click();
      await page.getByLabel('Sex, another value').fill('woman');
      await page.locator('.field', { hasText: 'Port' }).getByText('Unknown').click();
    },
  },
  'titanic-unknown': { hash: '#titanic', act: (page) => page.getByLabel('Age unknown').check() },
  'iris-wrong': {
    hash: '#iris',
    async act(page) {
      await page.getByLabel('Sepal length', { exact: true }).fill('long');
      await page.getByLabel('Petal length', { exact: true }).fill('');
    },
  },
  'titanic-unfolded': { hash: '#titanic', act: unfold },
  'iris-unfolded': { hash: '#iris', act: unfold },
  texts: { before: offered('onnx-tfidf-made'), act: (page) => page.getByLabel('review').fill('The room was clean and quiet, friendly staff. '.repeat(6)) },
  dates: { before: offered('pmml-jpmml-dates') },
  trouble: { ready: '.trouble', before: (page) => page.route('**/*.wbx', (route) => route.fulfill({ status: 404 })) },
};

/** By how many pixels the page scrolls sideways. */
const sideways = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return Math.max(0, scrollWidth - clientWidth);
});

for (const [name, { act, ...options }] of Object.entries(STATES)) {
  for (const width of [1280, 768, 320]) {
    test(`${name}, ${width} wide, light and dark`, async () => {
      const { page, close } = await here.visit({ ...options, width });
      await act?.(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${artefacts}${name}-${width}-${colorScheme}.png`, fullPage: true });
        assert.equal(await sideways(page), 0);
        assert.deepEqual(await violations(page), []);
      }
      await close();
    });
  }
}

test('printed, the answer and the whole card are there', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.ok(await page.locator('.verdict').isVisible());
  assert.ok(await page.getByText('SHA-256 of the model').isVisible());
  assert.equal(await page.locator('nav').isVisible(), false);
  await page.screenshot({ path: `${artefacts}print.png`, fullPage: true });
  await close();
});

test('two hundred per cent of text size cuts nothing off', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', width: 640 });
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  assert.equal(await sideways(page), 0);
  await close();
});
