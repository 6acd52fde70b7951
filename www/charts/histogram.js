// @ts-check

import { drawn } from '../element.js';

const WIDTH = 200;
const HEIGHT = 30;

/**
 * How often each value occurs, with the bin of a value marked. Decoration: the
 * range is said beside it in words.
 * @param {{ edges: number[], histogram: number[] }} statistics
 */
export function histogram({ edges, histogram: counts }) {
  const highest = Math.max(1, ...counts);
  const bars = counts.map((count, i) => bar(i, counts.length, count / highest));
  const element = drawn('svg', { class: 'hills', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...bars);
  return { element, mark: (/** @type {number | null} */ x) => mark(bars, binOf(edges, x)) };
}

/** @param {number} i @param {number} n @param {number} share */
function bar(i, n, share) {
  const height = share === 0 ? 0 : Math.max(0.8, share * HEIGHT);
  const width = WIDTH / n;
  return drawn('rect', { x: i * width + 0.4, width: width - 0.8, y: HEIGHT - height, height });
}

/** @param {SVGRectElement[]} bars @param {number} at */
function mark(bars, at) {
  bars.forEach((bar, i) => bar.classList.toggle('here', i === at));
}

/** The bin of a value; the last one has its right edge. @param {number[]} edges @param {number | null} x */
function binOf(edges, x) {
  const last = edges.length - 1;
  if (x === null || last < 1 || x < edges[0] || x > edges[last]) return -1;
  return Math.min(last - 1, edges.findLastIndex((edge) => edge <= x));
}
