// Many rows at once: every table is answered as the command answers it, whatever it looks like.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { violations } from './axe.js';
import { start } from './browser.js';
import { offered } from './golden.js';
import { answered, cells, choose, command, download, drop, file, predictAll } from './many.js';
import { www } from './places.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let here, folder;
before(async () => {
  here = await start();
  folder = await mkdtemp(`${tmpdir()}/windowbox-many-`);
});
after(async () => {
  await here.stop();
  await rm(folder, { recursive: true });
});

const titanic = await readFile(`${root}examples/titanic/titanic.csv`, 'utf8');
const golden = async (name) => JSON.parse(await readFile(`${root}tests/golden/${name}/input.json`, 'utf8'));
const quoted = (cell) => (cell === null ? '' : /[",\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : `${cell}`);
const tableOf = ({ columns, rows }) => [columns, ...rows].map((row) => row.map(quoted).join(',')).join('\n');

describe('the download is what the command writes, byte for byte', () => {
  for (const name of ['fare-ridge', 'cat-multi-wine', 'lgb-binary-titanic', 'hand-trees']) {
    test(name, async () => {
      const path = `${folder}/${name}.csv`, table = tableOf(await golden(name));
      await writeFile(path, table);
      const { page, seen, close } = await here.visit({ before: offered(name), ready: '.many' });
      await choose(page, file('rows.csv', table));
      await answered(page);
      const { name: saved, text } = await download(page);
      assert.equal(saved, 'rows-predictions.csv');
      assert.equal(text, await command(`${root}tests/golden/${name}/packed.wbx`, path));
      assert.deepEqual(seen.troubles, []);
      await close();
    });
  }

  test('titanic.csv, and rows that have no answer', async () => {
    const table = `${titanic}\nx,1\n1,2,A,mael,x,1,1,1,S,\n`;
    await writeFile(`${folder}/titanic.csv`, table);
    const { page, close } = await here.visit({ hash: '#titanic' });
    await choose(page, file('titanic.csv', table));
    await answered(page);
    assert.equal((await download(page)).text, await command(`${www}/../titanic.wbx`, `${folder}/titanic.csv`));
    await close();
  });
});

const PLAIN = 'Age,Sex,Embarked,Name\n22.5,male,S,Zoë\n3,female,C,"a, b"\n,female,Q,c\n';
const EUROPEAN = 'Age;Sex;Embarked;Name\r\n22,5;male;S;Zoë\r\n3;female;C;"a, b"\r\n;female;Q;c\r\n';
const utf16 = (text, big) => {
  const bytes = Buffer.from(text, 'utf16le');
  return big ? bytes.swap16() : bytes;
};
const TABLES = {
  'semicolons and decimal commas': EUROPEAN,
  'a byte order mark': `\ufeff${PLAIN}`,
  'UTF-16': utf16(`\ufeff${EUROPEAN}`),
  'UTF-16, big-endian': utf16(`\ufeff${PLAIN}`, true),
  'UTF-16 without a mark': utf16(PLAIN),
  'Windows-1252': Buffer.from(PLAIN, 'latin1'),
  'tabs': PLAIN.replaceAll('"a, b"', 'a b').replaceAll(',', '\t'),
  'the first line that Excel understands': `sep=;\r\n${EUROPEAN}`,
};
describe('tables as they come', () => {
  let page, close, wanted;
  before(async () => {
    ({ page, close } = await here.visit({ hash: '#titanic' }));
    await choose(page, file('a.csv', PLAIN));
    await answered(page);
    wanted = (await download(page)).text;
  });
  after(() => close());

  for (const [name, content] of Object.entries(TABLES)) {
    test(name, async () => {
      await choose(page, file('b.csv', content));
      await page.locator('.gloss', { hasText: 'b.csv' }).waitFor();
      await answered(page);
      const { text } = await download(page), other = /semicolons|Excel|UTF-16$/.test(name);
      const plain = other ? text.replaceAll(',', '.').replaceAll(';', ',') : name === 'tabs' ? text.replaceAll('\t', ',') : text;
      assert.equal(plain, wanted);
      const own = await download(page, { own: true });
      if (name !== 'tabs') assert.match(own.text, /22[.,]5[,;]male[,;]S[,;]Zoë/);
      await choose(page, file('a.csv', PLAIN));
      await page.locator('.gloss', { hasText: 'a.csv' }).waitFor();
    });
  }
});

test('a letter far behind that is no UTF-8: the file is read again as Windows-1252', async () => {
  const rows = `${'30,male,S,plain\n'.repeat(8000)}31,male,S,Zo\xeb\n`;
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('late.csv', Buffer.from(`Age,Sex,Embarked,Name\n${rows}`, 'latin1')));
  await answered(page);
  assert.match(await page.textContent('.results .big'), /^8,001 rows answered/);
  assert.match((await download(page, { own: true })).text, /31,male,S,Zoë,/);
  await close();
});

test('bad rows are listed with their lines and reasons, and do not stop the others', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('bad.csv', 'Age,Sex,Embarked\n1,male,S\n2,male\n\nold,male,S\n4,mael,S\n95,male,S\n'));
  await answered(page);
  assert.match(await page.textContent('.results .big'), /^3 of 5 rows answered/);
  await page.getByText('2 rows have no answer').click();
  assert.deepEqual(await page.locator('.bad tbody tr').allInnerTexts(), ['3\t\t2 fields where the header has 3', '5\tAge\t"Age" is "old", not a number']);
  await page.getByText('Answered with care: 2 remarks').click();
  assert.match(await page.textContent('.problems'), /Age, 1 ×: outside the training data/);
  assert.match(await page.textContent('.problems'), /Sex, 1 ×: a value that training never saw/);
  assert.deepEqual([(await cells(page, 3))[1], await page.locator('.rows tr:has-text("no answer") button').count()], ['', 1]);
  assert.equal(await page.getByLabel('Show').locator('option', { hasText: 'without an answer' }).count(), 1);
  await page.getByLabel('Show').selectOption({ label: 'without an answer' });
  await page.getByText('1 to 2 of 2').waitFor();
  assert.deepEqual(await cells(page, 2), ['no answer', 'no answer']);
  await close();
});

