// @ts-check

import { number, percent } from '../numbers.js';

/**
 * What a field draws: for each piece of its column's range one number.
 * @typedef {object} Series
 * @property {'steps' | 'samples' | 'levels'} kind
 * @property {number[]} from
 * @property {number[]} to
 * @property {any[]} levels
 * @property {number[]} values
 * @property {number} low the foot of the drawing
 * @property {number} high its head
 * @property {(value: number) => string} format
 */

/**
 * A curve of the model, for the class or value that is shown.
 * @param {any} curve
 * @param {import('../answer/shown.js').Shown} shown
 * @param {any[]} targets
 * @param {[number, number]} reach of a number that is predicted
 * @returns {Series}
 */
export function seriesOf({ kind, from, to, levels, prediction, probabilities }, shown, targets, reach) {
  const several = targets.length > 1;
  const at = (/** @type {any} */ one) => (several ? one?.[shown.target] : one);
  const value = shown.label === null ? at : null;
  const values = prediction.map((/** @type {any} */ answer, /** @type {number} */ i) =>
    value ? value(answer) : at(probabilities?.[i])?.[String(shown.label)] ?? NaN);
  const [low, high] = value ? reach : [0, 1];
  return { kind, from, to, levels, values, low, high, format: value ? number : percent };
}

/** The piece that holds a number: of samples the nearest. @param {Series} series @param {number} x */
export function pieceOf({ kind, from, to }, x) {
  if (kind === 'steps') return x > to[to.length - 1] ? -1 : from.findLastIndex((low) => low <= x);
  const next = from.findIndex((at) => at >= x);
  if (next <= 0) return next === 0 ? 0 : from.length - 1;
  return from[next] - x < x - from[next - 1] ? next : next - 1;
}
