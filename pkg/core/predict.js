// @ts-check
// Answers as labels, numbers and plain objects: for rows.
import { WindowboxError, fail } from './error.js';
import { collect } from './issues.js';
import { unseen, valuesOf } from './rows.js';
import { careful, run } from './run.js';

/**
 * How each output shows the numbers of a row, which lie from `at` on.
 * @type {Record<string, (values: any, at: number, target: any, width: number) => any>}
 */
const SHOW = {
  prediction: (values, at, { classes }) => classes ? classes[values[at]] : values[at],
  probabilities: (values, at, { shares }) => shares(values, at),
  margin: (values, at, _, width) => width > 1 ? [...values.subarray(at, at + width)] : values[at],
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
 * @param {any} options
 * @param {(row: any, seen: any) => any} [reader]
 * @returns {Record<string, any[]>}
 */
export const predict = (engine, rows, options, reader = engine.reader) => {
  // More rows a call, with an object for each, do not fit into a page.
  const [list, length] = listOf(rows), count = within(length, 2 ** 22), { targets, read } = engine, issues = collect(engine, options), seen = unseen();
  const result = outputs(targets, options, () => Array(count).fill(null));
  const fill = careful(engine, (i) => valuesOf(i, () => reader(list[i], seen), issues, seen), options.coerce, issues.report);
  const said = run(engine, count, fill, issues, (start, rows, failed) => {
    for (const name of Object.keys(result)) targets.forEach((/** @type {any} */ target, /** @type {number} */ t) => {
      const part = target[name], values = part && read(t, part, rows), all = result[name];
      for (let r = 0; r < rows; r++) {
        if (failed.has(r)) continue;
        const shown = part ? SHOW[name](values, r * part[1], target, part[1]) : null;
        if (targets.length > 1) (all[start + r] ??= [])[t] = shown;
        else all[start + r] = shown;
      }
    });
  });
  return { ...result, ...said };
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
 * Writes values to where a single row lies; whether they are numbers and codes.
 * @param {any} engine
 * @param {any[]} values
 * @param {boolean | undefined} coerce
 */
const write = ({ columns, place }, values, coerce) => {
  const { numbers, at } = place();
  return columns.every((/** @type {any} */ { number, cell }, /** @type {number} */ c) => {
    const value = values[c];
    const found = number && typeof value === 'number' ? value : cell(value, coerce);
    numbers[at + c] = found;
    return value !== undefined && typeof found === 'number';
  });
};

/**
 * One row to one plain object; a row without an answer throws. A row of which there is
 * nothing to say takes the short way; what was read of any other is looked at again.
 * @param {any} engine
 * @param {any} row
 * @param {any} options
 */
export const predictOne = (engine, row, options) => {
  const { columns, targets: [target], reader } = engine, seen = unseen(), place = engine.place(), probabilities = options.probabilities ?? true;
  /** @type {any} */
  let values, again;
  try {
    values = reader(row, seen, place);
  } catch (cause) {
    again = () => { throw cause; };
  }
  if (place && !again && !seen.unknown && (!values || typeof values !== 'string' && write(engine, values, options.coerce))) {
    const quiet = engine.again(), { numbers, codes, scores, classes, margins, at } = place;
    if (quiet) {
      /** @type {any} */
      const shown = { prediction: target.classes ? target.classes[codes[classes]] : numbers[scores] };
      if (probabilities && target.classes) shown.probabilities = target.shares(numbers, scores);
      if (options.margin) shown.margin = SHOW.margin(numbers, margins, target, target.margin[1]);
      shown.warnings = [];
      return shown;
    }
    values ??= numbers.slice(at, at + columns.length);
  }
  again ??= () => values;
  const { warnings, errors, ...lists } = predict(engine, [row], { ...options, probabilities }, (_, later) => (Object.assign(later, seen), again()));
  raise(errors);
  return { ...firsts(lists), warnings };
};
