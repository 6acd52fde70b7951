// @ts-check
// Answers as typed arrays: for columns.
import { collect } from './issues.js';
import { firsts, outputs, raise, within } from './predict.js';
import { records, valuesOf } from './rows.js';
import { run } from './run.js';

/**
 * The columns, read as a row is, and their length; what is wrong with one is wrong with the call.
 * @param {any[]} columns
 * @param {any} input
 * @param {any} issues
 * @returns {[sources: any[], count: number]}
 */
const sourcesOf = (columns, input, issues) => {
  const { errors, report } = issues, sources = valuesOf(0, records(columns, [input]), issues) ?? [];
  /** @type {any} */
  let first;
  errors.length || columns.forEach((column, c) => {
    const { name, missing } = column, source = sources[c];
    if (source == null) return missing || report(0, 'missing-column', column);
    const length = typeof source === 'object' && valuesOf(0, (_, seen) => [(seen.column = column, source).length], issues)?.[0];
    if (!Number.isInteger(length)) report(0, 'bad-type', { name, type: 'list' }, Object(source));
    else if (length !== (first ??= { name, length }).length) report(0, 'column-length', { name, first }, length);
  });
  raise(errors, 'pass { column: list, ... }');
  // So many numbers are 128 MiB: an allocation that a page still gets.
  return [sources, within(first?.length ?? 0, 2 ** 24)];
};

/**
 * @param {any} engine
 * @param {any} input
 * @param {any} options
 */
export const predictColumns = (engine, input, options) => {
  const { columns, targets } = engine, issues = collect(engine, options, true);
  const [sources, count] = sourcesOf(columns, input, issues);
  const all = outputs(targets, options, (name) => targets.map((/** @type {any} */ { [name]: part }) => !part ? null
    : part[0] === 'classes' ? new Int32Array(count).fill(-1) : new Float64Array(count * part[1]).fill(NaN)));
  // An absent column is `undefined`, a hole in one is missing as null is.
  const read = (/** @type {number} */ i, /** @type {any} */ seen) =>
    sources.map((source, c) => (seen.column = columns[c], source ? source[i] ?? null : undefined));
  const said = run(engine, count, read, options, issues, all, (name, t, row, values) => values && all[name][t].set(values, row * values.length));
  const classes = targets.map((/** @type {any} */ { classes }) => classes && classes.slice());
  if (classes.some(Boolean)) all.classes = classes;
  // The answer to one target alone, those to several as a list.
  return { ...(targets.length > 1 ? all : firsts(all)), ...said };
};
