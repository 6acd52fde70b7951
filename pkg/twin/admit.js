// @ts-check
// Making every cell of a block one that its slot promises, and saying what was wrong:
// src/pipeline/admit.rs.

/** The positions in issues.js of what is said here. */
export const MISSING = 1, BAD_TYPE = 2, UNSEEN = 3, RANGE = 4, NO_ANSWER = 5;

/**
 * Something to say of a cell, or of a row as a whole (column 0).
 * @typedef {[row: number, column: number, trouble: number, fatal: number]} Issue
 */

/**
 * What passes, and what is made of it.
 * @param {any} column
 * @param {any} statistics
 */
const gateOf = ({ kind, missing }, statistics) => {
  const { min = null, max = null } = statistics || {}, known = min !== null && max !== null && kind.type === 'numeric';
  const levels = kind.type === 'categorical' ? kind.levels.values.length : 0;
  const make = kind.type === 'categorical' ? Math.trunc : kind.type === 'boolean' ? (/** @type {number} */ x) => x !== 0 ? 1 : 0
    : kind.precision === 'f32' ? Math.fround : (/** @type {number} */ x) => x;
  return { text: kind.type === 'text', missing, levels, low: known ? min : -Infinity, high: known ? max : Infinity, make, refuses: kind.unseen === 'refused' };
};

/**
 * Makes a number sound; what there is to say of it, if anything, and whether it is fatal.
 * @param {any} gate
 * @param {Float64Array} values
 * @param {number} at
 * @returns {[trouble: number, fatal: boolean] | undefined}
 */
const admitNumber = ({ missing, levels, low, high, make, refuses }, values, at) => {
  const x = values[at];
  if (x !== x) {
    if (missing) return;
    values[at] = 0;
    return [MISSING, true];
  }
  if (levels && !(x >= 0 && x < levels)) {
    values[at] = -1;
    return [UNSEEN, refuses];
  }
  values[at] = make(x);
  if (!(x >= low && x <= high)) return [RANGE, false];
};

/** What texts mean a missing cell by, in whitespace as Rust knows it. */
const NOTHING = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*(|NA|N\/A|n\/a|NaN|nan|null|NULL|None)[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/**
 * Makes a text that is read as a date one that can be, or missing.
 * @param {(string | null)[]} texts
 * @param {any} column
 * @param {{ of: any, number: (text: string) => number | undefined }} date
 * @param {(r: number, trouble: number) => void} say
 */
const admitDates = (texts, { missing }, { of, number }, say) => texts.forEach((text, r) => {
  if (text === null || number(text) !== undefined) return;
  const lacks = NOTHING.test(text) || of.invalid === 'missing';
  if (!lacks || !missing) say(r, lacks ? MISSING : BAD_TYPE);
  texts[r] = null;
});

/**
 * @param {any} description
 * @param {any[]} dates the columns whose texts are dates, and how they are read
 * @returns {(frame: import('./kinds.js').Frame, issues: Issue[]) => void}
 */
export const admission = ({ columns, statistics }, dates) => {
  const gates = columns.map((/** @type {any} */ column, /** @type {number} */ c) => gateOf(column, statistics.columns[c]));
  return ({ rows, values, texts }, issues) => {
    gates.forEach((/** @type {any} */ gate, /** @type {number} */ c) => {
      for (let r = 0; r < rows; r++) {
        const lacks = gate.text && texts[c][r] === null && !gate.missing;
        const found = lacks ? [MISSING, true] : gate.text ? undefined : admitNumber(gate, values, c * rows + r);
        if (found) issues.push([r, c + 1, /** @type {number} */ (found[0]), found[1] ? 1 : 0]);
      }
    });
    for (const { c, ...date } of dates) admitDates(texts[c], columns[c], date, (r, trouble) => issues.push([r, c + 1, trouble, 1]));
  };
};
