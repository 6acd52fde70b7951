// Beside an answer: how sure, how usual, why, and what would change it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { answerOf, settled, start } from './browser.js';
import { offered } from './golden.js';
import { fillNumbers } from './states.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const age = (page) => page.getByLabel('Age', { exact: true });
const field = (page, name) => page.locator('.field', { hasText: name });
const line = (page, text) => page.locator('.insight', { hasText: text });
/** Nothing is unknown. */
const known = async (page) => { for (const box of await page.locator('.unknown input').all()) await box.uncheck(); };
/** Once all lines are drawn. */
const drawn = (page) => page.locator('.answers.drawn').first().waitFor();

/** What a field draws: where its dot stands, from 0 to 1, and the line's heights. */
const dot = (page, name) => field(page, name).locator('.dot').evaluate((node) => ({
  hidden: node.hidden, x: Number(node.style.getPropertyValue('--x')), y: Number(node.style.getPropertyValue('--y')),
}));

test('the dot stands at the value and the answer, and follows both', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await drawn(page);
  for (const value of ['28', '60', '0.42', '80']) {
    await age(page).fill(value);
    const { probabilities } = await answerOf(page);
    const { x, y, hidden } = await dot(page, 'Age');
    assert.equal(hidden, false);
    assert.ok(Math.abs(x - (Number(value) - 0.42) / 79.58) < 1e-9, `${x}`);
    assert.ok(Math.abs(y - probabilities[1]) < 0.01, `${y} is not ${probabilities[1]}`);
  }
  await page.getByText('female', { exact: true }).click();
  await page.waitForFunction(() => Number(document.querySelector('.dot').style.getPropertyValue('--y')) > 0.5);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('a click on the line, a drag and the arrow keys take a value', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await drawn(page);
  const { x, y, width, height } = await field(page, 'Age').locator('.curve').boundingBox();
  await page.mouse.click(x + width * 0.75, y + height / 2);
  assert.equal(await age(page).inputValue(), '60');
  await page.mouse.move(x + width * 0.25, y + height / 2);
  assert.match(await field(page, 'Age').locator('.peek').textContent(), /^20\.3: \d/);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + 5, { steps: 4 });
  await page.mouse.up();
  assert.equal(await age(page).inputValue(), '40');
  await page.getByLabel('Age, slider').press('ArrowRight');
  assert.equal(await age(page).inputValue(), '41');
  assert.ok(Math.abs((await dot(page, 'Age')).x - (41 - 0.42) / 79.58) < 1e-9);
  await page.getByLabel('Age unknown').check();
  assert.equal((await dot(page, 'Age')).hidden, true);
  await page.mouse.click(x + width * 0.75, y + height / 2);
  assert.equal(await page.getByLabel('Age unknown').isChecked(), false);
  assert.equal(await age(page).inputValue(), '60');
  await close();
});

test('a finger that scrolls the page past a line takes nothing; one that taps or slides across does', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', width: 390, height: 1000 });
  await drawn(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const { x, y, width, height } = await field(page, 'Age').locator('.curve').boundingBox();
  const touch = (type, ...touchPoints) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  const swipe = async (from, across, down) => {
    await touch('touchStart', from);
    for (let i = 1; i <= 10; i++) await touch('touchMove', { x: from.x + across * i / 10, y: from.y + down * i / 10 });
    await touch('touchEnd');
  };
  await touch('touchStart', { x: x + width * 0.75, y: y + height / 2 });
  await touch('touchEnd');
  await page.waitForFunction(() => document.getElementById('field-0').value === '60');
  await swipe({ x: x + width * 0.25, y: y + height / 2 }, width / 4, 0);
  await page.waitForFunction(() => document.getElementById('field-0').value === '40');
  await page.evaluate(() => document.addEventListener('pointercancel', () => { window.cancelled = true; }));
  await swipe({ x: x + width * 0.8, y: y + height / 2 }, 3, -200);
  await page.waitForFunction(() => window.cancelled && window.scrollY > 100);
  assert.equal(await age(page).inputValue(), '40');
  await close();
});

test('the tables have what the lines show, and it is what the model answers there', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await drawn(page);
  await page.getByText('The lines as tables').click();
  const rows = page.locator('.curve-tables > div').nth(1).locator('tbody tr');
  await rows.first().waitFor();
  for (const row of await rows.all()) {
    const [level, said] = await row.locator('th, td').allTextContents();
    await page.getByLabel(level, { exact: true }).check();
    assert.equal(await page.locator('.probabilities tbody data').nth(1).textContent(), said);
    assert.equal(await page.locator('.segment').filter({ has: page.getByLabel(level, { exact: true }) }).locator('.would').getAttribute('data-share'), said);
  }
  assert.equal(await rows.count(), 2);
  await close();
});

