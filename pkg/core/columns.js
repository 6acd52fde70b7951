// @ts-check
// Answers as typed arrays: for columns.
import { collect } from './issues.js';
import { firsts, outputs, raise, within } from './predict.js';
import { valuesOf } from './rows.js';
import { careful, run } from './run.js';

/** What an array really is: nobody can pretend that. */
const tagOf = /** @type {any} */ (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)).get;

/**
 * A view of a typed array of numbers that nothing of its owner stands in front of.
 * @param {any} source
 * @param {number} count
 */
const plain = (source, count) => {
  const tag = tagOf.call(source);
  try {
    return tag && !/^Big/.test(tag) && new /** @type {any} */ (globalThis)[tag](source.buffer, source.byteOffset, count);
  } catch {}
};

/**
 * The columns, read as a row is, and their length; what is wrong with one is wrong with the call.
 * @param {any} engine
 * @param {any} input
 * @param {any} issues
 * @returns {[sources: any[], count: number]}
 */
const sourcesOf = ({ columns, reader }, input, issues) => {
  const { errors, report } = issues, sources = valuesOf(0, (seen) => reader(input, seen), issues) ?? [];
  /** @type {any} */
  let first;
  errors.length || columns.forEach((/** @type {any} */ column, /** @type {number} */ c) => {
    const { name, missing } = column, source = sources[c];
    if (source == null) return missing || report(0, 'missing-column', column);
    const length = typeof source === 'object' && valuesOf(0, (seen) => [(seen.column = c, source).length], issues)?.[0];
    if (!Number.isInteger(length)) report(0, 'bad-type', { name, type: 'list' }, Object(source));
    else if (length !== (first ??= { name, length }).length) report(0, 'column-length', { name, first }, length);
  });
  raise(errors, 'pass { column: list, ... }');
  // So many numbers are 128 MiB: an allocation that a page still gets.
  return [sources, within(first?.length ?? 0, 2 ** 24)];
};

/**
 * What the caller has of a column from `start` on, each cell read once; `undefined` where
 * there is no such column. A hole in one is missing as null is.
 * @param {any} source
 * @param {any} whole
 * @param {number} start
 * @param {number} rows
 * @param {(r: number, cause: any) => void} threw
 */
const slice = (source, whole, start, rows, threw) => {
  const list = whole?.length ? whole.subarray(start, start + rows) : undefined;
  // Its memory is gone where it is shorter than it was.
  if (!source || list?.length === rows) return list;
  const read = Array(rows);
  for (let r = 0; r < rows; r++) {
    try {
      read[r] = source[start + r] ?? null;
    } catch (cause) {
      threw(r, cause);
    }
  }
  return read;
};

/**
 * The cells of a column, of which there is nothing to say before the model has seen them;
 * else `undefined`.
 * @param {import('./engine.js').Column} column
 * @param {any} list
 * @param {number} rows
 * @param {boolean | undefined} coerce
 * @param {(r: number, text: string) => void} write
 */
const cellsOf = ({ number, missing, codes, cell: make }, list, rows, coerce, write) => {
  const cells = new Float64Array(rows).fill(NaN);
  for (let r = 0; list && r < rows; r++) {
    const value = list[r];
    const cell = number && typeof value === 'number' ? value : codes?.get(value) ?? make(value, coerce);
    if (cell === undefined || cell !== cell && !missing) return;
    if (typeof cell === 'string') write(r, cell);
    else cells[r] = cell;
  }
  return cells;
};

/**
 * Fills blocks a column at a time. Of which there is more to say, those are filled again, row by row.
 * @param {any} engine
 * @param {any[]} sources
 * @param {number} count
 * @param {any} options
 * @param {any} issues
 * @returns {(start: number, rows: number) => import('./run.js').Block}
 */
const filler = (engine, sources, count, { coerce, strict }, issues) => {
  const { columns } = engine, whole = sources.map((source, c) => source && columns[c].number ? plain(source, count) : undefined);
  return (start, rows) => {
    const thrown = new Map(), failed = new Set(), absent = columns.filter((/** @type {any} */ _, /** @type {number} */ c) => !sources[c]);
    /** @type {any[]} */
    const texts = [];
    const lists = sources.map((source, c) => slice(source, whole[c], start, rows, (r, cause) => thrown.set(c * rows + r, cause)));
    const again = () => careful(engine, (i) => valuesOf(i, (seen) => lists.map((list, c) => {
      const r = i - start, at = (seen.column = c) * rows + r;
      if (thrown.has(at)) throw thrown.get(at);
      return list ? list[r] ?? null : undefined;
    }), issues), coerce, issues.report)(start, rows);

    // The memory of an array that was cut may have gone while the next was read.
    if (thrown.size || strict && absent.length || lists.some((list) => list && list.length !== rows)) return again();
    const parts = lists.map((list, c) => list instanceof Array || !list || !whole[c] ? cellsOf(columns[c], list, rows, coerce, (r, text) => texts.push([c, r, text])) : list);
    if (parts.includes(undefined)) return again();
    return { rows, parts, texts, failed, value: (r, c) => lists[c][r], absent, again };
  };
};

/**
 * @param {any} engine
 * @param {any} input
 * @param {any} options
 */
export const predictColumns = (engine, input, options) => {
  const { targets, read } = engine, issues = collect(engine, options, true);
  const [sources, count] = sourcesOf(engine, input, issues);
  const all = outputs(targets, options, (name) => targets.map((/** @type {any} */ { [name]: part }) => !part ? null
    : part[0] === 'classes' ? new Int32Array(count) : new Float64Array(count * part[1])));
  const fill = filler(engine, sources, count, options, issues);
  const said = run(engine, count, fill, issues, (start, rows, failed) => {
    for (const [name, lists] of Object.entries(all)) targets.forEach((/** @type {any} */ target, /** @type {number} */ t) => {
      const part = target[name];
      if (!part) return;
      const [of, width] = part, list = lists[t];
      list.set(read(t, part, rows), start * width);
      for (const r of failed) list.fill(of === 'classes' ? -1 : NaN, (start + r) * width, (start + r + 1) * width);
    });
  });
  const classes = targets.map((/** @type {any} */ { classes }) => classes && classes.slice());
  if (classes.some(Boolean)) all.classes = classes;
  // The answer to one target alone, those to several as a list.
  return { ...(targets.length > 1 ? all : firsts(all)), ...said };
};
