// Another model on the page: in place of this one, or beside it on the same rows. And what becomes of the work
// when it is cancelled, when its worker dies, and when the network goes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { offered } from './golden.js';
import { answered, cells, choose, command, download, drop, file, predictAll } from './many.js';
import { www } from './places.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let here;
before(async () => { here = await start(); });
after(() => here.stop());

const titanic = await readFile(`${root}examples/titanic/titanic.csv`);
const fuller = { name: 'fuller.wbx', buffer: await readFile(`${www}/../titanic-fuller.wbx`) };
const packed = { name: 'windowbox.wasm', buffer: await readFile(`${www}/../node_modules/iris-species/windowbox.wasm`) };
const long = (rows) => file('long.csv', `Age,Sex,Embarked,Survived\n${'30,male,S,0\n41,female,C,1\n'.repeat(rows / 2)}`);

test('a model takes the place of the other, and one goes back', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await drop(page, 'h1', [fuller]);
  await page.getByLabel('Fare', { exact: true }).waitFor();
  assert.equal(await page.title(), 'titanic-fuller · windowbox');
  assert.equal(await page.getAttribute('nav [aria-current]', 'href'), new URL(page.url()).hash);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.getByRole('link', { name: 'Iris' }).click();
  await page.getByLabel('Petal length', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'titanic-fuller' }).click();
  await page.getByLabel('Fare', { exact: true }).waitFor();
  await page.goBack();
  await page.getByLabel('Petal length', { exact: true }).waitFor();
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('of a packed wasm the model alone is read', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  // Code that no engine compiles: if it were looked at, this would fail.
  const name = Buffer.from('windowbox.model'), at = packed.buffer.indexOf(name);
  const length = (n) => { const bytes = []; do { bytes.push((n & 127) | (n > 127 ? 128 : 0)); n >>>= 7; } while (n); return Buffer.from(bytes); };
  const model = packed.buffer.subarray(at + name.length), content = Buffer.concat([length(name.length), name, model]);
  const wasm = Buffer.concat([Buffer.from('\0asm\x01\0\0\0', 'latin1'), Buffer.from([10, 3, 0xff, 0xff, 0xff]), Buffer.from([0]), length(content.length), content]);
  assert.equal(WebAssembly.validate(wasm), false);
  await choose(page, { name: 'iris.wasm', mimeType: 'application/wasm', buffer: wasm });
  await page.getByLabel('Petal length', { exact: true }).waitFor();
  await close();
});

for (const [name, content, why] of [
  ['half.wbx', fuller.buffer.subarray(0, 3000), /half.wbx.*cannot be opened as a model: .{10}/], ['text.wbx', Buffer.from('not a model'), /bad-magic/],
  ['empty.wasm', Buffer.from('\0asm\x01\0\0\0', 'latin1'), /no-model/],
]) {
  test(`${name} is refused with why, and the model on the page stays`, async () => {
    const { page, seen, close } = await here.visit({ hash: '#titanic' });
    await drop(page, 'h1', [{ name, buffer: content }]);
    await page.locator('.zone [role=alert]', { hasText: 'stays' }).waitFor();
    assert.match(await page.textContent('.zone [role=alert]'), why);
    await page.getByLabel('Age', { exact: true }).fill('3');
    assert.equal(await page.textContent('.verdict'), 'Did not survive');
    assert.equal(new URL(page.url()).hash, '#titanic');
    assert.deepEqual(seen.troubles, []);
    await close();
  });
}

test('a page without a model says as well why it does not take something, and takes a model', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', ready: '.trouble', before: (page) => page.route('**/titanic.wbx', (route) => route.abort()) });
  const says = (text) => page.locator('main > .told', { hasText: text }).waitFor();
  await drop(page, 'h1', [file('rows.csv', 'Age,Sex\n1,male\n')]);
  await says(/^A table needs a model/);
  await drop(page, 'h1', [{ name: 'half.wbx', buffer: fuller.buffer.subarray(0, 3000) }]);
  await says(/^“half.wbx” cannot be opened as a model: .{10,}\.$/);
  await drop(page, 'h1', [fuller]);
  await page.locator('.verdict').waitFor();
  await close();
});

test('a model and its table in one go', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  await drop(page, 'h1', [{ ...file('titanic.csv', titanic) }, fuller]);
  await answered(page);
  assert.equal(await page.title(), 'titanic-fuller · windowbox');
  assert.match(await page.textContent('.results .big'), /^891 rows answered/);
  await close();
});

