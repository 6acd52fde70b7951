// @ts-check
// What is predicted where a record has each of some values in a column: asked for in columns, and made into objects
// where somebody looks.
import { after } from './ask.js';

/**
 * Answers, row by row; null where a row has none.
 * @typedef {object} Answers
 * @property {(i: number) => any} prediction as `predict` gives it
 * @property {((i: number) => any) | undefined} probabilities
 * @property {(i: number, j: number) => boolean} same whether two rows have the same answer, to the bit
 */

/** @param {any} target */
const oneOf = ({ codes, classes, shares }) => {
  const width = classes?.length ?? 0, failed = (/** @type {number} */ i) => classes ? codes[i] < 0 : codes[i] !== codes[i];
  return {
    prediction: (/** @type {number} */ i) => failed(i) ? null : classes ? classes[codes[i]] : codes[i],
    probabilities: (/** @type {number} */ i) => failed(i) || !classes ? null
      : Object.fromEntries(classes.map((/** @type {any} */ label, /** @type {number} */ c) => [label, shares[i * width + c]])),
    same: (/** @type {number} */ i, /** @type {number} */ j) => Object.is(codes[i], codes[j])
      && (classes ?? []).every((/** @type {any} */ _, /** @type {number} */ c) => Object.is(shares[i * width + c], shares[j * width + c])),
  };
};

/**
 * @param {any} model
 * @param {any} found
 * @returns {Answers}
 */
const shown = ({ schema: { targets } }, { prediction, classes, probabilities }) => {
  const several = targets.length > 1, list = (/** @type {any} */ part) => several ? part : [part];
  const all = targets.map((/** @type {any} */ _, /** @type {number} */ t) => oneOf({ codes: list(prediction)[t], classes: list(classes)?.[t], shares: list(probabilities)?.[t] }));
  const each = (/** @type {'prediction' | 'probabilities'} */ name) => (/** @type {number} */ i) => {
    const shown = all.map((/** @type {any} */ target) => target[name](i));
    return !several ? shown[0] : all.every((/** @type {any} */ { prediction }) => prediction(i) === null) ? null : shown;
  };
  return { prediction: each('prediction'), probabilities: probabilities && each('probabilities'), same: (i, j) => all.every((/** @type {any} */ target) => target.same(i, j)) };
};

/**
 * @param {any} model
 * @param {Record<string, any>} record
 * @param {string} column
 * @param {any[]} values
 * @returns {any} {@link Answers}, or a promise of them
 */
export const answers = (model, record, column, values) => {
  const numbers = values.every((value) => typeof value === 'number') ? Float64Array.from(values) : values;
  const columns = Object.entries({ ...record, [column]: numbers }).map(([name, cell]) => [name, name === column ? cell : Array(values.length).fill(cell)]);
  return after(model.predictColumns(Object.fromEntries(columns), { probabilities: true }), (found) => {
    const all = shown(model, found);
    // What is wrong with all of them is said as it is of one.
    return found.errors.length && values.every((_, i) => all.prediction(i) === null) ? model.predictOne({ ...record, [column]: values[0] }) : all;
  });
};