test('a table without rows, and one that comes before the other is read', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('none.csv', 'Age,Sex,Embarked\n'));
  await page.locator('.results .big', { hasText: 'The table has no rows.none.csv' }).waitFor();
  assert.equal(await page.locator('.results').locator('.charts, .downloads, .second-model, .rows').count(), 0);
  for (const [name, rows] of [['first.csv', 300_000], ['second.csv', 7]]) await choose(page, file(name, `Age,Sex,Embarked\n${'1,male,S\n'.repeat(rows)}`));
  await page.locator('.results .big', { hasText: '7 rows answered' }).waitFor();
  await page.waitForTimeout(1000);
  assert.match(await page.textContent('.results .big'), /7 rows answeredsecond.csv/);
  assert.match(await page.textContent('.columns summary'), /second.csv/);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('columns of other names are found by similarity, then by hand', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('hand.csv', 'Years,sex,Embarkd,Fate\n30,male,S,1\n5,female,C,0\n'));
  await page.getByRole('button', { name: 'Predict all rows' }).waitFor();
  assert.match(await page.textContent('.matching .hint'), /2 of 3 columns were found.*check/);
  assert.deepEqual(await page.locator('.match select').evaluateAll((all) => all.map((select) => select.selectedOptions[0].textContent)), ['– none: unknown –', 'sex', 'Embarkd', '– none: unknown –']);
  assert.match(await page.locator('.match', { hasText: 'Port' }).textContent(), /Similar name, please check.*S · C/);
  await page.getByLabel('Age', { exact: true }).last().selectOption('Years');
  await page.getByLabel('True Survived').selectOption('Fate');
  await predictAll(page);
  assert.deepEqual(await cells(page, 5), ['30', '5']);
  assert.match(await page.textContent('.score'), /0% right: 0 of 2/);
  await page.getByLabel('Sex', { exact: true }).last().selectOption('');
  await page.getByRole('button', { name: 'Predict all rows' }).click();
  assert.equal(await page.textContent('.matching [role=alert]'), 'The model needs a column for: Sex.');
  await close();
});

