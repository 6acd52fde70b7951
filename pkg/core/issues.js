// @ts-check
// What is said about rows: errors, for which a row has no answer, and warnings.
import { said } from './error.js';

/** Looking for a closest word costs more than predicting: for so many a call, then no more. */
const CLOSEST_LIMIT = 1000;

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
  'inherited-column': 'is on the prototype',
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
    const key = index + word;
    if (!near.has(key) && near.size < CLOSEST_LIMIT) near.set(key, engine.closest(index, word));
    return near.get(key);
  };

  /** @param {number} row @param {string} code @param {any} column @param {any} value */
  const entry = (row, code, column, value) => {
    const text = typeof value === 'string', closest = text && /^unk/.test(code) ? closestTo(column.index, value) : undefined;
    const message = MESSAGES[code], name = column && column.name, word = quote(name);
    return said({
      row, code, column: name,
      message: `${word ?? 'the row'} ${message.call ? message(value, column) : message}`,
      value: /level|range/.test(code) ? value : undefined,
      closest,
      hint: closest != null ? `did you mean ${quote(closest)}?`
        : code === 'inherited-column' ? `pass a plain object: { ${word}: row[${word}], ... }`
        : text && !coerce && code === 'bad-type' ? '{ coerce: true } parses text' : undefined,
    });
  };

  /**
   * Says something; whether it is fatal to its row.
   * @param {number} row
   * @param {string} code
   * @param {any} [column]
   * @param {any} [value]
   * @param {any} [fatal]
   */
  const report = (row, code, column, value, fatal = true) => {
    if (fatal || strict) return !!errors.push(entry(row, code, column, value));
    const key = (merge || code === 'unknown-column') && code + column.name, old = merged.get(key);
    if (old) return void old.count++;
    const warning = entry(row, code, column, value);
    warnings.push(warning);
    if (key) merged.set(key, Object.assign(warning, { count: 1 }));
  };

  return { errors, warnings, report };
};
