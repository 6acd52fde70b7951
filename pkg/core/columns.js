// @ts-check
// Answers as typed arrays: for columns.
import { fail } from './error.js';
import { collect } from './issues.js';
import { oneOrAll, outputs, raise, within } from './predict.js';
import { records } from './rows.js';
import { run } from './run.js';

/** So many numbers are 128 MiB: an allocation that a page still gets. */
const ROW_LIMIT = 2 ** 24;

/**
 * The columns, read as a row is, and their length; what is wrong with one is wrong with the call.
 * @param {any[]} columns
 * @param {any} input
 * @param {any} issues
 * @returns {[sources: any[], count: number]}
 */
const sourcesOf = (columns, input, { errors, report }) => {
  /** @type {any} */
  let sources;
  const lengths = new Set();
  try {
    sources = records(columns, [input], report)(0, {}) || [];
    columns.forEach((column, c) => {
      const source = sources[c];
      if (source) lengths.add(typeof source === 'object' && source.length);
      else column.missing || report(0, 'missing-column', column);
    });
  } catch (cause) {
    fail('unreadable', 'reading a column threw', '', { cause });
  }
  if (errors[0]) raise(errors);
  const [count] = lengths;
  return [sources, within(lengths.size > 1 ? NaN : count, ROW_LIMIT)];
};

/**
 * @param {any} engine
 * @param {any} input
 * @param {any} [options]
 */
export const predictColumns = (engine, input, options) => {
  options ??= {};
  const { columns, targets } = engine, issues = collect(engine, options, true);
  const [sources, count] = sourcesOf(columns, input, issues);
  /** @type {Record<string, any>} */
  const all = {}, result = {};
  const empty = (/** @type {any} */ part) => !part ? null
    : part[0] === 'classes' ? new Int32Array(count).fill(-1) : new Float64Array(count * part[1]).fill(NaN);
  for (const name of outputs(targets, options)) {
    all[name] = targets.map((/** @type {any} */ target) => empty(target[name]));
    result[name] = oneOrAll(all[name]);
  }
  // An absent column is `undefined`, a hole in one is missing as null is.
  const read = (/** @type {number} */ i) => sources.map((source) => source ? source[i] ?? null : undefined);
  run(engine, count, read, options, issues, (t, row, valuesOf) => {
    for (const name in all) {
      const part = targets[t][name];
      part && all[name][t].set(valuesOf(part), row * part[1]);
    }
  });
  const classes = oneOrAll(targets.map((/** @type {any} */ target) => target.classes?.slice() ?? null));
  return { ...result, ...(classes && { classes }), warnings: issues.warnings, errors: issues.errors };
};