test('accuracy and the table of true and predicted answers are those of the rows', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('titanic.csv', titanic));
  await answered(page);
  const [, ...lines] = (await command(`${www}/../titanic.wbx`, `${root}examples/titanic/titanic.csv`)).trim().split('\r\n');
  const truth = titanic.trim().split('\n').slice(1).map((line) => line[0]);
  const counts = [0, 0, 0, 0];
  lines.forEach((line, i) => counts[truth[i] * 2 + Number(line[0])]++);
  assert.deepEqual(await page.locator('.score td.right, .score td.wrong').allTextContents(), counts.map(String));
  assert.match(await page.textContent('.score .big'), new RegExp(`${counts[0] + counts[3]} of 891`));
  const predicted = [counts[0] + counts[2], counts[1] + counts[3]];
  assert.deepEqual(await page.locator('.charts .probabilities data').evaluateAll((all) => all.map(({ value }) => Number(value))), predicted);
  await close();
});

test('a number: mean errors, and a picture with a table behind it', async () => {
  const { columns, rows } = await golden('fare-ridge'), some = rows.slice(0, 50);
  await writeFile(`${folder}/fares.csv`, tableOf({ columns, rows: some }));
  const values = (await command(`${root}tests/golden/fare-ridge/packed.wbx`, `${folder}/fares.csv`)).trim().split('\r\n').slice(1).map(Number), middle = values.toSorted((a, b) => a - b)[24];
  const { page, close } = await here.visit({ before: offered('fare-ridge'), ready: '.many' });
  const target = await page.evaluate(async () => (await (await import('./pkg/browser.js')).load({ model: new URL('models/golden.wbx', document.baseURI).href })).schema.targets[0].name);
  await choose(page, file('fares.csv', tableOf({ columns: [...columns, target], rows: some.map((row, i) => [...row, values[i] + (i % 2 ? 3 : -1)]) })));
  await answered(page);
  assert.match(await page.textContent('.score .big'), /Off by 2\b.*RMSE 2\.236.*over 50 rows/);
  assert.deepEqual([...new Set(await cells(page, 4))].sort(), ['-3', '1']);
  await page.getByRole('textbox', { name: 'to' }).fill(`${middle}`.replace('.', ','));
  await page.getByRole('textbox', { name: 'to' }).press('Enter');
  const few = values.filter((value) => value <= middle).length;
  await page.getByText(new RegExp(`of ${few}$`)).waitFor();
  assert.ok(few >= 25 && few < 40, `${few}`);
  assert.ok((await cells(page, 2)).every((value) => parseFloat(value.replace(',', '')) <= middle + 0.01));
  await page.getByText('The same as a table').first().click();
  const counts = await page.locator('.spread-many tbody td').allTextContents();
  assert.equal(counts.reduce((sum, n) => sum + Number(n), 0), 50);
  assert.equal(await page.locator('.spread-many svg[role=img]').getAttribute('aria-label'), 'How often each answer was given');
  await close();
});

test('rows are sorted, filtered and turned over', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('titanic.csv', titanic));
  await answered(page);
  assert.deepEqual(await cells(page, 1), Array.from({ length: 20 }, (_, i) => String(i + 1)));
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('21 to 40 of 891').waitFor();
  const shares = async () => (await cells(page, 3)).map(parseFloat);
  const sorted = (numbers, sign) => numbers.every((x, i) => !i || sign * (x - numbers[i - 1]) >= 0);
  await page.getByRole('button', { name: 'Probability', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('.rows tbody tr > :nth-child(3)').textContent === '63.5%');
  assert.equal(await page.locator('th[aria-sort=ascending]').textContent(), 'Probability');
  assert.ok(sorted(await shares(), 1) && (await shares())[0] === 63.5);
  await page.getByRole('button', { name: 'Probability' }).click();
  await page.locator('th[aria-sort=descending]').waitFor();
  await page.waitForFunction(() => parseFloat(document.querySelector('.rows tbody tr > :nth-child(3)').textContent) > 80);
  assert.ok(sorted(await shares(), -1));
  await page.getByLabel('Show').selectOption({ label: 'wrong answers' });
  await page.getByText(/1 to 20 of 191/).waitFor();
  const [said, meant] = [await cells(page, 2), await cells(page, 4)];
  assert.ok(said.every((answer, i) => answer !== meant[i]));
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.rows').isVisible());
  for (const asked of ['.second-model', '.results > .hint']) assert.ok(!await page.locator(asked).isVisible(), asked);
  await close();
});

