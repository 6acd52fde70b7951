// @ts-check
// A JavaScript value as a cell of its column: a number, the code of a level (-1: not
// one), a text; NaN is missing; `undefined` is a value of another type.

/** @typedef {(value: any, coerce?: boolean) => any} Cell */

/** @type {Record<string, any>} */
const TYPES = { numeric: 'number', text: 'string' };
const TRUTH = new Map([['1', true], ['true', true], ['0', false], ['false', false]]);

/**
 * What `coerce` makes of text: what CSV and the command line do.
 * @param {string} type
 * @param {string} text
 */
const parse = (type, text) => {
  text = text.trim();
  if (/^(NA|NaN|nan|null|)$/.test(text)) return NaN;
  if (type === 'boolean') return TRUTH.get(text.toLowerCase());
  // They know no 0x1f, 0b1 or 0o7.
  const value = /[xob]/i.test(text) ? NaN : Number(text);
  return value === value ? value : undefined;
};

/**
 * What JavaScript calls the values of a column, and what makes cells of them. NaN, null
 * and undefined are missing before it is asked.
 * @param {any} kind
 * @returns {{ type: string, cell: Cell }}
 */
export const cellOf = ({ type: kind, levels }) => {
  const type = levels ? levels.type : TYPES[kind] ?? kind;
  const labels = levels ? levels.values : kind === 'boolean' && [false, true];
  const codes = labels && new Map(labels.map((/** @type {any} */ label, /** @type {number} */ code) => [label, code]));
  return { type, cell: (value, coerce) => {
    const is = typeof value;
    // A number is the text that one would write for it: class 1 is the level '1'.
    const taken = is === type ? value : is !== 'string' && is !== 'number' ? undefined
      : type === 'string' ? `${value}` : coerce ? parse(type, `${value}`) : undefined;
    return !codes || taken === undefined || taken !== taken ? taken : codes.get(taken) ?? (coerce && taken === '' ? NaN : -1);
  } };
};
