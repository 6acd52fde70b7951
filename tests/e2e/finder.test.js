// A long list of levels is found in by typing, by keyboard alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { stubbed } from './stub.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** A column of forty levels, `Été0` to `Été39`, and one beside it whose cells may be missing. */
async function opened() {
  const visited = await here.visit(stubbed({ texts: ['Été'] }));
  await visited.page.fill('#field-2', '7');
  const menu = visited.page.locator('#field-6'), find = visited.page.locator('[aria-controls=field-6]');
  return { ...visited, menu, find, titles: () => menu.locator('option').allTextContents(), chosen: () => menu.locator('option:checked').textContent() };
}

test('letters narrow the list, without accents and capitals, and what is chosen stays', async () => {
  const { page, menu, find, titles, chosen, close } = await opened();
  assert.equal((await titles()).length, 40);
  await find.fill('ETE3');
  assert.deepEqual(await titles(), ['Été0', 'Été3', ...Array.from({ length: 10 }, (_, i) => `Été3${i}`)]);
  assert.equal(await page.locator('#field-6-found').textContent(), '11 of 40');
  assert.equal(await chosen(), 'Été0');
  await menu.selectOption('Été37');
  assert.equal(await page.evaluate(() => Object.values(window.asked)[6]), 'Été37');
  await find.fill('');
  assert.equal((await titles()).length, 40);
  assert.equal(await chosen(), 'Été37');
  assert.deepEqual(await violations(page), []);
  await close();
});

test('Enter takes the first that is found, and nothing where nothing is', async () => {
  const { page, find, titles, chosen, close } = await opened();
  await find.fill('é12');
  await find.press('Enter');
  assert.equal(await chosen(), 'Été12');
  assert.equal(await page.evaluate(() => Object.values(window.asked)[6]), 'Été12');
  await find.fill('nothing like it');
  await find.press('Enter');
  assert.deepEqual(await titles(), ['Été12']);
  await page.getByRole('button', { name: 'typical values' }).click();
  assert.equal(await find.inputValue(), '');
  assert.equal((await titles()).length, 40);
  await close();
});

test('unknown stays in a narrowed list', async () => {
  const { page, close } = await opened();
  await page.locator('[aria-controls=field-7]').fill('zzz');
  assert.deepEqual(await page.locator('#field-7 option').allTextContents(), ['Été0', 'Unknown']);
  await close();
});

test('a level of less than one row in a hundred is said to be rare', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  const notes = await page.evaluate(async () => {
    const { levelsControl } = await import('/form/levels.js');
    const column = { name: 'x', label: '', missing: false, kind: { type: 'categorical', unseen: 'refused', levels: { type: 'string', values: ['a', 'b', 'c'] } } };
    const control = levelsControl({ column, statistics: { levels: [9000, 90, 100] }, words: (_, label) => label, id: 'test', says: '' });
    return ['a', 'b', 'c'].map((level) => { control.set(level); return control.read().note ?? ''; });
  });
  assert.deepEqual(notes, ['', 'Rare: 90 of 9,190 rows of the training data.', '']);
  await close();
});
