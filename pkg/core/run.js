// @ts-check
// Rows through the model, block by block: memory stays flat however many there are.
import { CODES } from './issues.js';

/**
 * Rows on their way to wasm, from the `start`-th on.
 * @typedef {object} Block
 * @property {number} rows
 * @property {any[]} parts their cells, column after column
 * @property {[c: number, r: number, text: string][]} texts
 * @property {Set<number>} failed rows that can have no answer
 * @property {(r: number, c: number) => any} value what the caller gave
 * @property {any[]} absent columns that no row has
 * @property {(() => Block) | undefined} again the same rows, read one by one: where a cell is missing that may not be
 */

/** In the order of Rust's `Trouble`. */
const MISSING = CODES.indexOf('missing-not-allowed');


/**
 * @param {any} engine
 * @param {number} count
 * @param {(start: number, rows: number) => Block} fill
 * @param {any} issues
 * @param {(start: number, rows: number, failed: Set<number>) => void} put takes the answers
 */
export const run = ({ columns, block: most, answer }, count, fill, { errors, warnings, report }, put) => {
  for (let start = 0; start < count; start += most) {
    let block = fill(start, Math.min(most, count - start)), found = answer(block);
    if (block.again && found.some((/** @type {number} */ trouble, /** @type {number} */ i) => i % 4 === 2 && trouble === MISSING)) found = answer(block = block.again());
    const { failed, value } = block, bad = new Set(failed);
    for (const column of block.absent) report(start, 'missing-column', column, undefined, false, block.rows);
    for (let i = 0; i < found.length; i += 4) {
      const r = found[i], c = found[i + 1] - 1;
      if (!failed.has(r) && report(start + r, CODES[found[i + 2]], columns[c], c < 0 ? undefined : value(r, c), found[i + 3])) bad.add(r);
    }
    put(start, block.rows, bad);
  }
  for (const list of [errors, warnings]) list.sort((/** @type {any} */ a, /** @type {any} */ b) => a.row - b.row);
  return { warnings, errors };
};

/**
 * Rows that are read one by one.
 * @param {any} engine
 * @param {(i: number) => any} valuesOf the values of a row, if it has any
 * @param {boolean | undefined} coerce
 * @param {any} report
 * @returns {(start: number, rows: number) => Block}
 */
export const careful = ({ columns }, valuesOf, coerce, report) => (start, rows) => {
  const cells = new Float64Array(columns.length * rows).fill(NaN), failed = new Set();
  /** @type {any[]} */
  const texts = [];
  /** @type {any[]} */
  const all = [];
  for (let r = 0; r < rows; r++) {
    const values = all[r] = valuesOf(start + r);
    let fails = !values;
    for (let c = 0; values && c < columns.length; c++) {
      const column = columns[c], value = values[c];
      const cell = column.number && typeof value === 'number' ? value : column.cell(value, coerce);
      if (cell === undefined) fails = report(start + r, 'bad-type', column, value);
      else if (value === undefined) fails = report(start + r, 'missing-column', column, value, !column.missing) || fails;
      else if (cell !== cell && !column.missing) fails = report(start + r, 'missing-not-allowed', column);
      else if (typeof cell === 'string') texts.push([c, r, cell]);
      else cells[c * rows + r] = cell;
    }
    if (fails) failed.add(r);
  }
  return { rows, parts: [cells], texts, failed, value: (r, c) => all[r][c], absent: [], again: undefined };
};
