// @ts-check
// From where a curve flips to the number that a person would write.
import { after } from './ask.js';
import { short } from './round.js';
import { between } from './share.js';

/** @typedef {import('./nearest.js').Found} Found */
/** @typedef {import('./nearest.js').Flipped} Flipped */
/** @typedef {(values: number[]) => any} ClassesOf asks the model */

/** A number is rounded by no more than this part of the range. */
const SLACK = 1 / 100;
/** What is looked at between two samples, and how often. */
const FINER = 64;
const ROUNDS = 3;

/**
 * Looks closer at where the class flips between a number that keeps it and one that is known to have flipped.
 * @param {ClassesOf} classesOf
 * @param {Flipped} flipped
 * @param {number} kept
 * @param {number} to
 * @param {number} [rounds]
 * @returns {any} the number that flips
 */
const closer = (classesOf, flipped, kept, to, rounds = ROUNDS) => {
  if (!rounds) return to;
  const values = Array.from({ length: FINER }, (_, i) => kept + (to - kept) * ((i + 1) / FINER)).concat(to);
  return after(classesOf(values), (classes) => {
    const first = classes.findIndex(flipped);
    return closer(classesOf, flipped, first ? values[first - 1] : kept, values[first], rounds - 1);
  });
};

/**
 * Between two samples the model is asked, also about what was rounded.
 * @param {Found} found
 * @param {number} kept
 * @param {(x: number, towards: number) => number} rounded
 * @param {ClassesOf} classesOf
 * @param {Flipped} flipped
 * @returns {any} the number and its class
 */
const sought = (found, kept, rounded, classesOf, flipped) => after(closer(classesOf, flipped, kept, found.to), (near) => {
  // What is no whole number is not tried where all are.
  const values = [rounded(near, found.to), near, found.to].filter((x) => rounded(x, x) === x);
  return after(classesOf(values), (classes) => {
    const first = classes.findIndex(flipped);
    return [values[first], classes[first]];
  });
});

/**
 * @param {any} column
 * @param {any} curve
 * @param {Found} found
 * @param {ReturnType<typeof import('./nearest.js').scope>} scope
 * @param {ClassesOf} classesOf
 * @param {Flipped} flipped
 * @returns {any} what was found, or a promise of it
 */
export const settle = ({ kind: { integer }, statistics }, { kind, from }, found, { start, range }, classesOf, flipped) => {
  const whole = integer && Number.isInteger(found.to);
  if (whole && kind === 'steps') return found;
  const rounded = (/** @type {number} */ x, /** @type {any} */ towards) => whole ? towards < x ? Math.floor(x) : Math.ceil(x) : short(x, towards, range * SLACK);
  const kept = from[from.indexOf(found.to) - Math.sign(found.to - start)] ?? found.to;
  return after(kind === 'steps' ? [rounded(found.to, found.towards), found.prediction] : sought(found, kept, rounded, classesOf, flipped),
    ([to, prediction]) => ({ ...found, to, prediction, distance: between(statistics, start, to, range) }));
};
