// @ts-check
// The smallest change of one column that flips the class.
import { after, afterAll, answers, cells, number } from './ask.js';
import { curve } from './curve.js';
import { short } from './round.js';
import { between, shareOf } from './share.js';

/** Of the range: a number is rounded by no more. */
const SLACK = 100;
/** What is looked at between two samples, and how often. */
const FINER = 64;
const ROUNDS = 3;

/**
 * @typedef {object} Found
 * @property {any} to
 * @property {any} prediction
 * @property {number} distance
 * @property {number} [towards] the other end of the piece
 */

/** The nearest. @param {Found[]} all @param {(a: Found, b: Found) => number} [equal] @returns {Found | undefined} */
const nearest = (all, equal = () => 0) => all.sort((a, b) => a.distance - b.distance || equal(a, b))[0];

/**
 * The nearest level with another class; the commoner, the nearer.
 * @param {any} column
 * @param {any} curve
 * @param {(prediction: any) => boolean} flipped
 */
const level = ({ statistics }, { levels, prediction }, flipped) => nearest(levels
  .map((/** @type {any} */ to, /** @type {number} */ code) => ({ to, prediction: prediction[code], distance: 1 - (shareOf(statistics, code) ?? 0) }))
  .filter((/** @type {Found} */ found) => found.to !== null && flipped(found.prediction)));

/**
 * The nearest end of the nearest piece with another class, within the training range.
 * @param {any} column
 * @param {any} curve
 * @param {(prediction: any) => boolean} flipped
 * @param {number | undefined} own
 */
const piece = ({ statistics }, { from, to, prediction }, flipped, own) => {
  const low = statistics?.min ?? from[0], high = statistics?.max ?? to.at(-1), middle = own ?? statistics?.quantiles[10] ?? (low + high) / 2;
  /** @type {Found[]} */
  const all = [];
  from.forEach((/** @type {number} */ start, /** @type {number} */ i) => {
    const first = Math.max(start, low), last = Math.min(to[i], high);
    if (first > last || !flipped(prediction[i])) return;
    const [near, towards] = middle > last ? [last, first] : [Math.max(first, Math.min(last, middle)), last];
    all.push({ to: near, towards, prediction: prediction[i], distance: between(statistics, middle, near, high - low) });
  });
  return nearest(all, (a, b) => Math.abs(a.to - middle) - Math.abs(b.to - middle));
};

/**
 * Looks closer at where the class flips between two numbers, of which the second is known to have flipped.
 * @param {(values: number[]) => any} classesOf
 * @param {(prediction: any) => boolean} flipped
 * @param {number} kept
 * @param {number} to
 * @param {number} [rounds]
 * @returns {any}
 */
const closer = (classesOf, flipped, kept, to, rounds = ROUNDS) => {
  const values = Array.from({ length: FINER }, (_, i) => kept + (to - kept) * ((i + 1) / FINER)).concat(to);
  return !rounds ? to : after(classesOf(values), (classes) => {
    const first = classes.findIndex(flipped);
    return closer(classesOf, flipped, first ? values[first - 1] : kept, values[first], rounds - 1);
  });
};

/**
 * A number that flips, as a person would write it.
 * @param {any} column
 * @param {any} curve
 * @param {Found} found
 * @param {number | undefined} own
 * @param {(values: number[]) => any} classesOf
 * @param {(prediction: any) => boolean} flipped
 * @returns {any}
 */
const settle = ({ kind: { integer }, statistics }, { kind, from, to }, found, own, classesOf, flipped) => {
  const range = (statistics?.max ?? to.at(-1)) - (statistics?.min ?? from[0]), finish = (/** @type {number} */ to, /** @type {any} */ prediction) => ({
    ...found, to, prediction, distance: own === undefined ? found.distance : between(statistics, own, to, range),
  });
  const whole = integer && Number.isInteger(found.to);
  if (whole && kind === 'steps') return found;
  const rounded = (/** @type {number} */ x, /** @type {number} */ towards) => whole ? towards < x ? Math.floor(x) : Math.ceil(x) : short(x, towards, range / SLACK);
  if (kind === 'steps') return finish(rounded(found.to, /** @type {number} */ (found.towards)), found.prediction);
  const at = from.indexOf(found.to), kept = from[at - Math.sign(found.to - (own ?? found.to))];
  return after(kept === undefined ? found.to : closer(classesOf, flipped, kept, found.to), (near) => {
    const values = [rounded(near, found.to), whole ? found.to : near];
    return after(classesOf(values), (classes) => {
      const first = Math.max(0, classes.findIndex(flipped));
      return finish(values[first], classes[first]);
    });
  });
};

/**
 * @param {any} model
 * @param {any} record
 * @param {{ target?: number, columns?: string[] }} [options]
 */
export const flips = (model, record, { target = 0, columns: only } = {}) => {
  const { columns, targets } = model.schema, own = cells(model, record);
  const one = (/** @type {any} */ answer) => targets.length > 1 ? answer?.[target] ?? null : answer;

  /** @param {any} column @param {any} was */
  const flip = (column, was) => {
    const { name } = column, cell = number(own[name]), flipped = (/** @type {any} */ prediction) => prediction !== null && prediction !== was;
    const classesOf = (/** @type {number[]} */ values) => after(answers(model, own, name, values), ({ prediction }) => prediction.map(one));
    return after(curve(model, own, name), (drawn) => {
      const shown = { ...drawn, prediction: drawn.prediction.map(one) };
      const found = shown.kind === 'levels' ? level(column, shown, flipped) : piece(column, shown, flipped, cell);
      return found && shown.kind !== 'levels' ? settle(column, shown, found, cell, classesOf, flipped) : found;
    });
  };

  return after(model.predictOne(own), ({ prediction }) => {
    const asked = targets[target].task.classes ? columns.filter((/** @type {any} */ { kind, name }) => kind.type !== 'text' && (!only || only.includes(name))) : [];
    return afterAll(asked.map((/** @type {any} */ column) => flip(column, one(prediction))), (found) => found
      .flatMap((one, i) => one ? { column: asked[i].name, from: own[asked[i].name] ?? null, to: one.to, prediction: one.prediction, distance: one.distance } : [])
      .sort((a, b) => a.distance - b.distance));
  });
};
