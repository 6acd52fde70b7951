// @ts-check
// The answer over one column's range, all else as in the record.
import { answers } from './answers.js';
import { after, cells } from './ask.js';
import { pieces } from './pieces.js';

/**
 * Makes one of neighbours that answer the same: where those begin that are left.
 * @param {import('./answers.js').Answers} answers
 * @param {number[]} pieces
 */
const merged = ({ same }, pieces) => pieces.filter((i) => !i || !same(i, i - 1));

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
  return after(pieces(model, column, own[name], range), ({ kind, from, to, levels }) => {
    const values = kind === 'levels' ? levels : from, all = values.map((/** @type {any} */ _, /** @type {number} */ i) => i);
    return after(answers(model, own, name, values), (found) => {
      const starts = kind === 'steps' ? merged(found, all) : all, { prediction, probabilities } = found;
      const ends = starts.map((/** @type {number} */ _, /** @type {number} */ k) => (starts[k + 1] ?? values.length) - 1);
      return {
        column: name, kind, levels,
        from: kind === 'levels' ? from : starts.map((/** @type {number} */ i) => from[i]), to: kind === 'levels' ? to : ends.map((/** @type {number} */ i) => to[i]),
        prediction: starts.map(prediction), probabilities: probabilities ? starts.map(probabilities) : null,
      };
    });
  });
};
