// @ts-check
// What the evidence does not exclude: split conformal prediction, from the quantiles of held-out errors that the
// statistics keep (Vovk et al. 2005; for classes Sadinle et al. 2019).
import { after } from './ask.js';

/** Levels are written with few digits, and miscoverages are what is left of 1. */
const CLOSE = 1e-9;

/**
 * The stored miscoverage and quantile for a level: the least strict that is at least as strict.
 * @param {[number, number][]} quantiles
 * @param {number} level
 */
const stored = (quantiles, level) => quantiles.filter(([miss]) => miss <= 1 - level + CLOSE).sort((a, b) => b[0] - a[0])[0];

/**
 * @param {any} model
 * @param {any} record
 * @param {number} [level]
 */
export const likely = (model, record, level = 0.9) => {
  const { conformal } = model.statistics, { targets } = model.schema, found = conformal && targets.length === 1 && stored(conformal.quantiles, level);
  return after(model.predictOne(record), ({ prediction, probabilities }) => {
    if (!found) return null;
    const [miss, quantile] = found, said = { level: Number((1 - miss).toPrecision(12)), n: conformal.n };
    const { classes } = targets[0].task;
    if (!classes) return { ...said, interval: [prediction - quantile, prediction + quantile] };
    return { ...said, labels: classes.values.filter((/** @type {any} */ label) => 1 - probabilities[label] <= quantile) };
  });
};