test('a row goes into the form, by mouse and by keyboard', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  const put = () => page.evaluate(() => new Promise((resolve) => {
    document.addEventListener('prediction', (event) => resolve(event.detail.record), { once: true });
  }));
  await choose(page, file('rows.csv', 'Age;Sex;Embarked\n22,5;male;S\n;"female";C\n'));
  await answered(page);
  const first = put();
  await page.locator('.rows tbody td', { hasText: '22,5' }).click();
  assert.deepEqual(await first, { Age: 22.5, Sex: 'male', Embarked: 'S' });
  const second = put();
  await page.getByRole('button', { name: '2: put this row into the form' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await second, { Age: null, Sex: 'female', Embarked: 'C' });
  assert.ok(await page.getByLabel('Age unknown').isChecked());
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'What the model is told');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('.sheet')));
  await close();
});

test('the download runs nothing in a spreadsheet; as JSON it is an object a line', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('formulas.csv', 'Age,Sex,Embarked,=cmd()\n22,male,S,=1+1\n23,female,C,-5\n24,female,C,"@SUM(A1)"\n25,female\n'));
  await answered(page);
  const { text } = await download(page, { own: true }), lines = text.split('\r\n');
  assert.equal(lines[0], "Age,Sex,Embarked,'=cmd(),prediction,probability.0,probability.1");
  assert.match(lines[1], /^22,male,S,'=1\+1,0,0\.\d+,0\.\d+$/);
  assert.match(lines[2], /^23,female,C,-5,1,/);
  assert.match(lines[3], /^24,female,C,'@SUM\(A1\),1,/);
  assert.equal(lines[4], '25,female,,,,,');
  const json = await download(page, { as: 'JSON lines', own: true }), objects = json.text.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(json.name, 'formulas-predictions.jsonl');
  assert.deepEqual(objects[0].record, { Age: '22', Sex: 'male', Embarked: 'S', '=cmd()': '=1+1' });
  assert.deepEqual(objects.map(({ prediction }) => prediction), [0, 1, 1, null]);
  assert.ok(Math.abs(objects[0].probabilities[0] + objects[0].probabilities[1] - 1) < 1e-12 && objects[3].probabilities === null);
  await close();
});

test('a file that is changed meanwhile is missed in words', async () => {
  const path = `${folder}/changing.csv`;
  await writeFile(path, 'Age,Sex,Embarked\n1,male,S\n');
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await page.locator('.zone input[type=file]').setInputFiles(path);
  await answered(page);
  await writeFile(path, 'Age,Sex,Embarked\n1,male,S\n2,male,S\n');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  await page.getByText('The file cannot be read any more').waitFor();
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('a table is pasted, anywhere or into the box', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, PLAIN);
  await answered(page);
  assert.equal(await page.locator('.rows tbody tr').count(), 3);
  await page.getByRole('button', { name: 'Paste a table' }).click();
  await page.getByLabel('Paste rows here').fill('Age\tSex\tEmbarked\n1\tmale\tS\n');
  await page.getByRole('button', { name: 'Use these rows' }).click();
  await page.getByText('1 to 1 of 1').waitFor();
  await close();
});

