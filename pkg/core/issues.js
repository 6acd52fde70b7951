// @ts-check
// What is said about rows: errors, for which a row has no answer, and warnings.
import { said } from './error.js';

/** @param {any} value */
const quote = (value) => typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value;

/**
 * What each code says of a column or row. The first are Rust's `Trouble`, in its order.
 * @type {Record<string, any>}
 */
const MESSAGES = {
  'missing-column': 'is not there',
  'missing-not-allowed': 'may not be missing',
  'bad-type': (/** @type {any} */ value, /** @type {any} */ { type }) => `is ${typeof value === 'string' ? quote(value) : typeof value}, not a ${type}`,
  'unknown-level': (/** @type {any} */ value) => `has no level ${quote(value)}`,
  'out-of-range': (/** @type {any} */ value, /** @type {any} */ { statistics: { min, max } }) => `was ${min} to ${max} in training, not ${value}`,
  'no-answer': 'has no answer',
  'unknown-column': 'is no column',
  'no-known-column': 'has no known column',
  'inherited-column': 'is inherited: pass a plain object',
  'bad-row': 'is not an object',
  unreadable: 'threw',
  'column-length': (/** @type {any} */ value, /** @type {any} */ { first: { name, length } }) => `has ${value} rows, ${quote(name)} ${length}`,
};

/** In the order of Rust's `Trouble`. */
export const CODES = Object.keys(MESSAGES);

/**
 * Collects issues. Equal warnings are one with a `count` where `merge` is set, and
 * always for an unknown column, because a table has it in every row.
 * @param {any} engine
 * @param {{ strict?: boolean, coerce?: boolean }} options
 * @param {boolean} [merge]
 */
export const collect = (engine, { strict, coerce }, merge) => {
  /** @type {any[]} */
  const errors = [];
  /** @type {any[]} */
  const warnings = [];
  const merged = new Map(), near = new Map();

  /** @param {number} index @param {string} word */
  const closestTo = (index, word) => {
    word = word.slice(0, 99);
    // Looking costs more than predicting: for so many a call, then no more.
    const key = index + word;
    if (!near.has(key) && near.size < 1000) near.set(key, engine.closest(index, word));
    return near.get(key);
  };

  /** @param {number} row @param {string} code @param {any} column @param {any} value */
  const entry = (row, code, column, value) => {
    const text = typeof value === 'string', closest = text && /^unk/.test(code) ? closestTo(column.index, value) : null;
    const message = MESSAGES[code], name = column?.name;
    return said({
      row, code, column: name,
      message: `${quote(name) ?? 'the row'} ${message.call ? message(value, column) : message}`,
      value: /level|range/.test(code) ? value : null,
      closest,
      hint: closest != null ? `did you mean ${quote(closest)}?`
        : text && !coerce && code === 'bad-type' && !column.kind.format ? '{ coerce: true } parses text' : null,
    });
  };

  /**
   * Says something; whether it is fatal to its row.
   * @param {number} row
   * @param {string} code
   * @param {any} [column]
   * @param {any} [value]
   * @param {any} [fatal]
   * @param {number} [count] of rows alike
   */
  const report = (row, code, column, value, fatal = true, count = 1) => {
    if (fatal || strict) return errors.push(entry(row, code, column, value));
    const key = (merge || code === 'unknown-column') && code + column.name, old = merged.get(key);
    if (old) return void (old.count += count);
    /** @type {any} */
    const warning = entry(row, code, column, value);
    warnings.push(warning);
    if (key) warning.count = count, merged.set(key, warning);
  };

  return { columns: engine.columns, errors, warnings, report };
};
