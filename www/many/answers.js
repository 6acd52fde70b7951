// @ts-check
// The answers to a table, as long as it may be: a few bytes a row in typed arrays; what is
// needed for a download alone lies in blobs, which browsers put on the disk.

import { truthOf } from './typed.js';

/** So many bad rows are kept to be shown. */
const SHOWN = 1000;

/**
 * An array that grows.
 * @template {Float64Array | Float32Array} A
 * @param {A} all
 */
function growing(all) {
  let length = 0;
  /** @type {A | undefined} */
  let list;
  return {
    /** @param {ArrayLike<number>} part */
    push(part) {
      if (length + part.length > all.length) {
        const old = all;
        all = new /** @type {any} */ (all.constructor)(Math.max(length + part.length, 2 * old.length));
        all.set(old);
      }
      all.set(part, length);
      length += part.length;
      list = undefined;
    },
    get list() { return list ??= /** @type {A} */ (all.subarray(0, length)); },
  };
}

/** @typedef {{ line: number, column?: string, message: string }} Bad */
/** @typedef {{ code: string, column: string, message: string, value?: unknown, count: number }} Remark */

/**
 * What was answered so far. Of each target: the codes of classes, or numbers, NaN where a row
 * has no answer; and how sure it is of its class.
 * @typedef {ReturnType<typeof answers>} Answers
 */

/**
 * @param {any} schema
 * @param {boolean} comma
 */
export function answers(schema, comma) {
  const targets = schema.targets.map(() => ({ values: growing(new Float64Array(1 << 12)), sure: growing(new Float32Array(1 << 12)) }));
  const truth = growing(new Float64Array(1 << 12)), places = growing(new Float64Array(1 << 12));
  /** @type {import('./typed.js').Strange} */
  const strange = { rows: 0, names: new Set() }, read = truthOf(schema.targets[0], comma, strange);
  /** @type {{ start: number, rows: number, probabilities: Blob }[]} */
  const blocks = [];
  /** @type {Bad[]} */
  const bad = [];
  /** @type {Map<string, Remark>} */
  const remarks = new Map();
  const all = {
    schema, targets, truth, strange, places, blocks, bad, remarks, rows: 0, failed: 0,
    /** Whether these are all. */
    whole: false,
    /** @param {any} block */
    take(block) {
      const lists = schema.targets.map((/** @type {any} */ _, /** @type {number} */ t) => part(block, t, schema.targets.length));
      lists.forEach((/** @type {any} */ one, /** @type {number} */ t) => keep(targets[t], one, schema.targets[t].task.classes));
      blocks.push({ start: block.start, rows: block.rows, probabilities: new Blob(lists.map((/** @type {any} */ one) => one.shares ?? new Float64Array())) });
      places.push(block.places);
      if (block.kept) truth.push(Float64Array.from(block.kept[0], read));
      for (const warning of block.warnings) count(remarks, warning);
      bad.push(...block.errors.slice(0, SHOWN - bad.length));
      all.failed += new Set(block.errors.map((/** @type {any} */ error) => error.row)).size;
      all.rows += block.rows;
    },
  };
  return all;
}

/** What a block says of a target. @param {any} block @param {number} t @param {number} n */
function part({ prediction, probabilities }, t, n) {
  return n === 1 ? { codes: prediction, shares: probabilities } : { codes: prediction[t], shares: probabilities?.[t] };
}

/** @param {any} target @param {{ codes: any, shares: any }} given @param {any} classes */
function keep({ values, sure }, { codes, shares }, classes) {
  if (!classes) return values.push(codes);
  const known = new Float64Array(codes.length), winning = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const none = codes[i] < 0;
    known[i] = none ? NaN : codes[i];
    winning[i] = none ? NaN : shares[i * classes.values.length + codes[i]];
  }
  values.push(known);
  sure.push(winning);
}

/** Equal warnings of all blocks are one. @param {Map<string, Remark>} remarks @param {any} warning */
function count(remarks, { code, column = '', message, value, count = 1 }) {
  const key = `${code} ${column}`, old = remarks.get(key);
  if (old) old.count += count;
  else remarks.set(key, { code, column, message, value, count });
}
