// On paper: what was typed and chosen, the answer, the whole card, unfolded and whole.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { start } from './browser.js';
import { artefacts } from './places.js';
import { states } from './states.js';

let here;
before(async () => {
  await mkdir(artefacts, { recursive: true });
  here = await start();
});
after(() => here.stop());

const folded = (page) => page.locator('details:not([open])').count();

test('what was typed, the answer and the whole card are there, and folded again afterwards', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.getByLabel('Age', { exact: true }).fill('7,5');
  await page.getByText('female', { exact: true }).click();
  assert.ok(await folded(page) > 2);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await folded(page), 0);
  for (const shown of [page.locator('.verdict'), page.getByLabel('Age', { exact: true }), page.locator('.segment', { hasText: 'female' }), page.getByText('SHA-256 of the model'), page.locator('.plot')]) assert.ok(await shown.isVisible());
  for (const gone of ['nav', '.theme', 'input[type=range]', 'main button:not([hidden])', '.segment:not(:has(:checked))']) assert.deepEqual(await page.locator(gone).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length), 0, gone);
  assert.equal(await page.getByLabel('Age', { exact: true }).inputValue(), '7,5');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('details[open]').count(), 0);
  await close();
});

test('rows of a table keep their headings and numbers', async () => {
  const { act, ...options } = states['many-rows'];
  const { page, close } = await here.visit(options);
  await act(page);
  await page.emulateMedia({ media: 'print' });
  for (const words of ['Probability', 'True answer']) assert.ok(await page.locator('.rows thead').getByText(words).isVisible(), words);
  assert.ok(await page.locator('.rows tbody th button').first().isVisible());
  await close();
});

for (const name of ['titanic', 'titanic-warned', 'regression', 'texts', 'imported']) {
  test(`${name} as a PDF: nothing is wider than the paper, and it is a few pages`, async () => {
    const { act, ...options } = states[name];
    const { page, close } = await here.visit({ ...options, width: 700 });
    await act?.(page);
    await page.emulateMedia({ media: 'print' });
    const wide = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((node) => node.checkVisibility() && !node.closest('.unseen, .hills') && node.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((node) => `${node.tagName} ${node.className}`));
    assert.deepEqual(wide, []);
    await page.emulateMedia({ media: null });
    const pdf = await page.pdf({ path: `${artefacts}print-${name}.pdf`, format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g).length;
    assert.ok(pages >= 1 && pages <= 5, `${pages} pages`);
    await close();
  });
}
