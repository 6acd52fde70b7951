// @ts-check

import { element } from '../element.js';
import { exact } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';
import { folded } from './part.js';

/**
 * The columns that a model reads, folded.
 * @param {any} model
 * @param {import('../words.js').Words} words
 */
export function inputs({ schema, statistics }, words) {
  const rows = schema.columns.map((/** @type {any} */ column, /** @type {number} */ i) =>
    line(column, statistics?.columns[i], words));
  const heads = [texts.column, texts.holds, texts.mayMiss];
  return folded(texts.inputs, scroller(texts.inputs, element('table', { class: 'figures words' },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows))));
}

/** @param {any} column @param {any} statistics @param {import('../words.js').Words} words */
function line(column, statistics, words) {
  const own = column.label && column.label !== column.name;
  return element('tr', {},
    element('th', { scope: 'row' }, titleOf(column), own && element('code', { class: 'gloss' }, column.name)),
    element('td', {}, holds(column, statistics, words)),
    element('td', {}, column.missing ? texts.yes : texts.no));
}

/** @param {any} column @param {any} statistics @param {import('../words.js').Words} words */
function holds({ name, kind, unit }, statistics, words) {
  switch (kind.type) {
    case 'numeric': return numbers(statistics, unit);
    case 'categorical': return kind.levels.values.map((/** @type {any} */ level) => words(name, level)).join(', ');
    case 'boolean': return texts.truth;
    default: return kind.format ?? texts.anyText;
  }
}

/** @param {any} statistics @param {string} unit */
function numbers(statistics, unit) {
  if (statistics?.min == null) return texts.anyNumber;
  const end = unit ? `${exact(statistics.max)} ${unit}` : exact(statistics.max);
  return texts.numbers(exact(statistics.min), end);
}
