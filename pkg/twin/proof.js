// @ts-check
// The rows that the model carries with the answers that they must get: src/pipeline/proof.rs.
import { high, low } from './bits.js';
import { numbers } from './numbers.js';

/** The rank of a number among all of its precision, in halves. @param {number} x @param {boolean} single @returns {[number, number]} */
const rank = (x, single) => {
  const size = Math.abs(x), sign = x < 0 ? -1 : 1;
  if (single) return [0, sign * new Uint32Array(Float32Array.of(size).buffer)[0]];
  return [sign * high(size), sign * low(size)];
};

/** How many numbers of a precision two are apart. @param {number} a @param {number} b @param {boolean} single */
const ulps = (a, b, single) => {
  const [ah, al] = rank(a, single), [bh, bl] = rank(b, single);
  return Math.abs((ah - bh) * 4294967296 + (al - bl));
};

/**
 * Row after row the margins, scores or classes of all targets.
 * @param {any[]} answers
 * @param {string} part
 * @param {number} rows
 */
const sideBySide = (answers, part, rows) => {
  /** @type {number[]} */
  const all = [];
  for (let r = 0; r < rows; r++) for (const { [part]: list } of answers) {
    const width = list.length / rows;
    all.push(...list.subarray(r * width, (r + 1) * width));
  }
  return all;
};

/** The cells of the proof's rows. @param {any} made @param {any} proof */
const filled = ({ frame }, { rows, cells }) => {
  const block = frame(rows);
  cells.forEach((/** @type {any} */ { values, texts, picks }, /** @type {number} */ c) => {
    const of = texts || numbers(values), at = numbers(picks);
    for (let r = 0; r < rows; r++) {
      if (texts) block.texts[c][r] = of[at[r]];
      else block.values[c * rows + r] = of[at[r]];
    }
  });
  return block;
};

/**
 * Compares a number, and keeps how far it is off; whether it is another.
 * @param {any} test
 * @param {number} got
 * @param {number} value
 * @param {any} expected
 * @param {boolean} single
 */
const differs = (test, got, value, { absolute, relative }, single) => {
  if (got === value || got !== got && value !== value) return false;
  const apart = Math.abs(got - value), difference = apart === apart ? apart : Infinity;
  test.maxAbsDifference = Math.max(test.maxAbsDifference, difference);
  test.maxUlp = Math.max(test.maxUlp, difference < Infinity ? ulps(got, value, single) : difference);
  return !(difference <= absolute + relative * Math.abs(value));
};

/**
 * The rows whose answers are others.
 * @param {any} made
 * @param {any} proof
 * @param {any} test
 */
const wrongOf = (made, proof, test) => {
  const answers = made.room(proof.rows), wrong = new Set();
  made.run(filled(made, proof), answers);
  for (const part of ['margins', 'scores', 'classes']) {
    const got = sideBySide(answers, part, proof.rows), expected = proof[part], values = numbers(expected.values), width = got.length / proof.rows;
    for (let i = 0; i < values.length; i++) {
      if (differs(test, got[i], values[i], expected, proof.single)) wrong.add(Math.floor(i / width));
    }
  }
  return wrong;
};

/**
 * Answers the rows and compares: what `selfTest` says.
 * @param {any} made
 * @param {any} model
 */
export const selfTest = (made, { proof, unproved }) => {
  const test = { rows: 0, passed: 0, maxAbsDifference: 0, maxUlp: 0, verdict: unproved };
  if (!proof) return test;
  test.rows = proof.rows;
  // Where names are others than those that were answered for, no row holds.
  if (proof.named) test.passed = proof.rows - wrongOf(made, proof, test).size;
  const [held, broken] = proof.verdict;
  test.verdict = test.passed + (test.passed === test.rows ? held : broken);
  return test;
};