test('without an answer there are no lines as tables, and nothing to take along', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.getByText('The lines as tables').click();
  await page.getByRole('heading', { name: 'Share or use this' }).click();
  await page.locator('.curve-tables table').first().waitFor();
  const link = page.locator('.shared code').first();
  await age(page).fill('abc');
  await page.getByText('There is no answer yet, so nothing to take along.').waitFor();
  assert.equal(await link.isVisible(), false);
  assert.equal(await page.locator('.curves').isVisible(), false);
  await age(page).fill('50');
  await link.filter({ hasText: 'Age=50' }).waitFor();
  await page.locator('.curve-tables table').first().waitFor();
  await close();
});

test('where no change leads to another answer, it is said of those columns alone that could be searched', async () => {
  const none = 'leads to another answer.';
  for (const [name, said] of [['xgb-binary-titanic', [`No change of one value within the training data ${none}`]], ['onnx-pca-wine', []], ['onnx-columns-titanic', [`No change of sex, deck, or embarked alone within the training data ${none}`]]]) {
    const { page, close } = await here.visit({ before: offered(name) });
    await known(page);
    await fillNumbers(page, name === 'onnx-columns-titanic' ? 1e6 : 1);
    await page.locator('.why p').first().waitFor();
    await settled(page);
    assert.deepEqual(await page.locator('.insight:visible', { hasText: 'No change' }).allTextContents(), said, name);
    await close();
  }
});

test('where there is no line, nothing speaks of lines', async () => {
  for (const name of ['onnx-tfidf-made', 'onnx-pca-wine']) {
    const { page, close } = await here.visit({ before: offered(name) });
    await fillNumbers(page);
    await page.locator('.why p').first().waitFor();
    await settled(page);
    assert.equal(await page.textContent('.key'), '');
    for (const gone of ['.curves', '.answers']) assert.equal(await page.locator(gone).filter({ visible: true }).count(), 0, `${name} ${gone}`);
    await close();
  }
});

