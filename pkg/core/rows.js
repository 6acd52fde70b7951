// @ts-check
// Rows as cells. Here the caller's code runs (getters, proxies), and may throw, predict
// again or free the model: so a row is read before anything of it is written to wasm,
// each column exactly once, and no state outlives the call.

/**
 * Reads records: the row at `i` as values in the order of the columns, or nothing if
 * it was reported.
 * @param {import('./engine.js').Column[]} columns
 * @param {any} rows
 * @param {any} report
 */
export const records = (columns, rows, report) => {
  const names = new Set(columns.map(({ name }) => name));
  /** @type {any} */
  let known;
  /** @type {any} */
  let foreign;

  // A prototype that answers to a column's name would fill holes of every row: asked once a prototype.
  /** @param {any} prototype */
  const inherited = (prototype) => {
    if (prototype !== known) {
      foreign = prototype && columns.find(({ name }) => name in prototype);
      known = prototype;
    }
    return foreign;
  };

  /** @param {number} i @param {{ column?: any }} at */
  return (i, at) => {
    const row = rows[i];
    if (typeof row !== 'object' || !row || Array.isArray(row)) return report(i, 'bad-row');
    const column = inherited(Object.getPrototypeOf(row));
    if (column) return report(i, 'inherited-column', column);
    const values = columns.map((column) => row[(at.column = column).name]);
    at.column = undefined;
    let failed = false;
    for (const key of Object.keys(row)) {
      if (!names.has(key)) failed = report(i, 'unknown-column', { name: key, index: -1 }, key, false) || failed;
    }
    if (values.every((value) => value === undefined)) return report(i, 'no-known-column');
    return failed ? undefined : values;
  };
};

/**
 * Appends the cells of a row; takes them back if the row has no answer.
 * @param {import('./engine.js').Column[]} columns
 * @param {number} i
 * @param {any[]} values
 * @param {(number | string)[]} cells
 * @param {boolean | undefined} coerce
 * @param {any} report
 */
export const encode = (columns, i, values, cells, coerce, report) => {
  const start = cells.length;
  let failed = false;
  columns.forEach((column, c) => {
    const value = values[c];
    const cell = value == null || value !== value ? NaN : column.cell(value, coerce);
    if (cell === undefined) failed = report(i, 'bad-type', column, value);
    else if (value === undefined) failed = report(i, 'missing-column', column, value, !column.missing) || failed;
    else if (cell !== cell && !column.missing) failed = report(i, 'missing-not-allowed', column);
    cells.push(/** @type {any} */ (cell));
  });
  if (failed) cells.length = start;
  return !failed;
};
