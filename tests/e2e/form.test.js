// What is typed changes the answer at once, and what is wrong is said beside its field.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerOf, start } from './browser.js';
import { offered } from './golden.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const age = (page) => page.getByLabel('Age', { exact: true });
const said = (page, field) => page.locator('.field', { hasText: field }).locator('.said');

test('the form starts at the median and the commonest level', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  assert.equal(await age(page).inputValue(), '28');
  assert.ok(await page.getByLabel('male', { exact: true }).isChecked());
  assert.ok(await page.getByLabel('Southampton').isChecked());
  assert.equal((await answerOf(page)).prediction, '0');
  await close();
});

test('typing changes the answer, and decimal comma and point are the same', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  const petal = page.getByLabel('Petal length', { exact: true });
  const answers = [];
  for (const text of ['1,5', '1.5', '5.9']) {
    await petal.fill(text);
    answers.push(await answerOf(page));
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.notDeepEqual(answers[1], answers[2]);
  assert.equal(answers[0].prediction, 'setosa');
  await close();
});

test('choosing changes the answer', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.getByText('female', { exact: true }).click();
  assert.equal(await page.textContent('.verdict'), 'Survived');
  assert.match(await page.textContent('.raw'), /Survived = 1/);
  await close();
});

test('the slider writes the box, the box moves the slider, arrows step', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  const slider = page.getByLabel('Age, slider');
  await slider.focus();
  await page.keyboard.press('End');
  assert.equal(await age(page).inputValue(), '80');
  await page.keyboard.press('Home');
  assert.equal(await age(page).inputValue(), '0.42');
  assert.equal(await said(page, 'Age').textContent(), '');
  await age(page).fill('40');
  assert.equal(await slider.inputValue(), '40');
  await age(page).press('ArrowUp');
  assert.equal(await age(page).inputValue(), '41');
  await close();
});

test('a value outside the training data is said beside its field, and answered', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await age(page).fill('95');
  assert.match(await said(page, 'Age').textContent(), /Outside the training data \(0\.42 to 80\)/);
  assert.equal((await answerOf(page)).prediction, '0');
  assert.match(await page.textContent('.answer'), /see what is said beside\s*Age/);
  await age(page).fill('40');
  assert.equal(await said(page, 'Age').textContent(), '');
  await close();
});

test('an unknown level is said with the closest one, and answered', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.locator('.field', { hasText: 'Sex' }).getByText('Other …').click();
  assert.equal((await answerOf(page)).prediction, null);
  await page.getByLabel('Sex, another value').fill('"female"');
  assert.match(await said(page, 'Sex').textContent(), /never saw “"female"”.*Did you mean “female”\?/);
  assert.notEqual((await answerOf(page)).prediction, null);
  await close();
});

test('unknown is an answer where the model has a rule for it', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await age(page).fill('');
  const empty = await answerOf(page);
  assert.match(await said(page, 'Age').textContent(), /taken as unknown/);
  await page.getByLabel('Age unknown').check();
  assert.deepEqual(await answerOf(page), empty);
  assert.ok(await age(page).isDisabled());
  await page.locator('.field', { hasText: 'Port' }).getByText('Unknown').click();
  assert.notEqual((await answerOf(page)).prediction, null);
  await page.getByRole('button', { name: 'typical values' }).click();
  assert.equal(await age(page).inputValue(), '28');
  await close();
});

test('what is no number withholds the answer, names the field and leads to it', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  const sepal = page.getByLabel('Sepal length', { exact: true });
  await sepal.fill('long');
  assert.equal(await sepal.getAttribute('aria-invalid'), 'true');
  assert.match(await said(page, 'Sepal length').textContent(), /“long” is not a number/);
  assert.equal((await answerOf(page)).prediction, null);
  await page.locator('.answer').getByRole('button', { name: 'Sepal length' }).click();
  assert.ok(await sepal.evaluate((box) => box === document.activeElement));
  await sepal.fill('');
  assert.match(await said(page, 'Sepal length').textContent(), /needed/);
  await sepal.fill('5');
  assert.equal(await sepal.getAttribute('aria-invalid'), null);
  assert.notEqual((await answerOf(page)).prediction, null);
  await close();
});

