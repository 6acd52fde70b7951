// @ts-check
// A JavaScript value as a cell of its column: a number, the code of a level (-1: not
// one), a text; NaN is missing; `undefined` is a value of another type.

/** @typedef {(value: any, coerce: boolean | undefined) => any} Cell */

/** What files mean a missing cell by. */
const MISSING = /^(N\/?A|n\/a|NaN|nan|null|NULL|None|)$/;
/** @type {any} */
const TRUTH = { __proto__: null, 1: true, true: true, 0: false, false: false };

/**
 * What `coerce` makes of text: what CSV and the command line do.
 * @param {string} type
 * @param {string} text
 */
const parse = (type, text) => {
  text = text.trim();
  if (MISSING.test(text)) return NaN;
  if (type === 'boolean') return TRUTH[text.toLowerCase()];
  // They know no 0x1f, 0b1 or 0o7.
  return /[xob]/i.test(text) || isNaN(+text) ? undefined : +text;
};

/**
 * What JavaScript calls the values of a column, and what makes cells of them. NaN, null
 * and undefined are missing.
 * @param {any} kind
 * @returns {{ type: string, number: boolean, codes?: Map<any, number>, cell: Cell }}
 */
export const cellOf = ({ type: kind, format, levels = kind === 'boolean' && { type: kind, values: [false, true] } }) => {
  const type = levels ? levels.type : kind === 'text' ? 'string' : 'number';
  const codes = levels ? new Map(levels.values.map((/** @type {any} */ label, /** @type {number} */ code) => [label, code])) : undefined;
  return { type: format ?? type, number: type === 'number' && !codes, codes, cell: (value, coerce) => {
    const is = typeof value;
    if (value == null || value !== value) return NaN;
    // A number is the text that one would write for it: class 1 is the level '1'.
    const taken = is === type ? value : is !== 'string' && is !== 'number' ? undefined
      : type === 'string' ? `${value}` : coerce ? parse(type, `${value}`) : undefined;
    // A text that is no number is a level of a column of numbers that there is not.
    if (taken === undefined && coerce && kind === 'categorical' && is === 'string') return -1;
    return !codes || taken === undefined || taken !== taken ? taken : codes.get(taken) ?? (coerce && MISSING.test(`${taken}`.trim()) ? NaN : -1);
  } };
};
