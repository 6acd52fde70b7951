// @ts-check
// Two models on the same rows: what changed.

import { element } from '../element.js';
import { count, number, percent } from '../numbers.js';
import { texts } from '../texts.js';

/** So many changes are named. */
const NAMED = 6;

/**
 * How far two answers to each row are apart: of classes 0 or 1, of numbers their difference; NaN where one has none.
 * @param {import('./answers.js').Answers} one
 * @param {import('./answers.js').Answers} other
 */
export function apart(one, other) {
  const a = one.targets[0].values.list, b = other.targets[0].values.list;
  const labels = [one, other].map(({ schema }) => schema.targets[0].task.classes?.values.map(String));
  if (!labels[0]) return a.map((/** @type {number} */ x, /** @type {number} */ i) => (x === b[i] || (x !== x && b[i] !== b[i]) ? 0 : Math.abs(x - b[i])));
  return a.map((/** @type {number} */ code, /** @type {number} */ i) => (labels[0][code] === labels[1][b[i]] ? 0 : 1));
}

/** @param {Float64Array} apart */
export const changed = (apart) => apart.reduce((n, x) => n + (x === 0 ? 0 : 1), 0);

/**
 * @param {string} name of the other model
 * @param {import('./answers.js').Answers} one
 * @param {import('./answers.js').Answers} other
 * @param {Float64Array} apart
 * @param {(answers: import('./answers.js').Answers, row: number) => string} show
 * @param {() => void} filter shows the rows that changed alone
 */
export function comparison(name, one, other, apart, show, filter) {
  const rows = changed(apart), classes = one.schema.targets[0].task.classes;
  const mean = apart.reduce((sum, x) => sum + (x === x ? x : 0), 0) / (apart.length || 1);
  const said = classes ? texts.many.changed(count(rows), count(apart.length), percent(rows / (apart.length || 1))) : texts.many.differ(number(mean), count(rows), count(apart.length));
  const button = element('button', { type: 'button', class: 'quiet' }, texts.many.showChanged);
  button.addEventListener('click', filter);
  return element('div', {}, element('p', { class: 'big' }, said, element('span', { class: 'gloss' }, texts.many.against(name))),
    classes && rows > 0 && element('ul', { class: 'changes' }, ...ways(one, other, apart, show).map(([way, n]) => element('li', {}, texts.many.way(way, count(n))))), rows > 0 && button);
}

/** The commonest changes. @param {import('./answers.js').Answers} one @param {import('./answers.js').Answers} other @param {Float64Array} apart @param {(answers: import('./answers.js').Answers, row: number) => string} show @returns {[string, number][]} */
function ways(one, other, apart, show) {
  /** @type {Map<string, { row: number, n: number }>} */
  const found = new Map(), a = one.targets[0].values.list, b = other.targets[0].values.list;
  apart.forEach((x, row) => {
    if (x === 0) return;
    const key = `${a[row]} ${b[row]}`, old = found.get(key);
    if (old) old.n++;
    else found.set(key, { row, n: 1 });
  });
  return [...found.values()].sort((a, b) => b.n - a.n).slice(0, NAMED).map(({ row, n }) => [texts.many.fromTo(show(one, row), show(other, row)), n]);
}
