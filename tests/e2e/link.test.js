// The whole state of the page is in its address, exact, and no longer than 2,000 characters.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Typed } from '../../www/form/control.js';
import { decode, encode } from '../../www/state/link.js';
import { answerOf, start } from './browser.js';
import { offered } from './golden.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const numeric = (name) => ({ name, kind: { type: 'numeric' } });
const levels = (name, type, values) => ({ name, kind: { type: 'categorical', levels: { type, values } } });
const COLUMNS = [numeric('Age'), levels('Sex', 'string', ['male', '']), levels('Class', 'number', [1, 2]),
  { name: 'yes', kind: { type: 'boolean' } }, { name: 'note', kind: { type: 'text' } }, numeric('~k'), numeric('a&b=c%'), levels('odd', 'boolean', [true])];
const NONE = new Map(COLUMNS.map(({ name }) => [name, null]));
const state = (cells, more = {}) => ({ cells: new Map([...NONE, ...Object.entries(cells)]), kept: null, shown: '', version: '', ...more });
const ROOM = 2000;
const plain = (cells) => [...cells].map(([name, value]) => [name, value instanceof Typed ? { typed: value.text } : value]);

const CELLS = [
  {}, { Age: 0.1 }, { Age: 0.1 + 0.2 }, { Age: -0 }, { Age: 5e-324 }, { Age: 1.7976931348623157e308 }, { Age: -1e21 }, { Age: new Typed('long') },
  { Age: new Typed('') }, { Age: new Typed('~') }, { Age: new Typed('1,5x') }, { Sex: '' }, { Sex: '~' }, { Sex: '~.x' }, { Sex: new Typed('') }, { Sex: 'a+b c&d=e#f%2' },
  { Sex: 'null' }, { Class: 2 }, { Class: 7.5 }, { yes: true }, { yes: false }, { odd: true }, { note: 'two\nlines, “quotes” and 😀' }, { note: '' }, { '~k': 3, 'a&b=c%': 4 },
];

