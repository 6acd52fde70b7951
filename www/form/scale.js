// @ts-check

/**
 * Where a slider may go, in round steps.
 * @typedef {object} Scale
 * @property {number} min the smallest number of the training data
 * @property {number} max
 * @property {number} from `min`, rounded down to a step
 * @property {number} to
 * @property {number} step
 */

/**
 * A hundred to a thousand round steps over what most of the training data spans.
 * @param {{ integer: boolean }} kind
 * @param {{ min?: number | null, max?: number | null, quantiles: number[] } | undefined} statistics
 * @returns {Scale | null} nothing where the data has no width
 */
export function scaleOf(kind, statistics) {
  const { min, max, quantiles } = statistics ?? { quantiles: [] };
  if (min == null || max == null || min >= max) return null;
  const step = kind.integer ? 1 : stepOf(quantiles, min, max);
  return { min, max, step, from: rounded(Math.floor(rounded(min / step)) * step), to: rounded(Math.ceil(rounded(max / step)) * step) };
}

/** @param {number[]} quantiles @param {number} min @param {number} max */
function stepOf(quantiles, min, max) {
  const most = (quantiles[19] ?? max) - (quantiles[1] ?? min);
  return 10 ** Math.floor(Math.log10((most || max - min) / 20));
}

/** Without the dust of binary fractions. @param {number} x */
export const rounded = (x) => Number(x.toPrecision(12));

/** @param {Scale} scale @param {number} x */
export const within = (scale, x) => Math.min(scale.max, Math.max(scale.min, rounded(x)));
