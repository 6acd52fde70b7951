// @ts-check
// A cell of a table as a value of its column, as the form takes it.

import { Typed } from '../form/control.js';

const MISSING = /^(N\/?A|n\/a|NaN|nan|null|NULL|None|)$/;
/** @type {Map<string, boolean>} */
const TRUTH = new Map([['1', true], ['true', true], ['0', false], ['false', false]]);

/**
 * @param {any} kind of the column
 * @param {string} text
 * @param {boolean} comma whether numbers have a decimal comma
 * @returns {unknown} `null` for missing; `Typed` where it is no value
 */
export function valueOf({ type, levels }, text, comma) {
  const bare = text.trim();
  if (type === 'text') return text;
  const level = levels?.values.find((/** @type {any} */ one) => String(one) === text || (typeof one === 'number' && bare !== '' && one === Number(bare)));
  if (level !== undefined) return level;
  if (MISSING.test(bare)) return null;
  if (type === 'boolean' || levels?.type === 'boolean') return TRUTH.get(bare.toLowerCase()) ?? new Typed(text);
  return type === 'numeric' ? numberOf(bare, comma) : text;
}

/** @param {string} text @param {boolean} comma */
function numberOf(text, comma) {
  const value = Number(comma ? text.replace(',', '.') : text);
  return Number.isNaN(value) ? new Typed(text) : value;
}

/**
 * True answers that the model does not know: how many, and what some of them are.
 * @typedef {{ rows: number, names: Set<string> }} Strange
 */

/** So many are kept. */
const NAMES = 8;

/**
 * What reads the true answers of a target: codes of classes, or numbers; NaN where there is none, or a strange one.
 * @param {any} target
 * @param {boolean} comma
 * @param {Strange} strange
 * @returns {(text: string | null) => number}
 */
export function truthOf({ task }, comma, strange) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const kind = task.classes ? { type: 'categorical', levels: task.classes } : { type: 'numeric' };
  const read = (/** @type {string} */ text) => {
    const value = valueOf(kind, text, comma);
    if (value === null) return NaN;
    return task.classes ? task.classes.values.indexOf(value) : value;
  };
  return (text) => {
    if (text === null) return NaN;
    const x = known.get(text) ?? read(text);
    if (task.classes && known.size < 1000) known.set(text, x);
    if (task.classes ? !(x < 0) : !(x instanceof Typed)) return x;
    const { names } = strange, bare = text.trim();
    names.add(names.size < NAMES || names.has(bare) ? bare : '…');
    strange.rows++;
    return NaN;
  };
}
