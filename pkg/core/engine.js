// @ts-check
// What is known of a loaded model, in the form in which predicting asks for it.
import { cellOf } from './cell.js';
import { made, reader, unseen } from './rows.js';

/**
 * A column of the schema, and what reading it needs.
 * @typedef {object} Column
 * @property {string} name
 * @property {boolean} missing whether a cell may be
 * @property {any} statistics
 * @property {string} type what JavaScript calls its values
 * @property {number} index
 * @property {boolean} number whether a number is a cell as it is
 * @property {Map<any, number>} [codes] of its levels
 * @property {import('./cell.js').Cell} cell
 */

/**
 * Which numbers of an answer are which output, and how many a row.
 * @param {any} target
 */
const outputsOf = ({ name, slots, task: { classes = null } }) => {
  const labels = classes && classes.values;
  return {
    name,
    classes: labels,
    prediction: [labels ? 'classes' : 'scores', 1],
    probabilities: labels && ['scores', labels.length],
    margin: ['margins', slots.length],
  };
};

/**
 * What was packed for a model's names, if it fits: without https nobody proves which model came.
 * @param {string[]} names
 * @param {any[]} targets
 * @param {any} pack
 * @returns {import('./rows.js').Made}
 */
const fitting = (names, targets, pack) => {
  const any = made(names, targets), numbers = targets.flatMap(({ classes }) => classes ?? []).map((_, i) => i);
  const row = Object.fromEntries(names.map((name, i) => [name, i]));
  const shown = (/** @type {any} */ made) => JSON.stringify([made.read(row, unseen()), made.shares.map((/** @type {any} */ share) => share ? share(numbers, 0) : {})]);
  return !(pack instanceof String) && shown(pack) === shown(any) ? pack : any;
};

/**
 * @param {any} instance of wasm or of plain JavaScript
 * @param {any} pack what `windowbox pack` made for this model
 */
export const engine = ({ ask, asks, tell, closest, answer, read, place, again }, pack) => {
  const described = tell('describe'), describe = () => {
    const { columns, targets, card, statistics, dates } = JSON.parse(described);
    columns.forEach((/** @type {any} */ column, /** @type {number} */ i) => column.statistics = statistics.columns[i] ?? null);
    dates?.forEach((/** @type {any} */ [i, format]) => columns[i].kind.format = format);
    return { schema: { columns, targets }, card, statistics };
  };
  // One for us, and one for callers to do with as they like.
  const { schema: { columns, targets } } = describe();
  columns.forEach((/** @type {any} */ column, /** @type {number} */ index) => Object.assign(column, { index }, cellOf(column.kind)));
  const names = columns.map((/** @type {any} */ { name }) => name), parts = targets.map(outputsOf), best = fitting(names, parts, pack);
  return {
    shown: /** @type {any} */ (describe()),
    answer, read, columns,
    again, ask, asks, tell,
    // Texts and several targets take the longer way.
    place: parts.length < 2 && columns.every((/** @type {any} */ { kind }) => kind.type !== 'text') ? place : () => {},
    reader: reader(names, best),
    targets: parts.map((/** @type {any} */ part, /** @type {number} */ t) => ({ ...part, shares: best.shares[t] })),
    block: ask('block'),
    selfTest: () => JSON.parse(tell('self_test')),
    /**
     * The closest level of a column, or column (-1), to a word.
     * @param {number} index
     * @param {string} word
     */
    closest: (index, word) => (index < 0 ? names : columns[index].kind.levels.values)[closest(index, word)],
  };
};
