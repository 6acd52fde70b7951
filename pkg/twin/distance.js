// @ts-check
// How far two rows are apart: src/distance.rs.
import { named } from './link.js';
import { power } from './power.js';

/**
 * What two numbers `z` apart add to the total, the total with one more part, and the
 * distance of a total.
 * @typedef {{ part: (z: number) => number, add: (total: number, part: number) => number, whole: (total: number) => number }} Metric
 */

const same = (/** @type {number} */ x) => x, square = (/** @type {number} */ x) => x * x;
const sum = (/** @type {number} */ total, /** @type {number} */ part) => total + part;

/** @type {Record<string, (degree: number) => Metric>} */
const METRICS = {
  euclidean: () => ({ part: square, add: sum, whole: Math.sqrt }),
  'squared-euclidean': () => ({ part: square, add: sum, whole: same }),
  manhattan: () => ({ part: same, add: sum, whole: same }),
  'city-block': () => METRICS.manhattan(0),
  // Not a number stays so, whether it comes first or last.
  chebyshev: () => ({ part: same, add: (total, part) => part > total || part !== part ? part : total, whole: same }),
  minkowski: (degree) => ({ part: (z) => power(z, degree), add: sum, whole: (total) => power(total, 1 / degree) }),
  'power-sum': (degree) => ({ part: (z) => power(z, degree), add: sum, whole: same }),
};

/** @param {any} of @returns {Metric} */
export const metric = (of) => {
  const [name, { degree }] = named(of);
  return METRICS[name](degree);
};