test('true answers that the model does not know are counted apart, and shown', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  const header = await page.evaluate(async () => (await (await import('./pkg/browser.js')).load({ model: new URL('models/iris.wbx', document.baseURI).href })).schema);
  const names = [...header.columns, header.targets[0]].map(({ name }) => name).join(',');
  await choose(page, file('truth.csv', `${names}\n${['setosa', 'Versicolor', 'virginica2', '', 'Versicolor'].map((name) => `5.1,3.5,1.4,0.2,${name}`).join('\n')}\n`));
  await answered(page);
  assert.equal(await page.textContent('.score .big'), '100% right: 1 of 1');
  assert.match(await page.textContent('.score .problem'), /^Left out: 3 rows whose true answer the model does not know \(Versicolor, virginica2\)/);
  assert.deepEqual(await cells(page, 4), ['setosa', 'Versicolor', 'virginica2', '', 'Versicolor']);
  await close();
});

test('of several targets the one that is compared is named', async () => {
  const { page, close } = await here.visit({ before: offered('xgb-multioutput-linnerud'), ready: '.many' });
  const { columns, rows } = await golden('xgb-multioutput-linnerud');
  const [target] = await page.evaluate(async () => (await (await import('./pkg/browser.js')).load({ model: new URL('models/golden.wbx', document.baseURI).href })).schema.targets.map(({ label, name }) => [name, label || name]));
  await choose(page, file('several.csv', tableOf({ columns: [...columns, target[0]], rows: rows.slice(0, 3).map((row) => [...row, 100]) })));
  await answered(page);
  const heads = await page.locator('.rows thead th').allTextContents();
  assert.ok(heads.includes(`${target[1]}: True answer`) && heads.includes(`${target[1]}: Off by`), heads.join());
  assert.equal(await page.textContent('.score h3'), `${target[1]}: Against the true answers of the file`);
  await close();
});

test('two columns of one name are refused, as the command refuses them', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await choose(page, file('twice.csv', 'Age,Age,Sex,Embarked\n22,3,male,S\n'));
  await page.locator('.many-said', { hasText: 'Line 1: Age: two columns have this name' }).waitFor();
  assert.equal(await page.locator('.results').count(), 0);
  await choose(page, file('others.csv', 'Age,,,Sex,Embarked\n22,,,male,S\n'));
  await answered(page);
  assert.match(await page.textContent('.results .big'), /^1 row answered/);
  await close();
});

test('between commas a decimal comma stands in quotes, and thousands are none', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  const decimal = async (name, ages) => {
    await choose(page, file(name, `Age,Sex,Embarked\n${ages.map((age) => `"${age}",male,S`).join('\n')}\n`));
    await page.locator('.gloss', { hasText: name }).waitFor();
    return page.getByLabel('Decimal sign').inputValue();
  };
  assert.equal(await decimal('comma.csv', ['22,5', '30']), ',');
  assert.match(await page.textContent('.results .big'), /^2 rows answered/);
  assert.equal(await decimal('thousands.csv', ['1,234', '30']), '.');
  await close();
});

test('a limit that is no number is said beside it', async () => {
  const { page, close } = await here.visit({ before: offered('fare-ridge'), ready: '.many' });
  const { columns, rows } = await golden('fare-ridge');
  await choose(page, file('fares.csv', tableOf({ columns, rows: rows.slice(0, 5) })));
  await answered(page);
  const from = page.getByRole('textbox', { name: 'Fare from', exact: true });
  await from.fill('ten');
  await from.press('Enter');
  await page.locator('.tools [role=alert]', { hasText: '“ten” is not a number' }).waitFor();
  assert.equal(await from.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await violations(page), []);
  await from.fill('1');
  await from.press('Enter');
  await page.locator('.tools [role=alert]:empty').waitFor({ state: 'attached' });
  assert.equal(await from.getAttribute('aria-invalid'), null);
  await close();
});

