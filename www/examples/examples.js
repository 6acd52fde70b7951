// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { chances, draw } from './draw.js';

/** Made-up records among which an example is looked for. */
const TRIED = 300;
/** Classes that have a button of their own. */
const FEW = 4;

/** @typedef {Map<string, unknown>} Cells */
/** @typedef {{ title: string, score: (result: any) => number }} Example the highest score is the example */

/**
 * Buttons that fill the form: a clear case of each answer, a close call, any.
 * @param {any} model
 * @param {Cells} usual
 * @param {import('../words.js').Words} words
 * @param {(cells: Cells) => void} fill
 */
export function examples(model, usual, words, fill) {
  const { schema, statistics } = model;
  if (!statistics?.columns.some((/** @type {any} */ { count }) => count > 0)) return null;
  const any = chances(Date.now());
  const list = kinds(schema.targets, statistics, words).map((example) =>
    button(example.title, () => fill(found(model, usual, example))));
  list.push(button(texts.surprise, () => fill(draw(schema.columns, statistics, usual, any))));
  return element('div', { class: 'examples', role: 'group', 'aria-label': texts.examples }, element('span', {}, texts.examples), ...list);
}

/** @param {string} title @param {() => void} act */
function button(title, act) {
  const one = element('button', { type: 'button', class: 'chip' }, title);
  one.addEventListener('click', act);
  return one;
}

/** @param {any[]} targets @param {any} statistics @param {import('../words.js').Words} words @returns {Example[]} */
function kinds([target, ...others], statistics, words) {
  if (others.length || target.task.classes?.values.length > FEW) return [];
  if (target.task.type === 'regression') return values(statistics.predictions?.[0]);
  const labels = /** @type {any[]} */ (target.task.classes.values);
  const sure = labels.map((label) => ({ title: words(target.name, label), score: (/** @type {any} */ { probabilities }) => probabilities[String(label)] }));
  const close = { title: texts.closeCall, score: (/** @type {any} */ { probabilities }) => -gap(Object.values(probabilities)) };
  return [...sure, close];
}

/** How far the likeliest is ahead of the next. @param {number[]} shares */
function gap(shares) {
  const [first, second] = shares.sort((a, b) => b - a);
  return first - second;
}

/** A low, a middling and a high answer. @param {any} statistics of the predictions @returns {Example[]} */
function values(statistics) {
  const at = (/** @type {number} */ i) => statistics?.quantiles[i];
  const near = (/** @type {number} */ aim) => (/** @type {any} */ { prediction }) => -Math.abs(prediction - aim);
  return at(20) === undefined ? [] : [[texts.low, 2], [texts.middling, 10], [texts.high, 18]]
    .map(([title, i]) => ({ title: String(title), score: near(at(Number(i))) }));
}

/** The best of many, the same each time. @param {any} model @param {Cells} usual @param {Example} example */
function found(model, usual, { score }) {
  const chance = chances(1);
  const rows = Array.from({ length: TRIED }, () => draw(model.schema.columns, model.statistics, usual, chance));
  const { prediction, probabilities } = model.predict(rows.map((row) => Object.fromEntries(row)), { probabilities: true });
  const scores = rows.map((_, i) => (prediction[i] === null ? -Infinity : score({ prediction: prediction[i], probabilities: probabilities?.[i] })));
  return rows[scores.indexOf(Math.max(...scores))];
}
