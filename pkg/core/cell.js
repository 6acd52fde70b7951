// @ts-check
// A JavaScript value as a cell of its column: a number, the code of a level (-1: not
// one), a text; NaN is missing; `undefined` is a value of another type.

/** @typedef {(value: any, coerce?: boolean) => any} Cell */

/** What `coerce` takes for truth values, and for missing. */
const TRUTH = new Map([['1', 1], ['true', 1], ['0', 0], ['false', 0], ['', NaN]]);

/**
 * Text as CSV and the command line read it: they know no 0x1f, 0b1 or 0o7.
 * @param {string} text
 */
const number = (text) => {
  text = text.trim();
  const value = /[xob]/i.test(text) ? NaN : Number(text);
  return /^(NA|NaN|nan|null|)$/.test(text) ? NaN : value === value ? value : undefined;
};

/** @type {Record<string, Cell>} */
const TAKE = {
  number: (value, coerce) =>
    typeof value === 'number' ? value : coerce && typeof value === 'string' ? number(value) : undefined,
  boolean: (value, coerce) =>
    typeof value === 'boolean' ? +value : coerce ? TRUTH.get(TAKE.string(value)?.trim().toLowerCase()) : undefined,
  // A number is the text that one would write for it: class 1 is the level '1'.
  string: (value) => typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined,
};

/**
 * What JavaScript calls the values of a column.
 * @param {any} kind
 */
export const typeOf = ({ type, levels }) =>
  levels ? levels.type : type === 'numeric' ? 'number' : type === 'text' ? 'string' : type;

/**
 * What makes cells of a column. NaN, null and undefined are missing before it is asked.
 * @param {any} kind
 * @returns {Cell}
 */
export const cellOf = (kind) => {
  const take = TAKE[typeOf(kind)];
  if (!kind.levels) return take;
  const codes = new Map(kind.levels.values.map((/** @type {any} */ level, /** @type {number} */ code) => [take(level), code]));
  return (value, coerce) => {
    const taken = take(value, coerce);
    return taken === undefined || taken !== taken ? taken : codes.get(taken) ?? (coerce && taken === '' ? NaN : -1);
  };
};
