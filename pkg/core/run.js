// @ts-check
// Rows through the model, block by block: memory stays flat however many there are.
import { encode } from './rows.js';
import { TROUBLES } from './issues.js';

/**
 * @param {any} engine
 * @param {number} count
 * @param {(i: number, at: { column?: any }) => any} read the values of a row, or nothing
 * @param {{ coerce?: boolean }} options
 * @param {any} issues
 * @param {(t: number, row: number, valuesOf: (output: any) => any) => void} put takes the answer to a target
 */
export const run = ({ columns, targets, block, answer }, count, read, { coerce }, { errors, warnings, report }, put) => {
  /** @param {number} i */
  const tryRead = (i) => {
    /** @type {{ column?: any }} */
    const at = {};
    try {
      return read(i, at);
    } catch (value) {
      report(i, 'unreadable', at.column);
      // Beside the error, not in it: what was thrown is the caller's, and need not print.
      Object.defineProperty(errors[errors.length - 1], 'cause', { value });
    }
  };

  for (let i = 0; i < count;) {
    /** @type {[row: number, values: any[]][]} */
    const rows = [];
    /** @type {any[]} */
    const cells = [];
    for (; i < count && rows.length < block; i++) {
      const values = tryRead(i);
      if (values?.map && encode(columns, i, values, cells, coerce, report)) rows.push([i, values]);
    }
    if (!rows[0]) continue;
    const { issues, answers } = answer(rows.length, cells, targets), failed = new Set();
    for (let i = 0; i < issues.length; i += 4) {
      const [r, c, trouble, fatal] = issues.subarray(i, i + 4), [row, values] = rows[r];
      if (report(row, TROUBLES[trouble], columns[c - 1], values[c - 1], fatal)) failed.add(r);
    }
    rows.forEach(([row], r) => failed.has(r) || targets.forEach((/** @type {any} */ _, /** @type {number} */ t) =>
      put(t, row, ([of, width]) => answers[t][of].subarray(r * width, (r + 1) * width))));
  }
  for (const list of [errors, warnings]) list.sort((/** @type {any} */ a, /** @type {any} */ b) => a.row - b.row);
};
