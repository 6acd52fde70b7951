// @ts-check

import { element } from '../element.js';
import { percent } from '../numbers.js';
import { texts } from '../texts.js';

/**
 * A bar for each class, which is a table at once: class, number, bar.
 * @param {string} title of the target
 * @param {{ key: string, title: string }[]} classes
 */
export function probabilities(title, classes) {
  const rows = classes.map((one) => row(one.title));
  const table = element('table', { class: 'probabilities' },
    element('caption', { class: 'unseen' }, texts.probabilities(title)),
    element('thead', { class: 'unseen' }, element('tr', {},
      element('th', { scope: 'col' }, texts.class), element('th', { scope: 'col' }, texts.probability))),
    element('tbody', {}, ...rows.map((one) => one.element)));
  return { element: table, show: (/** @type {Record<string, number>} */ shares, /** @type {string} */ winner) =>
    classes.forEach(({ key }, i) => rows[i].show(shares[key] ?? 0, key === winner)) };
}

/** @param {string} title */
function row(title) {
  const value = element('data', { value: '' });
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
  const line = element('tr', {}, element('th', { scope: 'row' }, title), element('td', {}, bar, value));
  const show = (/** @type {number} */ share, /** @type {boolean} */ wins) => {
    line.classList.toggle('wins', wins);
    bar.style.setProperty('--share', String(share));
    value.value = String(share);
    value.textContent = percent(share);
  };
  return { element: line, show };
}
