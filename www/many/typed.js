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
 * What reads the true answers of a target: codes of classes, or numbers; NaN where there is none.
 * @param {any} target
 * @param {boolean} comma
 * @returns {(text: string | null) => number}
 */
export function truthOf({ task }, comma) {
  /** @type {Map<string, number>} */
  const known = new Map();
  const kind = task.classes ? { type: 'categorical', levels: task.classes } : { type: 'numeric' };
  const read = (/** @type {string} */ text) => {
    const value = valueOf(kind, text, comma);
    return task.classes ? task.classes.values.indexOf(value) : typeof value === 'number' ? value : NaN;
  };
  return (text) => {
    if (text === null) return NaN;
    if (!task.classes) return read(text);
    const code = known.get(text) ?? read(text);
    if (known.size < 1000) known.set(text, code);
    return code < 0 ? NaN : code;
  };
}
