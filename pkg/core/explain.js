// @ts-check
// Why a model answers as it does: asked of the row that was answered last.
import { WindowboxError, fail } from './error.js';
import { predict, raise } from './predict.js';

/**
 * Answers rows for a question about the first: what the caller gave in each column.
 * @param {any} engine
 * @param {string} question the export of the wasm that is asked then
 * @param {any[]} rows
 * @param {any} options
 * @returns {any[]}
 */
export const ready = (engine, question, rows, options) => {
  engine.asks(question) || fail('no-explanation', 'this runtime was built without explanations', { hint: 'pack the model again with --explain, or load it with the package windowbox' });
  /** @type {any[]} */
  const values = [];
  raise(predict(engine, rows, options, (row, seen) => {
    const read = engine.reader(row, seen);
    values.push(read);
    return read;
  }).errors);
  return values[0];
};

/**
 * What the wasm says to a question; what it cannot answer is thrown.
 * @param {any} engine
 * @param {string} question
 * @param {boolean} [file] whether it needs what no prediction does
 */
export const told = ({ tell }, question, file) => {
  const said = JSON.parse(tell(question, file));
  if (said.fault) throw new WindowboxError(said);
  return said;
};

/** In the order of Rust's `Space`. */
const SPACES = ['margin', 'probability', 'value'];

/**
 * @param {any} engine
 * @param {any} row
 * @param {any} options
 */
export const explain = (engine, row, options) => {
  const { columns, targets, ask } = engine, { against } = options;
  const values = ready(engine, 'explain', against == null ? [row] : [row, against], options);
  const [trees, count, ...rest] = told(engine, 'explain', !ask('explains')), read = rest.splice(0, count);
  return {
    outputs: targets.flatMap((/** @type {any} */ target) => Array.from({ length: target.margin[1] }, (_, k) => {
      const [space, answer, base] = rest.splice(0, 3);
      return {
        target: target.name,
        label: target.classes?.[target.margin[1] > 1 ? k : 1] ?? null,
        space: SPACES[space], base, answer,
        parts: rest.splice(0, count).map((/** @type {number} */ contribution, /** @type {number} */ i) => ({ column: columns[read[i]].name, value: values[read[i]] ?? null, contribution })),
      };
    })),
    method: trees ? 'tree' : 'linear',
  };
};