test('nothing is red before somebody was at a field; what is left empty is, once it is left', async () => {
  const { page, seen, close } = await here.visit({ before: offered('onnx-pca-wine') });
  const red = page.locator('.said[data-tone=problem]');
  assert.equal(await red.count(), 0);
  assert.equal(await page.locator('[aria-invalid]').count(), 0);
  assert.equal(await page.locator('.said', { hasText: 'A number is needed here.' }).count(), 13);
  assert.match(await page.textContent('.named.calm'), /^To answer, the model needs:f0f1/);
  assert.equal(await page.getByRole('button', { name: 'typical values' }).count(), 0);
  await page.locator('#field-0').focus();
  await page.keyboard.press('Tab');
  await red.first().waitFor();
  assert.equal(await red.count(), 1);
  assert.equal(await page.locator('#field-0').getAttribute('aria-invalid'), 'true');
  await page.locator('#field-1').fill('x');
  assert.equal(await red.count(), 2);
  assert.match(await page.textContent('.named:not(.calm)'), /^The model needs a value/);
  await page.reload();
  await page.waitForSelector('.verdict');
  assert.deepEqual(await red.allTextContents(), ['“x” is not a number. Write it like 1.5 or 1,5.']);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('a number that could mean thousands says how it was read', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  await page.getByLabel('Sepal width', { exact: true }).fill('3,500');
  assert.match(await said(page, 'Sepal width').textContent(), /Read as 3\.5/);
  await close();
});

test('numbers are written as the reader writes them', async () => {
  const { page, close } = await here.visit({ hash: '#iris', locale: 'de-DE' });
  assert.equal(await page.getByLabel('Sepal length', { exact: true }).inputValue(), '5,8');
  assert.notEqual((await answerOf(page)).prediction, null);
  assert.match(await page.textContent('.ends'), /4,3/);
  await close();
});

test('what was typed outlives a reload and a look at the other model', async () => {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await age(page).fill('7,5');
  await page.locator('.field', { hasText: 'Sex' }).getByText('Other …').click();
  await page.getByLabel('Sex, another value').fill('woman');
  await page.locator('.field', { hasText: 'Port' }).getByText('Unknown').click();
  const answered = await answerOf(page);
  const same = async () => {
    await page.waitForSelector('.verdict');
    assert.equal(await age(page).inputValue(), '7,5');
    assert.equal(await page.getByLabel('Sex, another value').inputValue(), 'woman');
    assert.match(await said(page, 'Sex').textContent(), /never saw “woman”/);
    assert.equal(await page.getByLabel('Age, slider').inputValue(), '8');
    assert.deepEqual(await answerOf(page), answered);
  };
  await page.waitForURL(/Embarked=~/);
  await page.reload();
  await same();
  await page.getByRole('link', { name: 'Iris' }).click();
  await page.locator('h1', { hasText: 'iris' }).waitFor();
  assert.equal(await page.getByLabel('Sepal length', { exact: true }).inputValue(), '5.8');
  await page.goBack();
  await page.locator('h1', { hasText: 'Titanic' }).waitFor();
  await same();
  await page.getByLabel('Age unknown').check();
  await page.waitForURL(/Age=~/);
  await page.reload();
  assert.ok(await age(page).isDisabled());
  await page.getByRole('button', { name: 'typical values' }).click();
  await page.waitForURL(/#titanic$/);
  await page.reload();
  assert.equal(await age(page).inputValue(), '28');
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('where the browser keeps nothing, the form works', async () => {
  const before = (page) => page.addInitScript(() => Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } }));
  const { page, seen, close } = await here.visit({ hash: '#titanic', before });
  await age(page).fill('7');
  assert.notEqual((await answerOf(page)).prediction, null);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('one polite live region speaks, at most twice a second', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.evaluate(() => {
    const live = document.getElementById('live');
    window.spoken = [];
    new MutationObserver(() => window.spoken.push([performance.now(), live.textContent])).observe(live, { childList: true });
  });
  await age(page).fill('');
  await age(page).pressSequentially('12345678901234567890', { delay: 60 });
  await age(page).fill('x');
  await page.waitForTimeout(700);
  const spoken = await page.evaluate(() => window.spoken);
  assert.ok(spoken.length >= 2 && spoken.length <= 4, `${spoken.length} utterances`);
  spoken.slice(1).forEach(([time], i) => assert.ok(time - spoken[i][0] > 480));
  assert.match(spoken.at(-1)[1], /No answer yet.*Age/);
  await close();
});

test('a number that cannot be is said beside its field', async () => {
  const { page, close } = await here.visit({ hash: '#iris' });
  const sepal = page.getByLabel('Sepal length', { exact: true });
  await sepal.fill('1e999');
  assert.match(await said(page, 'Sepal length').textContent(), /Larger than a computer/);
  assert.equal((await answerOf(page)).prediction, null);
  await close();
  const whole = await here.visit({ before: offered('titanic-forest') });
  await whole.page.getByLabel('SibSp', { exact: true }).fill('1,5');
  assert.match(await said(whole.page, 'SibSp').textContent(), /whole numbers only/);
  assert.notEqual((await answerOf(whole.page)).prediction, null);
  await whole.close();
});
