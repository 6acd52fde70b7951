// Two records side by side, and made-up examples to start from.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { answerOf, settled, start } from './browser.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const age = (page) => page.getByLabel('Age', { exact: true });
const button = (page, name) => page.getByRole('button', { name });
const cells = (row) => row.locator('th, td').allTextContents();

test('one record is kept, and what differs is marked', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  assert.equal(await page.locator('.beside').isVisible(), false);
  await button(page, 'Keep to compare').click();
  await page.locator('.compared caption', { hasText: 'Nothing differs' }).waitFor();
  await age(page).fill('40');
  await page.getByText('female', { exact: true }).click();
  await page.locator('.compared caption', { hasText: '2 values differ' }).waitFor();
  await settled(page);
  assert.match(await page.textContent('.reminder'), /Kept: Did not survive 83\.1/);
  const [answer, first, second, third] = await page.locator('.compared tbody tr').all();
  assert.deepEqual((await cells(answer)).slice(0, 2), ['Survived', 'Did not survive 83.1%']);
  assert.deepEqual((await cells(first)).slice(0, 3), ['Age (differs)', '28 years', '40 years']);
  assert.deepEqual((await cells(second)).slice(0, 3), ['Sex (differs)', 'male', 'female']);
  assert.equal(await third.getAttribute('class'), 'same');
  const moved = (await page.locator('.compared td:last-child').allTextContents()).slice(1).map((text) => Number(text.replace('\u2212', '-')));
  assert.ok(moved[1] > 2 && moved[0] < 0 && moved[2] === 0, String(moved));
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('the two are swapped, and the kept one is dropped again', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await button(page, 'Keep to compare').click();
  await age(page).fill('40');
  await page.locator('.compared .differs').waitFor();
  await button(page, 'Swap').click();
  assert.equal(await age(page).inputValue(), '28');
  await page.locator('.compared .differs td', { hasText: '40 years' }).first().waitFor();
  await settled(page);
  assert.deepEqual((await cells(page.locator('.compared .differs'))).slice(0, 3), ['Age (differs)', '40 years', '28 years']);
  await button(page, 'Stop comparing').click();
  assert.equal(await page.locator('.beside').isVisible(), false);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Keep to compare/);
  await close();
});

test('the kept record stands while the other is being typed', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  await button(page, 'Keep to compare').click();
  const sepal = page.getByLabel('Sepal length', { exact: true });
  await sepal.fill('x');
  assert.equal(await page.locator('.beside').isVisible(), false);
  await sepal.fill('7');
  await page.locator('.beside').waitFor();
  await close();
});

for (const [hash, names] of [['#titanic', ['Did not survive', 'Survived']], ['#iris', ['setosa', 'versicolor', 'virginica']]]) {
  test(`${hash}: an example of each answer, the same each time`, async () => {
    const { page, close } = await here.visit({ hash });
    const group = page.getByRole('group', { name: 'Examples' });
    for (const name of names) {
      await group.getByRole('button', { name, exact: true }).click();
      assert.equal(await page.textContent('.verdict'), name);
      const first = await answerOf(page);
      await group.getByRole('button', { name, exact: true }).click();
      assert.deepEqual(await answerOf(page), first);
    }
    await close();
  });
}

test('a close call is one, and a surprise is another each time', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await button(page, 'A close call').click();
  const { probabilities } = await answerOf(page);
  assert.ok(Math.abs(probabilities[0] - 0.5) < 0.2, String(probabilities));
  const seen = new Set();
  for (let i = 0; i < 8; i++) {
    await button(page, 'Surprise me').click();
    assert.notEqual((await answerOf(page)).prediction, null);
    seen.add(await age(page).inputValue() + await page.locator('#field-0').isDisabled());
  }
  assert.ok(seen.size > 2, [...seen].join());
  await close();
});
