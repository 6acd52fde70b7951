// @ts-check
// Rows through the model, block by block: memory stays flat however many there are.
import { encode, valuesOf } from './rows.js';
import { CODES } from './issues.js';

/**
 * @param {any} engine
 * @param {number} count
 * @param {(i: number, seen: any) => any} read
 * @param {any} options
 * @param {any} issues
 * @param {Record<string, any>} result the outputs that are asked for
 * @param {(name: string, t: number, row: number, values: any) => void} put takes the values of an output
 */
export const run = ({ columns, targets, block, answer, read: numbers }, count, read, { coerce }, issues, result, put) => {
  const { errors, warnings, report } = issues;
  for (let i = 0; i < count;) {
    /** @type {[row: number, values: any[]][]} */
    const rows = [];
    /** @type {any[]} */
    const cells = [];
    for (; i < count && rows.length < block; i++) {
      const values = valuesOf(i, read, issues);
      if (values && encode(columns, i, values, cells, coerce, report)) rows.push([i, values]);
    }
    if (!rows.length) continue;
    const found = answer(rows.length, cells), failed = new Set();
    for (let i = 0; i < found.length; i += 4) {
      const [r, c, trouble, fatal] = found.subarray(i, i + 4), [row, values] = rows[r];
      if (report(row, CODES[trouble], columns[c - 1], values[c - 1], fatal)) failed.add(r);
    }
    for (const name of Object.keys(result)) targets.forEach((/** @type {any} */ target, /** @type {number} */ t) => {
      const part = target[name], all = part && numbers(t, part, rows.length);
      rows.forEach(([row], r) => failed.has(r) || put(name, t, row, part && all.subarray(r * part[1], (r + 1) * part[1])));
    });
  }
  for (const list of [errors, warnings]) list.sort((/** @type {any} */ a, /** @type {any} */ b) => a.row - b.row);
  return { warnings, errors };
};
