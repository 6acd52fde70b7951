// @ts-check
// Answering: the last slots of a block become margins, scores and classes:
// src/pipeline/answer.rs.
import { linked, named } from './link.js';

/** How far probabilities may be from 0, from 1, and from 1 together. */
const TOLERANCE = 1e-9;

/** The position of the largest; the first of equals. NaN is never the largest. @param {ArrayLike<number>} x */
export const largest = (x) => {
  let best = 0;
  for (let i = 0; i < x.length; i++) if (x[i] > x[best] || x[best] !== x[best]) best = i;
  return best;
};

/** The position of the smallest; the first of equals. @param {ArrayLike<number>} x */
const smallest = (x) => {
  let best = 0;
  for (let i = 0; i < x.length; i++) if (x[i] < x[best]) best = i;
  return best;
};

/** Whether they can be probabilities, but for the rounding of a sum. @param {Float64Array} x */
const shares = (x) => {
  const sum = x.reduce((sum, x) => sum + x, 0);
  return x.every((x) => x >= -TOLERANCE && x <= 1 + TOLERANCE) && Math.abs(sum - 1) <= TOLERANCE;
};

/** 1 for the class of the smallest margin, 0 for the others. @param {Float64Array} margins @param {Float64Array} scores */
const point = (margins, scores) => {
  scores.fill(margins.every(isFinite) ? 0 : NaN);
  scores[smallest(margins)] += 1;
};

/** The precision that a link works in. @param {any} link */
const singleOf = (link) => {
  const [name, { precision }] = named(link);
  return /^single/.test(name) || precision === 'f32';
};

/**
 * The answers to a target, row by row.
 * @typedef {{ margins: Float64Array, scores: Float64Array, classes: Int32Array }} Answer
 */

/**
 * How one row is answered: `margins` are there, the rest is filled in; whether it is sound.
 * @param {any} target
 * @returns {{ slots: number[], width: number, coded: number, one: (margins: Float64Array, scores: Float64Array, code: number) => [sound: boolean, class_: number] }}
 */
export const answering = ({ slots, divisor, link, task: { type, classes, decision } }) => {
  const width = classes ? classes.values.length : 1, single = singleOf(link), apply = linked(link), rule = classes ? decision.type : 'number';

  /** @param {Float64Array} margins @param {Float64Array} scores */
  const score = (margins, scores) => {
    if (rule === 'smallest') return point(margins, scores);
    const last = scores.subarray(width - slots.length);
    for (let k = 0; k < last.length; k++) last[k] = margins[k] / divisor;
    apply(last);
    if (slots.length < width) scores[0] = single ? Math.fround(1 - scores[1]) : 1 - scores[1];
  };

  /** @type {Record<string, (margins: Float64Array, scores: Float64Array, code: number) => number>} */
  const rules = {
    number: () => 0,
    coded: (margins, scores, code) => Math.max(0, Math.trunc(code)) || 0,
    largest: (margins, scores) => largest(margins.length === scores.length ? margins : scores),
    smallest,
    above: (margins, scores) => scores[decision.positive] > decision.threshold ? decision.positive : 1 - decision.positive,
  };

  return {
    slots, width,
    coded: rule === 'coded' ? decision.slot : -1,
    one: (margins, scores, code) => {
      score(margins, scores);
      const sound = scores.every(isFinite) && code >= 0 && (type === 'regression' || link !== 'identity' || shares(scores));
      return [sound, rules[rule](margins, scores, code)];
    },
  };
};
