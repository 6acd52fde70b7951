// @ts-check
// Rows as cells. Here the caller's code runs (getters, proxies), and may throw, predict
// again or free the model: so a row is read before anything of it is written to wasm,
// each column exactly once, and no state outlives the call.

/**
 * What was seen of a row when reading it ended, well or not.
 * @typedef {{ column?: any, unknown: string[] }} Seen
 */

/**
 * Reads records: the row at `i` as values in the order of the columns, or the code of
 * what is wrong with it.
 * @param {import('./engine.js').Column[]} columns
 * @param {any} rows
 * @returns {(i: number, seen: Seen) => any[] | string}
 */
export const records = (columns, rows) => {
  const names = new Set(columns.map(({ name }) => name));
  /** @type {any} */
  let known;
  /** @type {any} */
  let inherited;

  return (i, seen) => {
    const row = rows[i];
    if (typeof row !== 'object' || !row || Array.isArray(row)) return 'bad-row';
    // A prototype that answers to a column's name would fill holes of every row: asked once a prototype.
    const prototype = Object.getPrototypeOf(row);
    if (prototype !== known) inherited = (known = prototype) && columns.find(({ name }) => name in prototype);
    if (seen.column = inherited) return 'inherited-column';
    const values = columns.map((column) => row[(seen.column = column).name]);
    seen.column = undefined;
    seen.unknown = Object.keys(row).filter((key) => !names.has(key));
    return values.some((value) => value !== undefined) ? values : 'no-known-column';
  };
};

/**
 * The values of a row, if they could be read.
 * @param {number} i
 * @param {(i: number, seen: Seen) => any} read
 * @param {any} issues
 * @returns {any[] | undefined}
 */
export const valuesOf = (i, read, { errors, report }) => {
  /** @type {Seen} */
  const seen = { unknown: [] };
  /** @type {any} */
  let values, cause, failed;
  try {
    values = read(i, seen);
  } catch (error) {
    values = 'unreadable';
    cause = error;
  }
  for (const name of seen.unknown) failed = report(i, 'unknown-column', { name, index: -1 }, name, false) || failed;
  if (typeof values === 'string') {
    report(i, values, seen.column);
    // Beside the error, not in it: what was thrown is the caller's, and need not print.
    Object.defineProperty(errors[errors.length - 1], 'cause', { value: cause });
  } else if (!failed) return values;
};

/**
 * Appends the cells of a row; takes them back if the row has no answer.
 * @param {import('./engine.js').Column[]} columns
 * @param {number} i
 * @param {any[]} values
 * @param {any[]} cells
 * @param {boolean | undefined} coerce
 * @param {any} report
 */
export const encode = (columns, i, values, cells, coerce, report) => {
  const start = cells.length;
  /** @type {any} */
  let failed;
  columns.forEach((column, c) => {
    const value = values[c], cell = value == null || value !== value ? NaN : column.cell(value, coerce);
    if (cell === undefined) failed = report(i, 'bad-type', column, value);
    else if (value === undefined) failed = report(i, 'missing-column', column, value, !column.missing) || failed;
    else if (cell !== cell && !column.missing) failed = report(i, 'missing-not-allowed', column);
    cells.push(cell);
  });
  if (failed) cells.length = start;
  return !failed;
};
