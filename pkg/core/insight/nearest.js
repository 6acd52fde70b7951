// @ts-check
// The nearest place of a curve where the class is another.
import { between, shareOf } from './share.js';

/**
 * @typedef {object} Found
 * @property {any} to what to set
 * @property {any} prediction the class then
 * @property {number} distance 0 to 1
 * @property {number} [towards] of a number the other end of its piece
 */
/** @typedef {(prediction: any) => boolean} Flipped */

/**
 * The nearest level; the commoner, the nearer.
 * @param {any} column
 * @param {any} curve
 * @param {Flipped} flipped
 * @returns {Found | undefined}
 */
export const nearestLevel = ({ statistics }, { levels, prediction }, flipped) => levels
  .map((/** @type {any} */ to, /** @type {number} */ code) => ({ to, prediction: prediction[code], distance: 1 - (shareOf(statistics, code) ?? 0) }))
  .filter((/** @type {Found} */ found) => found.to !== null && flipped(found.prediction))
  .sort((/** @type {Found} */ a, /** @type {Found} */ b) => a.distance - b.distance)[0];

/**
 * The range that flips keep to, and the number that they start from: the median where the record has none.
 * @param {any} column
 * @param {any} curve
 * @param {number | undefined} own
 */
export const scope = ({ statistics }, { from, to }, own) => {
  const low = statistics?.min ?? from[0], high = statistics?.max ?? to.at(-1);
  return { low, high, start: own ?? statistics?.quantiles[10] ?? (low + high) / 2, range: high - low };
};

/**
 * The nearest end of the nearest piece.
 * @param {any} column
 * @param {any} curve
 * @param {Flipped} flipped
 * @param {ReturnType<typeof scope>} scope
 * @returns {Found | undefined}
 */
export const nearestPiece = ({ statistics }, { from, to, prediction }, flipped, { low, high, start, range }) => {
  const ends = from.map((/** @type {number} */ first, /** @type {number} */ i) => [Math.max(first, low), Math.min(to[i], high)]);
  const found = ends.flatMap((/** @type {[number, number]} */ [first, last], /** @type {number} */ i) => {
    if (first > last || !flipped(prediction[i])) return [];
    const near = Math.max(first, Math.min(last, start));
    return { to: near, towards: near === last ? first : last, prediction: prediction[i], distance: between(statistics, start, near, range) };
  });
  return found.sort((/** @type {Found} */ a, /** @type {Found} */ b) => a.distance - b.distance || Math.abs(a.to - start) - Math.abs(b.to - start))[0];
};
