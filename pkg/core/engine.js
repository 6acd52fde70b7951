// @ts-check
// What is known of a loaded model, in the form in which predicting asks for it.
import { fail } from './error.js';
import { cellOf, typeOf } from './cell.js';
import { instance } from './instance.js';

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {string} type what JavaScript calls its values
 * @property {boolean} missing whether a cell may be
 * @property {number} index
 * @property {any} range where the training data has statistics
 * @property {import('./cell.js').Cell} cell
 */

/**
 * Which numbers of an answer are which output, and how many a row.
 * @param {any} target
 */
const outputsOf = ({ slots: { length: slots }, task: { classes } }) => {
  const width = classes ? classes.values.length : 1;
  return {
    slots, width,
    classes: classes && classes.values.slice(),
    prediction: [classes ? 'classes' : 'scores', 1],
    probabilities: classes && ['scores', width],
    margin: ['margins', slots],
  };
};

/**
 * @param {() => any} createGlue
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} bytes
 */
export const engine = (createGlue, module, bytes) => {
  const { use, answer } = instance(createGlue, module, bytes);
  const { columns, targets, card, statistics } = use((model) => model.describe()) ?? fail('bad-card', 'a number is above 2^53');
  return {
    answer, card, statistics,
    block: use((model) => model.block()),
    /**
     * The closest level of a column, or column (-1), to a word.
     * @param {number} column
     * @param {string} word
     */
    closest: (column, word) => use((model) => column < 0 ? columns.map((/** @type {any} */ column) => column.name)[model.closest_column(word)]
      : columns[column].kind.levels.values[model.closest_level(column, word)]),
    columns: columns.map((/** @type {any} */ { name, missing, kind }, /** @type {number} */ index) =>
      ({ name, missing, index, type: typeOf(kind), range: statistics.columns[index], cell: cellOf(kind) })),
    targets: targets.map(outputsOf),
    schema: {
      columns: columns.map((/** @type {any} */ column, /** @type {number} */ index) =>
        ({ ...column, statistics: statistics.columns[index] ?? null })),
      targets,
    },
  };
};
