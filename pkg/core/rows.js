// @ts-check
// Rows as values. Here the caller's code runs (getters, proxies), and may throw, predict
// again or free the model: so a row is read before anything of it is written to wasm,
// each column exactly once, and no state outlives the call.

/**
 * What was seen of rows: of the last one the column that it is about where it could not be
 * read, and the keys that are no column; and the prototype that was asked last.
 * @typedef {{ column: any, unknown: any, prototype: any, inherited: any }} Seen
 */

/** Nothing, in properties of its own. @returns {Seen} */
export const unseen = () => ({ column: undefined, unknown: undefined, prototype: undefined, inherited: undefined });

/**
 * What `windowbox pack` writes for a model's own names: properties with constant names are
 * read 15 times as fast, and a page may forbid making functions at run time.
 * @typedef {object} Made
 * @property {(row: any, seen: Seen) => any} read the columns; `seen.column` is the position of one that throws
 * @property {((row: any, seen: Seen, place: any) => any) | undefined} write the same; nothing where the row, all
 * numbers and nothing else, was written to its place
 * @property {(prototype: any) => boolean} inherits whether it answers to a column's name
 * @property {((values: any, at: number) => any)[]} shares of each target its classes' probabilities, from `at` on
 */

/**
 * The same for any model.
 * @param {string[]} names
 * @param {any[]} targets
 * @returns {Made}
 */
export const made = (names, targets) => ({
  read: (row, seen) => {
    const values = names.map((name, c) => row[(seen.column = c, name)]);
    seen.column = undefined;
    return values;
  },
  write: undefined,
  inherits: (prototype) => names.some((name) => name in prototype),
  // Own properties, so that a class may be called `__proto__`.
  shares: targets.map(({ classes }) => (values, at) =>
    Object.fromEntries((classes ?? []).map((/** @type {any} */ name, /** @type {number} */ c) => [name, values[at + c]]))),
});

/**
 * Reads a record as values in the order of the columns, or as the code of what is wrong.
 * @param {string[]} names
 * @param {Made} made
 * @returns {(row: any, seen: Seen, place?: any) => any}
 */
export const reader = (names, made) => (row, seen, place) => {
  if (typeof row !== 'object' || !row || Array.isArray(row)) return 'bad-row';
  // A prototype that answers to a column's name would fill holes of every row: asked once a prototype.
  const prototype = Object.getPrototypeOf(row);
  if (prototype !== seen.prototype) {
    seen.inherited = (seen.prototype = prototype) && made.inherits(prototype) ? names.findIndex((name) => name in prototype) : undefined;
  }
  seen.column = seen.inherited;
  if (seen.column !== undefined) return 'inherited-column';
  const values = place && made.write ? made.write(row, seen, place) : made.read(row, seen);
  if (!values) return;
  let keys = 0, there = 0;
  for (const _ in row) keys++;
  for (let c = 0; c < values.length; c++) if (values[c] !== undefined) there++;
  // As many keys as columns that are there: then none is unknown.
  if (keys !== there) seen.unknown = Object.keys(row).filter((key) => !names.includes(key));
  return there ? values : 'no-known-column';
};

/**
 * The values of a row, if they could be read.
 * @param {number} i
 * @param {(seen: Seen) => any} read
 * @param {any} issues
 * @param {Seen} [seen]
 * @returns {any[] | undefined}
 */
export const valuesOf = (i, read, { columns, errors, report }, seen = unseen()) => {
  seen.column = seen.unknown = undefined;
  /** @type {any} */
  let values, cause, failed;
  try {
    values = read(seen);
  } catch (error) {
    values = 'unreadable';
    cause = error;
  }
  for (const name of seen.unknown ?? []) failed = report(i, 'unknown-column', { name, index: -1 }, name, false) || failed;
  if (typeof values === 'string') {
    report(i, values, columns[seen.column]);
    // Beside the error, not in it: what was thrown is the caller's, and need not print.
    Object.defineProperty(errors[errors.length - 1], 'cause', { value: cause });
  } else if (!failed) return values;
};
