// The states that the page can be in: a line each. look.test.js holds all of them to the same rules (axe, nothing
// sideways, no word on the console, screenshots), in every width and theme; text.test.js looks for English in them.
import { offered } from './golden.js';
import { answered, choose, file } from './many.js';
import { stubbed } from './stub.js';

/** Opens everything that is folded. */
export const unfold = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));

const field = (page, title) => page.locator('.field', { hasText: title });
const broken = (address, reply) => ({ hash: '#titanic', ready: '.trouble', noisy: true, before: (page) => page.route(address, (route) => route.fulfill(reply)) });

/**
 * @typedef {object} State
 * @property {string} [hash] the address
 * @property {(page) => any} [before] before the page opens
 * @property {string} [ready] a selector that says that it has opened
 * @property {(page) => any} [act] what brings it about
 * @property {boolean} [noisy] the browser itself says something on the console
 * @property {boolean} [main] in every width and theme, also in the core
 */

/** @type {Record<string, State>} */
export const states = {
  titanic: { hash: '#titanic', main: true },
  iris: { hash: '#iris' },
  regression: { before: offered('fare-ridge') },
  imported: { before: offered('cat-multi-wine'), act: fillNumbers },
  several: { before: offered('xgb-multioutput-linnerud'), act: fillNumbers },
  wide: { before: offered('onnx-mlp-digits'), act: fillNumbers },
  'nothing-filled': { before: offered('onnx-logreg-iris') },
  opening: { ready: '.loading', before: (page) => page.route('**/*.wbx', () => {}) },
  'titanic-warned': {
    hash: '#titanic',
    async act(page) {
      await page.getByLabel('Age', { exact: true }).fill('95');
      await field(page, 'Sex').getByText('Other …').click();
      await page.getByLabel('Sex, another value').fill('woman');
      await field(page, 'Port').getByText('Unknown').click();
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
  'titanic-unfolded': { hash: '#titanic', act: unfold, main: true },
  'iris-unfolded': { hash: '#iris', act: unfold },
  'titanic-explained': { hash: '#titanic?Age=40&Sex=female&~c=0.0&~k&Age=60', act: (page) => page.locator('.compared .differs').first().waitFor(), main: true },
  'iris-compared': { hash: '#iris?sl=7&pl=1.5&~k', act: (page) => page.locator('.compared .differs').first().waitFor().then(() => unfold(page)) },
  'titanic-other-version': { hash: '#titanic?Age=95&~v=00000000', act: (page) => page.locator('.link-note:not([hidden])').waitFor() },
  texts: { before: offered('onnx-tfidf-made'), act: (page) => page.getByLabel('review').fill('The room was clean and quiet, friendly staff. '.repeat(6)) },
  dates: { before: offered('pmml-jpmml-dates') },
  refused: { ...stubbed({ fails: true }), act: (page) => page.fill('#field-2', '7') },
  'every-kind': { ...stubbed({ texts: ['plain', 'two words', 'something rather longer than that'] }), act: (page) => page.fill('#field-2', '7').then(() => unfold(page)) },
  'two-kept': {
    hash: '#titanic',
    async act(page) {
      await page.locator('.keeping button').first().click();
      await page.getByText('female', { exact: true }).first().click();
      await page.waitForTimeout(700);
    },
  },
  shared: { hash: '#titanic', act: (page) => page.locator('.along summary').click() },
  'other-version': { hash: '#titanic?Age=30&~v=000000000000' },
  pasting: { hash: '#titanic', act: (page) => page.getByRole('button', { name: 'Paste a table' }).click() },
  'many-refused': { hash: '#titanic', act: (page) => choose(page, file('picture.png', '\u0000PNG')).then(() => page.waitForFunction(() => document.querySelector('.zone .told')?.textContent || document.querySelector('.work')?.textContent)) },
  'many-rows-unmatched': { hash: '#titanic', act: (page) => choose(page, file('check.csv', 'Agee,Sex,Port,Survived\n1,male,S,0\nx,male,S,1\n')).then(() => page.locator('.matching').waitFor()).then(() => unfold(page)) },
  'many-rows': { hash: '#titanic', main: true, act: (page) => choose(page, file('rows.csv', 'Age,Sex,Embarked,Survived\n1,male,S,0\nx,male,S,1\n300,male,S,1\n')).then(() => answered(page)).then(() => unfold(page)) },
  'many-rows-regression': { before: offered('fare-ridge'), act: (page) => choose(page, file('rows.csv', 'Pclass,Age,Embarked,SibSp\n1,22,S,0\n2,33,C,1\n3,4,Q,5\n')).then(() => answered(page)).then(() => unfold(page)) },
  trouble: broken('**/*.wbx', { status: 404 }),
  'trouble-unfolded': { ...broken('**/*.wbx', { body: 'no model' }), act: unfold },
  lost: { ...broken('**/words.js', { status: 404 }), ready: '.lost:not([hidden])' },
};

/** A number into each box, in one go. */
export function fillNumbers(page, first = 1) {
  return page.evaluate((first) => document.querySelectorAll('.sheet input[type=text]').forEach((box, i) => {
    if (box.disabled || box.closest('[hidden]')) return;
    box.value = String(i + first);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }), first);
}