test('a second model on the same rows: what changed, and for which', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('titanic.csv', titanic));
  await answered(page);
  await drop(page, '.second-model', [fuller]);
  await page.locator('.second-model .big').waitFor();
  const [one, other] = await Promise.all(['titanic', 'titanic-fuller'].map(async (name) =>
    (await command(`${www}/../${name}.wbx`, `${root}examples/titanic/titanic.csv`)).trim().split('\r\n').slice(1).map((line) => line[0])));
  const changed = one.flatMap((label, i) => (label === other[i] ? [] : [i + 1]));
  assert.ok(changed.length > 20);
  assert.match(await page.textContent('.second-model .big'), new RegExp(`^${changed.length} of 891 rows get another answer`));
  const up = changed.filter((row) => one[row - 1] === '0').length;
  assert.match(await page.textContent('.changes'), new RegExp(`Did not survive → Survived: ${up}\\b`));
  await page.getByRole('button', { name: 'Show these rows' }).click();
  await page.getByText(`1 to 20 of ${changed.length}`).waitFor();
  assert.deepEqual(await cells(page, 1), changed.slice(0, 20).map(String));
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.title(), 'Titanic · windowbox');
  await close();
});

test('a second model takes the columns that were matched by hand for the first: it does not differ from itself', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await drop(page, 'h1', [fuller]);
  await page.getByLabel('Fare', { exact: true }).waitFor();
  await choose(page, file('hand.csv', `${titanic}`.replace('Age', 'years').replace('Sex', 'gender')));
  await page.getByRole('button', { name: 'Predict all rows' }).waitFor();
  await page.getByLabel('Age', { exact: true }).last().selectOption('years');
  await page.getByLabel('Sex', { exact: true }).last().selectOption('gender');
  await predictAll(page);
  await drop(page, '.second-model', [fuller]);
  await page.locator('.second-model .big').waitFor();
  assert.match(await page.textContent('.second-model .big'), /^0 of 891 rows get another answer/);
  assert.equal(await page.locator('.second-model .problem').count(), 0);
  await drop(page, '.second-model', [{ name: 'plain.wbx', buffer: await readFile(`${www}/../titanic.wbx`) }]);
  await page.locator('.second-model .big', { hasText: /^[1-9]\d* of 891 rows/ }).waitFor();
  await close();
});

test('what is guessed or unknown for a second model alone is named', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('few.csv', 'Age,Sex,Pclass,SibSp,Parch,Fares\n30,male,3,0,0,7\n5,female,1,1,1,70\n'));
  await predictAll(page);
  await drop(page, '.second-model', [fuller]);
  await page.locator('.second-model .problem', { hasText: 'similar names, please check: Fare: Fares.' }).waitFor();
  await page.locator('.second-model .problem', { hasText: 'Embarked: not in the table, taken as unknown' }).waitFor();
  await close();
});

const FARES = 'Pclass,Age,Embarked,SibSp\n1,22,S,0\n3,4,Q,5\nx,1,S,0\nx,2,S,0\n';
const goldenModel = async (name) => ({ name: `${name}.wbx`, mimeType: '', buffer: await readFile(`${root}tests/golden/${name}/packed.wbx`) });
test('two models of a number: apart over the rows that have an answer; sorted by the answers of the second, or by the difference', async () => {
  const { page, close } = await here.visit({ before: offered('fare-ridge'), ready: '.many' });
  await choose(page, file('fares.csv', FARES));
  await answered(page);
  await page.locator('.second-file input').setInputFiles([await goldenModel('fare-boosting')]);
  await page.locator('.second-model .big').waitFor();
  const heads = await page.locator('.rows thead th').allTextContents(), [second, difference] = [3, 4];
  assert.equal(heads[difference - 1], 'Difference');
  const [own, others, apart] = (await Promise.all([2, second, difference].map((n) => cells(page, n)))).map((all) => all.slice(0, 2).map(Number));
  const near = (x, y) => Math.abs(x - y) < 0.1;
  assert.ok(apart.every((x, i) => x && near(x, others[i] - own[i])), `${apart}`);
  const [, mean, differ, all] = (await page.textContent('.second-model .big')).match(/^Apart by ([\d.]+) on average; (\d+) of (\d+) rows differ/);
  assert.ok(near(mean, (Math.abs(apart[0]) + Math.abs(apart[1])) / 2), mean);
  assert.deepEqual([differ, all], ['2', '2']);
  const smaller = others[0] < others[1] ? '1' : '2';
  for (const [order, first] of [['ascending', smaller], ['descending', smaller === '1' ? '2' : '1']]) {
    await page.locator('.rows thead th').nth(second - 1).getByRole('button').click();
    await page.locator(`.rows:has(thead th:nth-child(${second})[aria-sort=${order}]) tbody tr:first-child th`, { hasText: first }).waitFor();
  }
  await page.getByRole('button', { name: 'Show these rows' }).click();
  await page.getByText('1 to 2 of 2').waitFor();
  await close();
});

test('a second model of another question is refused, though it answers a number as well', async () => {
  const { page, close } = await here.visit({ before: offered('fare-ridge'), ready: '.many' });
  await choose(page, file('fares.csv', FARES));
  await answered(page);
  await page.locator('.second-file input').setInputFiles([await goldenModel('lgb-reg-diabetes')]);
  await page.locator('.many-said', { hasText: /different questions, “Fare” and “\w+”/ }).waitFor();
  await close();
});

