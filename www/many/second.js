// @ts-check
// Two models on the same rows: what changed.

import { element } from '../element.js';
import { count, number, percent } from '../numbers.js';
import { texts } from '../texts.js';

/** So many changes are named. */
const NAMED = 6;

/**
 * How far two answers to each row are apart: of classes 0 or 1, of numbers their difference; infinitely where one
 * has none, NaN where both have none.
 * @param {import('./answers.js').Answers} one
 * @param {import('./answers.js').Answers} other
 */
export function apart(one, other) {
  const a = one.targets[0].values.list, b = other.targets[0].values.list;
  const labels = [one, other].map(({ schema }) => schema.targets[0].task.classes?.values.map(String));
  return a.map((/** @type {number} */ x, /** @type {number} */ i) => {
    const none = Number(x !== x) + Number(b[i] !== b[i]);
    if (none) return none > 1 ? NaN : Infinity;
    return labels[0] ? Number(labels[0][x] !== labels[1][b[i]]) : x === b[i] ? 0 : Math.abs(x - b[i]);
  });
}

/**
 * @typedef {object} Other a second model's
 * @property {string} name
 * @property {import('./answers.js').Answers} answers
 * @property {string[]} similar its columns that were guessed
 */

/**
 * @param {Other} other
 * @param {import('./answers.js').Answers} one
 * @param {Float64Array} apart
 * @param {(answers: import('./answers.js').Answers, row: number) => string} show
 * @param {() => void} filter shows the rows that changed alone
 */
export function comparison({ name, answers: other, similar }, one, apart, show, filter) {
  const all = apart.filter((x) => x === x), rows = all.filter((x) => x > 0).length, both = all.filter(Number.isFinite), classes = one.schema.targets[0].task.classes;
  const mean = both.reduce((sum, x) => sum + x, 0) / (both.length || 1), unknown = [...other.remarks.values()].filter(({ code }) => code === 'missing-column').map(({ column }) => column);
  const said = classes ? texts.many.changed(count(rows), count(all.length), percent(rows / (all.length || 1))) : texts.many.differ(number(mean), count(rows), count(all.length));
  const button = element('button', { type: 'button', class: 'quiet' }, texts.many.showChanged);
  button.addEventListener('click', filter);
  return element('div', {}, element('p', { class: 'big' }, said, element('span', { class: 'gloss' }, texts.many.against(name))),
    similar.length > 0 && element('p', { class: 'problem' }, texts.many.similar(similar.join(', '))),
    unknown.length > 0 && element('p', { class: 'problem' }, texts.many.remark('missing-column', unknown.join(', '), '')),
    classes && rows > 0 && element('ul', { class: 'changes' }, ...ways(one, other, apart, show).map(([way, n]) => element('li', {}, texts.many.way(way, count(n))))), rows > 0 && button);
}

/** The commonest changes. @param {import('./answers.js').Answers} one @param {import('./answers.js').Answers} other @param {Float64Array} apart @param {(answers: import('./answers.js').Answers, row: number) => string} show @returns {[string, number][]} */
function ways(one, other, apart, show) {
  /** @type {Map<string, { row: number, n: number }>} */
  const found = new Map(), a = one.targets[0].values.list, b = other.targets[0].values.list;
  apart.forEach((x, row) => {
    if (!(x > 0)) return;
    const key = `${a[row]} ${b[row]}`, old = found.get(key);
    if (old) old.n++;
    else found.set(key, { row, n: 1 });
  });
  return [...found.values()].sort((a, b) => b.n - a.n).slice(0, NAMED).map(({ row, n }) => [texts.many.fromTo(show(one, row), show(other, row)), n]);
}

/** The place where a second model is asked for. */
export function asking() {
  const input = element('input', { type: 'file', accept: '.wbx,.wasm', hidden: true });
  const button = element('button', { type: 'button', class: 'second' }, texts.many.chooseSecond);
  button.addEventListener('click', () => input.click());
  return element('div', { class: 'second-file' }, button, input, element('span', { class: 'hint' }, texts.many.orDropSecond));
}
