// @ts-check
// Answers as labels, numbers and plain objects: for rows.
import { WindowboxError, fail } from './error.js';
import { collect } from './issues.js';
import { records } from './rows.js';
import { run } from './run.js';

/** @type {Record<string, (values: any, classes: any) => any>} */
const SHOW = {
  prediction: ([value], classes) => classes ? classes[value] : value,
  // Own properties, so that a class may be called `__proto__`.
  probabilities: (values, classes) => Object.fromEntries(classes.map((/** @type {any} */ name, /** @type {number} */ c) => [name, values[c]])),
  margin: (values) => values.length > 1 ? [...values] : values[0],
};

/**
 * The outputs that are asked for (a prediction always is) and that there are, empty.
 * @param {any} targets
 * @param {any} options
 * @param {(name: string) => any} empty
 */
export const outputs = (targets, options, empty) => Object.fromEntries(Object.keys(SHOW)
  .filter((name) => options[name] && targets.some((/** @type {any} */ target) => target[name]))
  .map((name) => [name, empty(name)]));

/** @param {any} count @param {number} limit @returns {number} */
export const within = (count, limit) =>
  Number.isInteger(count) && count >= 0 && count <= limit ? count : fail('limit', `rows: 0 to ${limit}`);

/**
 * A list; a single record, also one that throws, is a list of one.
 * @param {any} rows
 * @returns {[list: any, count: any]}
 */
const listOf = (rows) => {
  try {
    if (Array.isArray(rows)) return [rows, rows.length];
  } catch {}
  return [[rows], 1];
};

/**
 * @param {any} engine
 * @param {any} rows a record, or an array of them
 * @param {any} options without a prototype, which may be polluted
 * @returns {Record<string, any[]>}
 */
export const predict = (engine, rows, options) => {
  // More rows a call, with an object for each, do not fit into a page.
  const [list, length] = listOf(rows), count = within(length, 2 ** 22), { columns, targets } = engine, issues = collect(engine, options);
  const result = outputs(targets, options, () => Array(count).fill(null));
  return { ...result, ...run(engine, count, records(columns, list), options, issues, result, (name, t, row, values) => {
    const shown = values ? SHOW[name](values, targets[t].classes) : null;
    if (targets.length > 1) (result[name][row] ??= [])[t] = shown;
    else result[name][row] = shown;
  }) };
};

/**
 * The first of some errors, if any, is thrown with all of them.
 * @param {any[]} errors
 * @param {string} [hint] where it has none of its own
 */
export const raise = (errors, hint) => {
  const [first] = errors;
  if (first) throw new WindowboxError({ hint, cause: first.cause, ...first, errors });
};

/** The first of each list. @param {Record<string, any[]>} lists */
export const firsts = (lists) => Object.fromEntries(Object.entries(lists).map(([name, [first]]) => [name, first]));

/**
 * One row to one plain object; a row without an answer throws.
 * @param {any} engine
 * @param {any} row
 * @param {any} options
 */
export const predictOne = (engine, row, options) => {
  options.probabilities ??= true;
  const { warnings, errors, ...lists } = predict(engine, [row], options);
  raise(errors);
  return { ...firsts(lists), warnings };
};