const HOSTILE = ['<img src=x onerror="window.intruded=1">', '</option></select><script>window.intruded=1</script>', '__proto__', 'constructor', '{{7*7}}', '\u202Egnp'];
test('what a file says is shown and inert', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  const header = ['Agge', 'Sexx', 'Embarked', ...HOSTILE], row = ['30', 'male', ...HOSTILE.slice(0, 1), ...HOSTILE].map(quoted).join(',');
  await choose(page, file('<b>x</b>.csv', `${header.map(quoted).join(',')}\n${row}\n${row},\n`));
  await page.getByRole('button', { name: 'Predict all rows' }).waitFor();
  await page.evaluate(() => document.querySelectorAll('.many details').forEach((details) => { details.open = true; }));
  assert.ok((await page.textContent('.sample')).includes(HOSTILE[1]));
  await predictAll(page);
  await page.evaluate(() => document.querySelectorAll('.many details').forEach((details) => { details.open = true; }));
  assert.ok((await page.textContent('.rows')).includes(HOSTILE[0]));
  assert.equal(await page.evaluate(() => 'intruded' in window), false);
  assert.equal(await page.locator('main :is(img, script, b)').count(), 0);
  const [record] = (await download(page, { as: 'JSON lines', own: true })).text.split('\n').map((line) => JSON.parse(line || '{}').record);
  assert.equal(Object.getOwnPropertyDescriptor(record, '__proto__').value, '__proto__');
  assert.deepEqual(seen.troubles, []);
  assert.deepEqual(seen.requests.filter((url) => !url.startsWith(here.origin) && !url.startsWith('blob:')), []);
  await close();
});

for (const [name, content, said] of [
  ['empty.csv', '', /The table is empty/], ['other.png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\b\x06', /neither a table nor a model/], ['book.xlsx', 'PK\x03\x04', /Save the sheet as CSV/],
  ['rows.json', '[{}]', /neither a table nor a model/], ['open.csv', 'Age,Sex,Embarked\n1,"male,S\n', /quote is never closed/],
]) {
  test(`${name} is refused in words`, async () => {
    const { page, seen, close } = await here.visit({ hash: '#titanic' });
    await drop(page, 'h1', [file(name, Buffer.from(content, 'latin1'))]);
    await page.locator('.many [role=alert]', { hasText: said }).waitFor();
    assert.deepEqual(seen.troubles, []);
    assert.ok(await page.locator('.verdict').isVisible());
    await choose(page, file('good.csv', PLAIN));
    await answered(page);
    assert.deepEqual((await page.locator('.many [role=alert]').allTextContents()).filter(Boolean), []);
    await close();
  });
}

describe('by keyboard, and as others perceive it', () => {
  for (const [width, theme] of [[1280, 'light'], [320, 'dark']]) {
    test(`nothing is found by axe, nothing scrolls sideways, ${width} wide, ${theme}`, async () => {
      const { page, close } = await here.visit({ hash: '#titanic', width, theme });
      const sound = async () => {
        assert.deepEqual(await violations(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      };
      await page.getByRole('button', { name: 'Paste a table' }).click();
      await sound();
      await choose(page, file('check.csv', 'Agee,Sex,Port,Survived\n1,male,S,0\nx,male,S,1\n3,male,S,1\n'));
      await page.getByRole('button', { name: 'Predict all rows' }).waitFor();
      await page.evaluate(() => document.querySelectorAll('.many details').forEach((details) => { details.open = true; }));
      await sound();
      await predictAll(page);
      await page.evaluate(() => document.querySelectorAll('.many details').forEach((details) => { details.open = true; }));
      await sound();
      await close();
    });
  }

  test('from choosing to the second page without a mouse, each stop in sight', async () => {
    const { page, close } = await here.visit({ hash: '#titanic' });
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).focus();
    await page.keyboard.press('Enter');
    await (await opened).setFiles(file('titanic.csv', titanic));
    await answered(page);
    const names = [];
    for (let stop = 0; stop < 60 && names.at(-1) !== 'Next'; stop++) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate(() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()));
    }
    assert.ok(names.includes('Next'), names.join(' | '));
    await page.keyboard.press('Enter');
    await page.getByText('21 to 40 of 891').waitFor();
    await close();
  });
});
