// @ts-check

import { drawn, element } from '../element.js';
import { count, percent, wholePercent } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';

/** @typedef {{ count: number, predicted: number, observed: number }} Bin */

/** The square of the drawing, and room left and below for the axes. */
const SIDE = 200;
const ROOM = 34;

/**
 * What was said against what came true, from rows that were held out; a table behind it.
 * @param {Bin[]} bins
 */
export function reliability(bins) {
  return element('div', { class: 'reliability' }, picture(bins),
    element('details', {}, element('summary', {}, texts.asTable), scroller(texts.reliability, table(bins))));
}

/** @param {Bin[]} bins */
function picture(bins) {
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const dots = bins.filter((bin) => bin.count > 0).map((bin) => drawn('circle', {
    cx: x(bin.predicted), cy: y(bin.observed), r: 2.5 + 5.5 * Math.sqrt(bin.count / most),
  }));
  const size = `${-ROOM} -10 ${SIDE + ROOM + 14} ${SIDE + ROOM}`;
  return drawn('svg', { class: 'plot', viewBox: size, role: 'img', 'aria-label': texts.reliability },
    drawn('rect', { class: 'ground', x: 0, y: 0, width: SIDE, height: SIDE }),
    drawn('line', { class: 'honest', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }), ...axes(), ...dots);
}

/** @param {number} share */
const x = (share) => share * SIDE;
/** @param {number} share */
const y = (share) => SIDE - share * SIDE;

function axes() {
  return [0, 0.5, 1].flatMap((share) => [
    drawn('text', { class: 'across', x: x(share), y: SIDE + 16 }, wholePercent(share)),
    drawn('text', { class: 'up', x: -6, y: y(share) + 4 }, wholePercent(share)),
  ]);
}

/** @param {Bin[]} bins */
function table(bins) {
  const heads = [texts.reliabilityBin, texts.reliabilityPredicted, texts.reliabilityObserved, texts.reliabilityRows];
  return element('table', { class: 'figures' },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...bins.map(line).filter((row) => row !== null)));
}

/** @param {Bin} bin @param {number} i */
function line(bin, i) {
  if (bin.count === 0) return null;
  const range = texts.between(wholePercent(i / 10), wholePercent((i + 1) / 10));
  return element('tr', {}, element('th', { scope: 'row' }, range), element('td', {}, percent(bin.predicted)),
    element('td', {}, percent(bin.observed)), element('td', {}, count(bin.count)));
}