test('what is written is read again, to the last bit', () => {
  for (const cells of CELLS) {
    for (const kept of [null, new Map([...NONE, ['Age', 40], ['note', '&~k&']])]) {
      const given = state(cells, { kept, shown: '0.1', version: 'abc' });
      const text = encode(given, COLUMNS, NONE, ROOM);
      assert.match(text, /^[\w~.!*'()%&=-]*$/, text);
      const read = decode(text, COLUMNS, NONE);
      assert.deepEqual(plain(read.cells), plain(given.cells), text);
      assert.ok(Object.is(read.cells.get('Age'), given.cells.get('Age')) || given.cells.get('Age') instanceof Typed);
      assert.deepEqual(read.kept && plain(read.kept), kept && plain(kept), text);
      assert.deepEqual([read.shown, read.version], ['0.1', 'abc']);
    }
  }
});

test('missing, the empty level, and an empty box are three', () => {
  const [missing, level, box] = [null, '', new Typed('')].map((Sex) => encode(state({ Sex }), COLUMNS, new Map([...NONE, ['Sex', 'male']]), ROOM));
  assert.equal(new Set([missing, level, box]).size, 3);
});

test('any numbers come back', () => {
  const bits = new BigUint64Array(1), number = new Float64Array(bits.buffer);
  let seed = 1n;
  for (let i = 0; i < 5000; i++) {
    seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    bits[0] = seed;
    if (!Number.isFinite(number[0])) continue;
    const { cells } = decode(encode(state({ Age: number[0] }), COLUMNS, NONE, ROOM), COLUMNS, NONE);
    assert.ok(Object.is(cells.get('Age'), number[0]), String(number[0]));
  }
});

test('where names would not fit, their places do; where nothing fits there is no link', () => {
  const many = Array.from({ length: 80 }, (_, i) => numeric(`a column with a long name ${i}`));
  const none = new Map(many.map(({ name }) => [name, null]));
  const cells = new Map(many.map(({ name }, i) => [name, i + 0.123456789]));
  const text = encode({ cells, kept: null, shown: '', version: '' }, many, none, ROOM);
  assert.ok(text.length <= 2000 && text.startsWith('~0=0.123456789&~1='), text);
  assert.deepEqual(decode(text, many, none).cells, cells);
  assert.equal(encode(state({ note: 'x'.repeat(2001) }), COLUMNS, NONE, ROOM), null);
});

test('a link that somebody spoiled is read as far as it goes', () => {
  const read = (text) => plain(decode(text, COLUMNS, NONE).cells).filter(([, value]) => value !== null);
  assert.deepEqual(read('Age=3&nothing=1&~99=2&&=&__proto__=1&constructor=2'), [['Age', 3]]);
  assert.deepEqual(read('Sex=%E0%A4%A&Age=%'), [['Age', { typed: '%' }], ['Sex', '%E0%A4%A']]);
  assert.deepEqual(read('~z=1&~k'), []);
});

const age = (page) => page.getByLabel('Age', { exact: true });
const settled = (page) => page.waitForTimeout(500);

test('the address follows the form, and opens it again elsewhere', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await settled(page);
  assert.equal(new URL(page.url()).hash, '#titanic');
  await age(page).fill('0,1');
  await page.locator('.field', { hasText: 'Sex' }).getByText('Other …').click();
  await page.getByLabel('Sex, another value').fill('a & b');
  await page.locator('.field', { hasText: 'Port' }).getByText('Unknown').click();
  await settled(page);
  const { hash } = new URL(page.url());
  assert.match(hash, /^#titanic\?Age=0\.1&Sex=a%20%26%20b&Embarked=~&~v=[0-9a-f]{8}$/);
  const answered = await answerOf(page);
  await close();

  const other = await here.visit({ hash });
  assert.equal(await age(other.page).inputValue(), '0.1');
  assert.equal(await other.page.getByLabel('Sex, another value').inputValue(), 'a & b');
  assert.deepEqual(await answerOf(other.page), answered);
  await settled(other.page);
  assert.equal(new URL(other.page.url()).hash, hash);
  assert.deepEqual([...seen.troubles, ...other.seen.troubles], []);
  await other.close();
});

test('what is no number comes back as it was typed', async () => {
  const { page, close } = await here.visit({ hash: '#titanic?Age=~.long&Sex=~.' });
  assert.equal(await age(page).inputValue(), 'long');
  assert.match(await page.textContent('.answer'), /No answer yet.*Age.*Sex/);
  await close();
});

test('the address says what the form holds, also after a look at the other model', async () => {
  const { page, close } = await here.visit({ hash: '#titanic?Age=50' });
  await page.getByRole('link', { name: 'Iris' }).click();
  await page.getByLabel('Sepal length', { exact: true }).waitFor();
  await settled(page);
  assert.equal(new URL(page.url()).hash, '#iris');
  await page.getByRole('link', { name: 'Titanic' }).click();
  await age(page).waitFor();
  assert.equal(await age(page).inputValue(), '50');
  await page.waitForURL(/#titanic\?Age=50&~v=[0-9a-f]{8}$/);
  await close();
});

test('a link for another version of the model says so, also after a reload, and is filled in', async () => {
  const hash = '#titanic?Age=40&~v=00000000';
  const { page, close } = await here.visit({ hash });
  assert.match(await page.textContent('.link-note'), /another version/);
  assert.equal(await age(page).inputValue(), '40');
  await settled(page);
  assert.equal(new URL(page.url()).hash, hash);
  await page.reload();
  await page.getByText('made for another version').waitFor();
  await age(page).fill('41');
  await page.waitForURL(/#titanic\?Age=41&~v=(?!0{8})[0-9a-f]{8}$/);
  await close();
  const same = await here.visit({ hash: '#titanic?Age=40' });
  assert.equal(await same.page.locator('.link-note').isVisible(), false);
  await same.close();
});

test('going back and pasting an address change the form', async () => {
  const { page, close } = await here.visit({ hash: '#titanic?Age=40' });
  await page.evaluate(() => { location.hash = '#titanic?Age=50&~k&Age=60'; });
  await page.waitForFunction(() => document.getElementById('field-0').value === '50');
  assert.match(await page.textContent('.reminder'), /Kept/);
  await page.goBack();
  await page.waitForFunction(() => document.getElementById('field-0').value === '40');
  assert.equal(await page.textContent('.reminder'), '');
  await close();
});

test('a record that is too long for a link has none', async () => {
  const { page, close } = await here.visit({ before: offered('onnx-tfidf-made') });
  const box = page.getByRole('textbox', { name: 'review' });
  for (const [length, there] of [[1900, true], [2000, false]]) {
    await box.fill('x'.repeat(length));
    await page.evaluate(() => { document.querySelector('.along').open = true; });
    const link = page.locator('.shared').first();
    await link.locator(there ? 'code:not([hidden])' : 'code[hidden]').waitFor({ state: 'attached' });
    assert.equal(/No link can hold this/.test(await link.textContent()), !there);
    if (there) assert.ok(new URL(await link.locator('code').textContent()).hash.length <= 2000);
  }
  await close();
});
