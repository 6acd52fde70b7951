// @ts-check
// Reductions: a group of columns becomes one; sums go from the first to the last.
import { largest } from './answer.js';
import { exp } from './exp.js';
import { log } from './log.js';
import { rounding } from './numbers.js';

/**
 * The best of a group; NaN if one is.
 * @param {number[]} x
 * @param {(best: number, x: number) => boolean} better
 */
const extreme = (x, better) => x.reduce((best, x) => best !== best || better(best, x) ? best : x);

/** @param {number[]} x */
const most = (x) => extreme(x, (best, x) => best >= x);

/** @param {number[]} x @param {(x: number) => number} round @param {(x: number) => number} term */
const sum = (x, round, term) => x.reduce((sum, x) => round(sum + round(term(x))), 0);

/** @param {number[]} x @param {(x: number) => number} round */
const logSumExp = (x, round) => {
  const found = most(x), top = isFinite(found) ? found : 0;
  return round(round(log(sum(x, round, (x) => exp(round(x - top))))) + top);
};

/** NaN if one is. @param {number[]} x @param {(x: number[]) => number} value */
const known = (x, value) => x.some((x) => x !== x) ? NaN : value(x);

/** @param {number[]} heap @param {number} at @param {number} end */
const sift = (heap, at, end) => {
  for (let child; (child = 2 * at + 1) < end; at = child) {
    if (child + 1 < end && heap[child] < heap[child + 1]) child++;
    if (!(heap[at] < heap[child])) return;
    [heap[at], heap[child]] = [heap[child], heap[at]];
  }
};

/** The heap sort of src/sort.rs: it decides which of 0 and -0 stands in the middle. @param {number[]} x */
const sort = (x) => {
  for (let root = x.length >> 1; root--;) sift(x, root, x.length);
  for (let end = x.length - 1; end > 0; end--) {
    [x[0], x[end]] = [x[end], x[0]];
    sift(x, 0, end);
  }
};

/** @param {number[]} x @param {(x: number) => number} round */
const median = (x, round) => {
  sort(x);
  return round((x[(x.length - 1) >> 1] + x[x.length >> 1]) / 2);
};

/** @type {Record<string, (x: number[], round: (x: number) => number) => number>} */
const REDUCTIONS = {
  sum: (x, round) => sum(x, round, (x) => x),
  mean: (x, round) => round(sum(x, round, (x) => x) / x.length),
  product: (x, round) => x.reduce((product, x) => round(product * x), 1),
  'sum-of-squares': (x, round) => sum(x, round, (x) => x * x),
  'log-sum-exp': logSumExp,
  least: (x) => extreme(x, (best, x) => best <= x),
  most,
  'least-at': (x) => largest(x.map((x) => -x)),
  'most-at': (x) => largest(x),
  median: (x, round) => known(x, (x) => median(x, round)),
  all: (x) => known(x, (x) => x.every((x) => x !== 0) ? 1 : 0),
  any: (x) => known(x, (x) => x.some((x) => x !== 0) ? 1 : 0),
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const reduce = ({ reduction, precision, skips, width }) => {
  const of = REDUCTIONS[reduction], round = rounding(precision);
  return ({ rows, values }, reads, to) => {
    for (let first = 0; first < reads.length; first += width, to++) for (let r = 0; r < rows; r++) {
      const all = Array.from({ length: width }, (_, j) => values[reads[first + j] * rows + r]);
      const group = skips ? all.filter((x) => x === x) : all;
      values[to * rows + r] = group.length ? of(group, round) : NaN;
    }
  };
};
