// @ts-check
// What is said about rows: errors, for which a row has no answer, and warnings.

/** In the order of Rust's `Trouble`. */
export const TROUBLES = ['missing-column', 'missing-not-allowed', 'bad-type', 'unknown-level', 'out-of-range', 'no-answer'];

/** Looking for a closest word costs more than predicting: for so many a call, then no more. */
const CLOSEST_LIMIT = 1000;

/** @param {any} value */
const quote = (value) => typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : value;

/** @type {Record<string, (name: string, value: any, column: any) => string>} */
const MESSAGES = {
  'missing-column': (name) => `${name} is not there`,
  'missing-not-allowed': (name) => `${name} may not be missing`,
  'bad-type': (name, value, { type }) => `${name} takes a ${type}, not a ${typeof value}`,
  'unknown-level': (name, value) => `${name} has no level ${quote(value)}`,
  'out-of-range': (name, value, { range: { min, max } }) => `${name} was ${min} to ${max} in training, not ${value}`,
  'no-answer': () => 'the answer is not a number',
  'unknown-column': (name) => `${name} is no column of the model`,
  'no-known-column': () => 'no column of the model is there',
  'inherited-column': (name) => `${name} is on the prototype`,
  'bad-row': () => 'a row is an object with columns',
  unreadable: (name) => `reading ${name} threw`,
};

/**
 * Collects issues. Equal warnings are one with a `count` where `merge` is set, and
 * always for an unknown column, because a table has it in every row.
 * @param {any} engine
 * @param {{ strict?: boolean }} options
 * @param {boolean} [merge]
 */
export const collect = (engine, { strict }, merge) => {
  /** @type {any[]} */
  const errors = [];
  /** @type {any[]} */
  const warnings = [];
  const merged = new Map(), near = new Map();

  /** @param {number} index @param {string} word */
  const closest = (index, word) => {
    word = word.slice(0, 99);
    const key = index + word;
    if (!near.has(key) && near.size < CLOSEST_LIMIT) near.set(key, engine.closest(index, word));
    return near.get(key);
  };

  /** @param {number} row @param {string} code @param {any} column @param {any} value */
  const entry = (row, code, column, value) => {
    const text = typeof value === 'string', near = text && /^unk/.test(code) ? closest(column.index, value) : undefined;
    const hint = near !== undefined ? `did you mean ${quote(near)}?` : text && code === 'bad-type' && 'pass { coerce: true } to parse text';
    return {
      row, code, ...(column && { column: column.name }),
      message: MESSAGES[code](column ? quote(column.name) : 'the row', value, column),
      ...(/level|range/.test(code) && { value }),
      ...(near !== undefined && { closest: near }),
      ...(hint && { hint }),
    };
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
