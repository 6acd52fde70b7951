// @ts-check
// Answers as labels, numbers and plain objects: for rows.
import { WindowboxError, fail } from './error.js';
import { collect } from './issues.js';
import { records } from './rows.js';
import { run } from './run.js';

/** More rows a call, with an object for each, do not fit into a page. */
const ROW_LIMIT = 2 ** 22;

/** @type {Record<string, (values: any, classes: any) => any>} */
const SHOW = {
  prediction: ([value], classes) => classes ? classes[value] : value,
  // Own properties, so that a class may be called `__proto__`.
  probabilities: (values, classes) => Object.fromEntries(classes.map((/** @type {any} */ name, /** @type {number} */ c) => [name, values[c]])),
  margin: (values) => values.length > 1 ? Array.from(values) : values[0],
};

/**
 * The outputs that are asked for and that there are, empty.
 * @param {any} targets
 * @param {any} options
 * @param {(name: string) => any} empty
 */
export const outputs = (targets, options, empty) => Object.fromEntries(Object.keys(SHOW)
  .filter((name) => (name === 'prediction' || options[name]) && targets.some((/** @type {any} */ target) => target[name]))
  .map((name) => [name, empty(name)]));

/** @param {any} count @param {number} limit @returns {number} */
export const within = (count, limit) =>
  Number.isInteger(count) && count >= 0 && count <= limit ? count : fail('limit', `rows: 0 to ${limit}, in all columns`);

/**
 * A list; a single record, also one that throws, is a list of one.
 * @param {any} rows
 * @returns {[list: any, count: number]}
 */
const listOf = (rows) => {
  let list = [rows], count = 1;
  try {
    if (Array.isArray(rows)) [list, count] = [rows, rows.length];
  } catch {}
  return [list, within(count, ROW_LIMIT)];
};

/**
 * @param {any} engine
 * @param {any} rows a record, or an array of them
 * @param {any} [options]
 * @returns {Record<string, any[]>}
 */
export const predict = (engine, rows, options) => {
  options ??= {};
  const [list, count] = listOf(rows), { columns, targets } = engine, issues = collect(engine, options);
  const result = outputs(targets, options, () => Array(count).fill(null));
  run(engine, count, records(columns, list), options, issues, result, (name, t, row, values) => {
    const shown = values ? SHOW[name](values, targets[t].classes) : null;
    if (targets[1]) (result[name][row] ??= [])[t] = shown;
    else result[name][row] = shown;
  });
  return { ...result, warnings: issues.warnings, errors: issues.errors };
};

/**
 * The first of some errors, if any, is thrown with all of them.
 * @param {any[]} errors
 */
export const raise = (errors) => {
  if (errors[0]) throw new WindowboxError({ ...errors[0], errors });
};

/**
 * One row to one plain object; a row without an answer throws.
 * @param {any} engine
 * @param {any} row
 * @param {any} [options]
 */
export const predictOne = (engine, row, options) => {
  const { warnings, errors, ...lists } = predict(engine, [row], { probabilities: true, ...options });
  raise(errors);
  for (const name of Object.keys(lists)) [lists[name]] = lists[name];
  return { ...lists, warnings };
};
