// @ts-check

import { element } from '../element.js';
import { count } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';

/**
 * Counts of true and predicted classes: a table whose cells are shaded by their share of the row.
 * @param {string[]} classes
 * @param {number[]} counts row after row
 */
export function confusion(classes, counts) {
  const heads = classes.map((name) => element('th', { scope: 'col' }, name));
  const rows = classes.map((name, i) => row(name, i, counts.slice(i * classes.length, (i + 1) * classes.length)));
  return scroller(texts.confusion, element('table', { class: 'confusion' },
      element('caption', {}, texts.confusionRows),
      element('thead', {}, element('tr', {}, element('td', { class: 'corner' }, texts.confusionCorner), ...heads)),
      element('tbody', {}, ...rows)));
}

/** @param {string} name @param {number} at @param {number[]} counts */
function row(name, at, counts) {
  const all = counts.reduce((sum, n) => sum + n, 0) || 1;
  const cells = counts.map((n, i) => {
    const cell = element('td', { class: i === at ? 'right' : 'wrong' }, count(n));
    cell.style.setProperty('--share', String(n / all));
    return cell;
  });
  return element('tr', {}, element('th', { scope: 'row' }, name), ...cells);
}