test('why a model explains nothing is said in words for a reader of the page, not for who calls the runtime', async () => {
  const { page, close } = await here.visit({ before: offered('onnx-pca-wine') });
  await fillNumbers(page);
  await page.getByText('A linear model is explained against a typical record').waitFor();
  assert.doesNotMatch(await page.textContent('.why'), /against`|Name a record/);
  await close();
});

test('of several targets each number has its name, also in what is said aloud', async () => {
  const { page, close } = await here.visit({ before: offered('xgb-multioutput-linnerud') });
  await known(page);
  await fillNumbers(page, 100);
  await page.locator('.verdict + .sure').nth(2).waitFor({ state: 'attached' });
  assert.deepEqual(await page.locator('.answer-head h3').allTextContents(), ['prediction_0', 'prediction_1', 'prediction_2']);
  const lines = (await page.locator('.answer-head').innerText()).split('\n').filter((text) => text.trim());
  assert.match(lines.join(' '), /^The model’s answer prediction_0 [\d.]+ prediction_1 [\d.]+ prediction_2 [\d.]+$/);
  await page.waitForFunction(() => /^prediction_0: [\d.]+ +prediction_1: [\d.]+ +prediction_2: [\d.]+/.test(document.getElementById('live').textContent));
  await close();
});

test('“Why” stays a word beside a class of a long name', async () => {
  const { page, close } = await here.visit({ hash: '#iris', width: 320 });
  const head = page.locator('.why-head h3');
  await head.waitFor();
  const { height } = await head.boundingBox();
  await page.locator('.why-head option').first().evaluate((option) => { option.textContent = 'a class of a long name '.repeat(6); });
  await page.locator('.why-head select').selectOption({ index: 0 });
  assert.equal((await head.boundingBox()).height, height);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  await close();
});

test('the smallest change to another answer is said, and a button makes it', async () => {
  for (const hash of ['#titanic', '#iris']) {
    const { page, close } = await here.visit({ hash });
    const nearest = line(page, 'Smallest change to another answer, counted in training rows:');
    await nearest.waitFor();
    const promised = await nearest.locator('strong').nth(1).textContent();
    assert.notEqual(await page.textContent('.verdict'), promised);
    await nearest.getByRole('button', { name: 'Change it' }).first().click();
    assert.equal(await page.textContent('.verdict'), promised);
    await close();
  }
});

test('what is unlike the training data is said, and leads to its field', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await line(page, 'Like the training data').waitFor();
  await age(page).fill('95');
  const unusual = line(page, /Unusual|Unlike/);
  await unusual.waitFor();
  assert.match(await unusual.textContent(), /Age is above all of it/);
  await unusual.getByRole('button', { name: 'Age' }).click();
  assert.ok(await age(page).evaluate((box) => box === document.activeElement));
  await close();
});

test('how sure the answer is, as held-out rows showed', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  assert.match(await line(page, 'held out').textContent(), /^Over all cases, a set of answers made this way holds the true one in 9 of 10\. Here: Did not survive\. \(From 891 rows held out\.\)$/);
  await page.getByText('female', { exact: true }).click();
  await line(page, 'in 9 of 10. Here: every answer, none is ruled out. (From').waitFor();
  await close();
  const value = await here.visit({ before: offered('fare-ridge') });
  const said = (await line(value.page, 'held out').textContent()).match(/^Over all cases, a range made this way holds the true value in 9 of 10\. Here: (-?[\d.,]+) to ([\d.,]+)\. /);
  const { prediction } = await answerOf(value.page);
  assert.ok(Number(said[1]) < prediction && prediction < Number(said[2]), said[0]);
  await value.close();
});

/** The numbers of the waterfall: base, contributions, answer; probabilities where the ends are so. */
const numbers = (page) => page.locator('.waterfall tbody data').evaluateAll((all) => all.map((data) => Number(data.value)));

test('why: the contributions lead from the base to the answer, for either class', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await page.getByText('Nothing moves the answer').waitFor();
  await age(page).fill('40');
  await page.getByText('female', { exact: true }).click();
  await page.getByText('Most of all, Sex: female').waitFor();
  await settled(page);
  const [base, ...rest] = await numbers(page), answer = rest.pop(), share = await page.locator('.probabilities tbody data').nth(1).textContent();
  assert.equal(rest.length, 3);
  assert.ok(Math.abs(base + rest.reduce((sum, x) => sum + x, 0) - answer) < 1e-9, String([base, rest, answer]));
  assert.ok(rest.every((x, i) => i === 0 || Math.abs(x) <= Math.abs(rest[i - 1])), String(rest));
  assert.match(await page.textContent('.waterfall'), /Sexfemale/);
  assert.equal(await page.locator('.waterfall .end data').last().textContent(), share);
  assert.equal(await page.locator('.waterfall .end th').last().textContent(), 'Probability of “Survived”');
  // One minus for all numbers.
  assert.match((await page.locator('.waterfall data').allTextContents()).join(' '), / -0\.\d/);
  assert.match(await page.textContent('.why'), /Sex: female speaks for “Survived”/);
  await page.getByLabel('Answer that is explained').selectOption('Did not survive');
  await page.getByText('speaks against “Did not survive”').waitFor();
  await settled(page);
  assert.deepEqual(await numbers(page), [base, ...rest, answer].map((x) => 0 - x));
  await page.waitForTimeout(500);
  assert.match(page.url(), /~c=0\.0/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('of many contributions the small ones are one, and a table has them all', async () => {
  const { page, close } = await here.visit({ before: offered('xgb-reg-diabetes') });
  await known(page);
  for (const box of await page.locator('.typed input').all()) await box.fill('0.01');
  await page.locator('.waterfall').waitFor();
  await settled(page);
  assert.match(await page.textContent('.waterfall'), /\d others/);
  await page.locator('.why summary').click();
  const all = (await page.locator('.why .figures td:last-child').allTextContents()).map(Number);
  const [base, ...rest] = await numbers(page), answer = rest.pop();
  assert.equal(all.length, 10);
  assert.ok(Math.abs(base + all.reduce((sum, x) => sum + x, 0) - answer) < 1e-4 * Math.abs(answer), `${base} ${answer}`);
  assert.deepEqual(await violations(page), []);
  await close();
});

test('a model that cannot say why says so, and goes on', async () => {
  const { page, seen, close } = await here.visit({ before: offered('titanic-nearest') });
  await page.getByText('cannot say what each value contributes').waitFor();
  assert.notEqual((await answerOf(page)).prediction, null);
  await drawn(page);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('without statistics there are lines all the same, where the model has steps', async () => {
  const { page, seen, close } = await here.visit({ before: offered('xgb-binary-titanic') });
  await drawn(page);
  assert.match(await page.textContent('.insights'), /does not carry what would tell/);
  const first = field(page, 'Unknown').first();
  const { x, y, width, height } = await first.locator('.curve').boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
  assert.ok(Number(await first.locator('input[type=text]').inputValue()) > 0);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('where the script with all that is lost, the page answers', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', before: (page) => page.route('**/pkg/insight.js', (route) => route.abort()) });
  await age(page).fill('40');
  assert.notEqual((await answerOf(page)).prediction, null);
  await page.locator('.waterfall').waitFor();
  await settled(page);
  assert.equal(await page.locator('.answers.drawn').count(), 0);
  await close();
});
