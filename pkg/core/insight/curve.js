// @ts-check
// The answer over one column's range, all else as in the record.
import { after, answers, cells } from './ask.js';
import { pieces } from './pieces.js';

/** Whether two answers are the same to the bit. @param {any} a @param {any} b @returns {boolean} */
const alike = (a, b) => Object.is(a, b) || Object(a) === a && Object(b) === b && Object.keys(a).every((key) => alike(a[key], b[key]));

/**
 * Makes one of neighbours that answer the same.
 * @param {any} curve
 */
const merge = (curve) => {
  const { from, to, prediction, probabilities } = curve;
  const same = (/** @type {number} */ i) => alike(prediction[i], prediction[i - 1]) && (!probabilities || alike(probabilities[i], probabilities[i - 1]));
  const starts = from.map((/** @type {any} */ _, /** @type {number} */ i) => i).filter((/** @type {number} */ i) => !i || !same(i));
  const pick = (/** @type {any[]} */ list) => list && starts.map((/** @type {number} */ i) => list[i]);
  const ends = starts.map((/** @type {any} */ _, /** @type {number} */ k) => to[(starts[k + 1] ?? to.length) - 1]);
  return { ...curve, from: pick(from), to: ends, prediction: pick(prediction), probabilities: pick(probabilities) };
};

/**
 * @param {any} model
 * @param {any} record
 * @param {string} name
 * @param {{ from?: number, to?: number }} [range]
 */
export const curve = (model, record, name, range = {}) => {
  const column = model.schema.columns.find((/** @type {any} */ column) => column.name === name), own = cells(model, record);
  // It throws, as of any other mistake.
  if (!column) return model.edges({ column: name, from: 0, to: 0 });
  return after(pieces(model, column, own[name], range), (found) => {
    const { kind, from, to, levels } = found;
    return after(answers(model, own, name, kind === 'levels' ? levels : from), ({ prediction, probabilities }) => {
      const made = { column: name, kind, from, to, levels, prediction, probabilities };
      return kind === 'steps' ? merge(made) : made;
    });
  });
};
