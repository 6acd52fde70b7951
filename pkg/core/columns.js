// @ts-check
// Answers as typed arrays: for columns.
import { collect } from './issues.js';
import { outputs, raise, within } from './predict.js';
import { records, valuesOf } from './rows.js';
import { run } from './run.js';

/** So many numbers are 128 MiB: an allocation that a page still gets. */
const ROW_LIMIT = 2 ** 24;

/** The answer to one target alone, those to several as a list. @param {any[]} all */
const oneOrAll = (all) => all[1] === undefined ? all[0] : all;

/**
 * The columns, read as a row is, and their length; what is wrong with one is wrong with the call.
 * @param {any[]} columns
 * @param {any} input
 * @param {any} issues
 * @returns {[sources: any[], count: number]}
 */
const sourcesOf = (columns, input, issues) => {
  const { errors, report } = issues;
  const read = (/** @type {any} */ work) => {
    const values = valuesOf(0, work, issues);
    raise(errors);
    return /** @type {any[]} */ (values);
  };
  const sources = read(records(columns, [input]));
  columns.forEach((column, c) => sources[c] == null && !column.missing && report(0, 'missing-column', column));
  const lengths = read(() => sources.map((source) => source == null ? source : typeof source === 'object' && source.length));
  const [count, other] = new Set(lengths.filter((length) => length != null));
  return [sources, within(other === undefined ? count : NaN, ROW_LIMIT)];
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
  const all = outputs(targets, options, (name) => targets.map((/** @type {any} */ { [name]: part }) => !part ? null
    : part[0] === 'classes' ? new Int32Array(count).fill(-1) : new Float64Array(count * part[1]).fill(NaN)));
  // An absent column is `undefined`, a hole in one is missing as null is.
  const read = (/** @type {number} */ i) => sources.map((source) => source ? source[i] ?? null : undefined);
  run(engine, count, read, options, issues, all, (name, t, row, values) => values && all[name][t].set(values, row * values.length));
  if (targets.some((/** @type {any} */ { classes }) => classes)) all.classes = targets.map((/** @type {any} */ { classes }) => classes ? classes.slice() : null);
  for (const name of Object.keys(all)) all[name] = oneOrAll(all[name]);
  return { ...all, warnings: issues.warnings, errors: issues.errors };
};
