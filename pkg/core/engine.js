// @ts-check
// What is known of a loaded model, in the form in which predicting asks for it.
import { cellOf } from './cell.js';
import { instance } from './instance.js';

/**
 * A column of the schema, and what reading it needs.
 * @typedef {object} Column
 * @property {string} name
 * @property {boolean} missing whether a cell may be
 * @property {any} statistics
 * @property {string} type what JavaScript calls its values
 * @property {number} index
 * @property {import('./cell.js').Cell} cell
 */

/**
 * Which numbers of an answer are which output, and how many a row.
 * @param {any} target
 */
const outputsOf = ({ slots, task: { classes = null } }) => {
  const labels = classes && classes.values;
  return {
    classes: labels,
    prediction: [labels ? 'classes' : 'scores', 1],
    probabilities: labels && ['scores', labels.length],
    margin: ['margins', slots.length],
  };
};

/**
 * @param {() => any} createGlue
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} bytes
 */
export const engine = (createGlue, module, bytes) => {
  const { use, answer, read } = instance(createGlue, module, bytes);
  const describe = () => {
    const { columns, targets, card, statistics, dates } = use((model) => model.describe());
    columns.forEach((/** @type {any} */ column, /** @type {number} */ i) => column.statistics = statistics.columns[i] ?? null);
    dates?.forEach((/** @type {any} */ [i, format]) => columns[i].kind.format = format);
    return { schema: { columns, targets }, card, statistics };
  };
  // One for us, and one for callers to do with as they like.
  const { schema: { columns, targets } } = describe();
  columns.forEach((/** @type {any} */ column, /** @type {number} */ index) => Object.assign(column, { index }, cellOf(column.kind)));
  return {
    shown: /** @type {any} */ (describe()),
    answer, read, columns,
    targets: targets.map(outputsOf),
    block: use((model) => model.block()),
    selfTest: () => use((model) => model.self_test()),
    /**
     * The closest level of a column, or column (-1), to a word.
     * @param {number} index
     * @param {string} word
     */
    closest: (index, word) => use((model) => index < 0 ? columns[model.closest_column(word)]?.name
      : columns[index].kind.levels.values[model.closest_level(index, word)]),
  };
};