test('a second model of another kind is refused, and the answers stay', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('titanic.csv', titanic));
  await answered(page);
  await page.locator('.second-file input').setInputFiles([{ name: 'fares.wbx', mimeType: '', buffer: await readFile(`${root}tests/golden/fare-ridge/packed.wbx`) }]);
  await page.locator('.many-said', { hasText: 'different questions, “Survived: 0, 1” and “Fare”' }).waitFor();
  assert.match(await page.textContent('.results .big'), /^891 rows answered/);
  await close();
});

test('another table ends the comparison of this one, without a word', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, long(400_000));
  await page.locator('.results .big', { hasText: '400,000 rows answered' }).waitFor({ timeout: 60_000 });
  await drop(page, '.second-model', [{ name: 'same.wbx', buffer: await readFile(`${www}/../titanic.wbx`) }]);
  await page.waitForFunction(() => document.querySelector('progress')?.value > 0.02);
  await choose(page, file('next.csv', 'Agee,Sex,Embarked\n1,male,S\n'));
  await page.getByRole('heading', { name: 'Columns of next.csv' }).waitFor();
  assert.equal(await page.textContent('.many-said'), '');
  await close();
});

test('cancelled, it stops at once; what was answered is shown, and it can be started again', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, long(1_000_000));
  await page.waitForFunction(() => document.querySelector('progress')?.value > 0.05);
  const began = Date.now();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.many-said', { hasText: 'Cancelled. Below are the first' }).waitFor();
  assert.ok(Date.now() - began < 3000, `${Date.now() - began} ms`);
  const rows = Number((await page.textContent('.results .big')).match(/^[\d,]+/)[0].replaceAll(',', ''));
  assert.ok(rows > 0 && rows < 1_000_000, `${rows}`);
  const lines = (await download(page, { own: true })).text.trim().split('\r\n');
  assert.equal(lines.length, rows + 1);
  assert.match(lines.at(-2), /^(30,male,S,0,0|41,female,C,1,1),/);
  await page.getByRole('button', { name: 'Start again' }).click();
  await page.locator('.results .big', { hasText: '1,000,000 rows answered' }).waitFor({ timeout: 60_000 });
  assert.equal(await page.textContent('.many-said'), '');
  await close();
});

test('a worker that is killed is missed, said, and replaced', async () => {
  const before = (page) => page.addInitScript(() => {
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(...all) {
        super(...all);
        window.workers.push(this);
      }
    };
  });
  const { page, close } = await here.visit({ hash: '#titanic', before });
  await choose(page, long(1_000_000));
  await page.waitForFunction(() => document.querySelector('progress')?.value > 0.05);
  await page.evaluate(() => window.workers.forEach((worker) => worker.terminate()));
  await page.locator('.many-said', { hasText: 'ended before it was done' }).waitFor();
  assert.match(await page.textContent('.many-said'), /Below are the first [\d,]+ rows/);
  await page.getByRole('button', { name: 'Start again' }).click();
  await page.locator('.results .big', { hasText: '1,000,000 rows answered' }).waitFor({ timeout: 60_000 });
  await close();
});

test('without a network in the middle of it, it goes on', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await choose(page, long(400_000));
  await page.waitForFunction(() => document.querySelector('progress')?.value > 0.02);
  await page.context().setOffline(true);
  await page.locator('.results .big', { hasText: '400,000 rows answered' }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('21 to 40 of').waitFor();
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('a part of the page that does not come is said, and asked for again', async () => {
  for (const part of ['many/panel.js', 'pkg/csv.js', 'pkg/worker.js']) {
    let lost = true;
    const before = (page) => page.route(`**/${part}`, (route) => (lost ? route.abort() : route.continue()));
    const { page, close } = await here.visit({ hash: '#titanic', before });
    await choose(page, file('rows.csv', 'Age,Sex,Embarked\n1,male,S\n'));
    await page.locator('.work [role=alert]', { hasText: 'A part of this page did not arrive' }).waitFor();
    lost = false;
    await choose(page, file('rows.csv', 'Age,Sex,Embarked\n1,male,S\n'));
    await answered(page);
    await close();
  }
});

test('another model ends what runs for this one', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await choose(page, long(1_000_000));
  await page.waitForFunction(() => document.querySelector('progress')?.value > 0.02);
  await page.getByRole('link', { name: 'Iris' }).click();
  await page.getByLabel('Petal length', { exact: true }).waitFor();
  await page.waitForFunction(async () => (await navigator.locks.query()).held.length === 0);
  assert.equal(await page.locator('.results').count(), 0);
  assert.deepEqual(seen.troubles, []);
  await close();
});
