// @ts-check

import { drawn, element } from '../element.js';
import { count, number, percent } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';

const BINS = 24;
const WIDTH = 480;
const HEIGHT = 120;

/** Bars of more classes than this are too many to be read. */
const CLASSES = 12;

/**
 * How often each class was answered: a table with bars.
 * @param {string[]} names
 * @param {Float64Array} values codes
 */
export function classBars(names, values) {
  const counts = new Float64Array(names.length);
  for (const code of values) if (code >= 0) counts[code]++;
  const all = counts.reduce((sum, n) => sum + n, 0) || 1;
  const order = names.map((_, code) => code).sort((a, b) => (names.length > CLASSES ? counts[b] - counts[a] : 0)).slice(0, CLASSES);
  const rest = all - order.reduce((sum, code) => sum + counts[code], 0);
  const rows = order.map((code) => bar(names[code], counts[code], all));
  if (rest >= 1 && names.length > CLASSES) rows.push(bar(texts.many.otherClasses(count(names.length - CLASSES)), rest, all));
  return element('table', { class: 'probabilities' }, element('caption', { class: 'unseen' }, texts.many.distribution),
    element('thead', { class: 'unseen' }, element('tr', {}, element('th', { scope: 'col' }, texts.class), element('th', { scope: 'col' }, texts.many.rowsHead))),
    element('tbody', {}, ...rows));
}

/** @param {string} name @param {number} n @param {number} all */
function bar(name, n, all) {
  const share = element('span', { class: 'bar', 'aria-hidden': 'true' });
  share.style.setProperty('--share', String(n / all));
  return element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, share, element('data', { value: n }, `${count(n)} · ${percent(n / all)}`)));
}

/**
 * How often each range of numbers was answered: a picture, with a table behind it.
 * @param {Float64Array} values
 * @param {string} unit
 */
export function spread(values, unit) {
  const { low, high, counts } = binned(values);
  const most = counts.reduce((a, b) => Math.max(a, b), 1), wide = WIDTH / BINS;
  const bars = Array.from(counts, (n, i) => drawn('rect', { x: i * wide + 1, width: wide - 2, y: HEIGHT - (n / most) * HEIGHT, height: (n / most) * HEIGHT }));
  const edge = (/** @type {number} */ i) => number(low + ((high - low) * i) / BINS);
  const rows = Array.from(counts, (n, i) => element('tr', {}, element('th', { scope: 'row' }, texts.between(edge(i), edge(i + 1))), element('td', {}, count(n))));
  return element('figure', { class: 'spread-many' },
    drawn('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': texts.many.distribution, preserveAspectRatio: 'none' }, ...bars),
    element('p', { class: 'ends' }, element('span', {}, `${number(low)} ${unit}`), element('span', {}, `${number(high)} ${unit}`)),
    element('details', {}, element('summary', {}, texts.asTable), scroller(texts.many.distribution, element('table', { class: 'figures' },
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, texts.many.range), element('th', { scope: 'col' }, texts.many.rowsHead))), element('tbody', {}, ...rows)))));
}

/** @param {Float64Array} values */
function binned(values) {
  let low = Infinity, high = -Infinity;
  for (const x of values) if (Number.isFinite(x)) [low, high] = [Math.min(low, x), Math.max(high, x)];
  if (low > high) [low, high] = [0, 0];
  const counts = new Float64Array(BINS);
  for (const x of values) if (Number.isFinite(x)) counts[Math.min(BINS - 1, Math.floor(((x - low) / (high - low || 1)) * BINS))]++;
  return { low, high, counts };
}
