// @ts-check
// Why a model answers as it does: asked of the row that was answered last.
import { WindowboxError, fail } from './error.js';
import { predict, raise } from './predict.js';

/**
 * Answers rows, the first of which is asked about: what the caller gave in each of its columns.
 * @param {any} engine
 * @param {any[]} rows
 * @param {any} options
 * @returns {any[]}
 */
const ready = (engine, rows, options) => {
  engine.asks('explain') || fail('no-explanation', 'this runtime was built without explanations', { hint: 'pack the model again with --explain' });
  /** @type {any[]} */
  const values = [];
  raise(predict(engine, rows, options, (row, seen) => {
    const read = engine.reader(row, seen);
    values.push(read);
    return read;
  }).errors);
  return values[0];
};

/** What the wasm says of it, which asks for the file the first time; what it cannot explain is thrown. @param {any} engine */
const told = ({ ask, tell }) => {
  const said = JSON.parse(tell('explain', !ask('explains')));
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
  const { columns, targets } = engine, { against } = options;
  const values = ready(engine, against == null ? [row] : [row, against], options);
  const [trees, count, ...rest] = told(engine), read = rest.splice(0, count);
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
