// @ts-check
// How much of the training data lies between two values of a column.

/**
 * The share of training rows below a number, and half of those that have it: from the quantiles, straight lines
 * between them.
 * @param {number[]} quantiles 21, ascending
 * @param {number} x
 */
const rank = (quantiles, x) => {
  const below = quantiles.filter((q) => q < x).length, upTo = quantiles.filter((q) => q <= x).length, last = quantiles.length - 1;
  if (below < upTo) return (below + upTo - 1) / 2 / last;
  if (!below || below > last) return below ? 1 : 0;
  return (below - 1 + (x - quantiles[below - 1]) / (quantiles[below] - quantiles[below - 1])) / last;
};

/**
 * The share of training rows between two numbers, 0 to 1; where no quantiles are known, the share of the range.
 * @param {any} statistics
 * @param {number} a
 * @param {number} b
 * @param {number} range
 */
export const between = (statistics, a, b, range) =>
  statistics?.quantiles.length ? Math.abs(rank(statistics.quantiles, a) - rank(statistics.quantiles, b)) : Math.min(1, Math.abs(a - b) / (range || 1));

/**
 * The share of the training rows that have a level, of those that have any; nothing where levels were not counted.
 * @param {any} statistics
 * @param {number} code
 * @returns {number | undefined}
 */
export const shareOf = (statistics, code) => {
  const all = statistics?.levels.reduce((/** @type {number} */ sum, /** @type {number} */ count) => sum + count, 0);
  return all ? statistics.levels[code] / all : undefined;
};
