// @ts-check

import { confusion } from '../charts/confusion.js';
import { element } from '../element.js';
import { count, number, percent } from '../numbers.js';
import { texts } from '../texts.js';

/** A table of more classes than this is not read by anybody. */
const CLASSES = 20;

/**
 * How well the model does on these rows, where the file has the true answers.
 * @param {import('./answers.js').Answers} answers
 * @param {string[]} names of classes
 * @param {string} title
 */
export function score({ schema, targets, truth: { list: truth }, strange }, names, title) {
  const values = targets[0].values.list, [target] = schema.targets;
  const compared = values.reduce((/** @type {number} */ n, /** @type {number} */ x, /** @type {number} */ i) => n + (x === x && truth[i] === truth[i] ? 1 : 0), 0);
  const said = !compared ? [element('p', { class: 'hint' }, texts.many.noTruth)]
    : target.task.classes ? classes(values, truth, compared, names) : numbers(values, truth, compared, target.unit);
  return element('div', { class: 'score' }, element('h3', {}, title), ...said,
    strange.rows > 0 && element('p', { class: 'problem' }, texts.many.strange(count(strange.rows), [...strange.names].join(', '))));
}

/** @param {Float64Array} values @param {Float64Array} truth @param {number} n @param {string[]} names */
function classes(values, truth, n, names) {
  const counts = new Float64Array(names.length ** 2);
  values.forEach((code, i) => {
    if (code === code && truth[i] === truth[i]) counts[truth[i] * names.length + code]++;
  });
  const right = names.reduce((sum, _, c) => sum + counts[c * (names.length + 1)], 0);
  return [element('p', { class: 'big' }, texts.many.accuracy(percent(right / n), count(right), count(n))),
    names.length <= CLASSES && confusion(names, Array.from(counts))];
}

/** @param {Float64Array} values @param {Float64Array} truth @param {number} n @param {string} unit */
function numbers(values, truth, n, unit) {
  let absolute = 0, squared = 0;
  values.forEach((x, i) => {
    const error = x - truth[i];
    if (error === error) [absolute, squared] = [absolute + Math.abs(error), squared + error * error];
  });
  const say = (/** @type {number} */ x) => `${number(x)} ${unit}`.trim();
  return [element('p', { class: 'big' }, texts.many.errors(say(absolute / n), say(Math.sqrt(squared / n)), count(n)))];
}
