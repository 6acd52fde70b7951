// Columns of texts and of dates: what is typed or picked is answered as the model's own library does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerOf, start } from './browser.js';
import { answered, offered } from './golden.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const TEXTS = 'onnx-tfidf-made';
const DATES = 'pmml-jpmml-dates';
const said = (page, field) => page.locator('.field', { hasText: field }).locator('.said').textContent();

test('long texts of several lines are answered while they are typed', async () => {
  const { page, seen, close } = await here.visit({ before: offered(TEXTS) });
  const { rows, expected } = await answered(TEXTS);
  const box = page.getByLabel('review');
  assert.equal(await box.evaluate((node) => node.tagName), 'TEXTAREA');
  for (const [i, [text]] of rows.entries()) {
    await box.fill(text);
    assert.equal((await answerOf(page)).prediction, expected.output_label[i], text);
  }
  await box.fill('the room was clean\nand the staff friendly');
  const kept = await answerOf(page);
  await page.reload();
  await page.waitForSelector('.verdict');
  assert.equal(await box.inputValue(), 'the room was clean\nand the staff friendly');
  assert.deepEqual(await answerOf(page), kept);
  assert.deepEqual(seen.troubles, []);
  await close();
});

/** What a browser's pickers can hold. */
const WRITTEN = { sold: /^\d{4}-\d\d-\d\d$/, called: /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/, opens: /^\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/,
  built: /^\d{4}-\d\d-\d\d$/, seen: /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/, lasts: /^\d+:\d\d:\d\d$/ };

test('dates are picked, and answered as JPMML does', async () => {
  const { page, seen, close } = await here.visit({ before: offered(DATES) });
  const { rows, columns, expected } = await answered(DATES);
  const whole = rows.map((row, i) => [row, expected.pmml[i].y])
    .filter(([row, y]) => y !== null && row.every((cell, c) => cell !== null && WRITTEN[columns[c]].test(cell)));
  assert.ok(whole.length >= 5, `${whole.length} rows`);
  for (const [row, y] of whole.slice(0, 12)) {
    for (const [c, column] of columns.entries()) await page.getByLabel(column, { exact: true }).fill(row[c]);
    const { prediction } = await answerOf(page);
    assert.ok(Math.abs(prediction - y) <= 1e-9 * Math.max(1, Math.abs(y)), `${prediction} is not ${y}: ${row}`);
  }
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('every date that is needed says so, at once and in words', async () => {
  const { page, close } = await here.visit({ before: offered(DATES) });
  assert.equal(await said(page, 'sold'), 'A date is needed here.');
  assert.equal(await said(page, 'called'), 'A date and time is needed here.');
  assert.equal(await page.locator('.answer').getByRole('button', { name: 'called' }).count(), 1);
  assert.equal((await answerOf(page)).prediction, null);
  await close();
});

test('a date that is half typed is no missing one, and what is no duration is refused', async () => {
  const { page, close } = await here.visit({ before: offered(DATES) });
  const [row] = (await answered(DATES)).rows.slice(6);
  await page.getByLabel('lasts').fill('soon');
  for (const [i, column] of ['sold', 'called', 'opens', 'built', 'seen'].entries()) await page.getByLabel(column, { exact: true }).fill(row[i]);
  assert.match(await said(page, 'lasts'), /"soon".*duration h:mm:ss/);
  await page.getByLabel('lasts').fill('1:02:03');
  assert.notEqual((await answerOf(page)).prediction, null);
  await page.getByLabel('sold').focus();
  await page.keyboard.press('Backspace');
  assert.match(await said(page, 'sold'), /Not whole yet/);
  assert.equal((await answerOf(page)).prediction, null);
  await close();
});

test('how a date is written is said where it is typed, and not where it is picked', async () => {
  const { page, close } = await here.visit({ before: offered(DATES) });
  assert.deepEqual(await page.locator('.about').allTextContents(), ['A duration, h:mm:ss']);
  assert.equal(await page.locator('.legend').count(), 0);
  assert.equal(await page.locator('details td').first().textContent(), 'date YYYY-MM-DD');
  await close();
});
