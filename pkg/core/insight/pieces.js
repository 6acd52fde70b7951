// @ts-check
// Which values of a column a curve is made of.
import { after, number } from './ask.js';

/** Where a model does not answer in steps, so many numbers are looked at, beside the quantiles. */
const SAMPLES = 101;
/** Whole numbers are looked at one by one if they are no more, and levels. */
const EACH = 1000;
const LEVELS = 4096;

/** @typedef {{ kind: 'steps' | 'samples' | 'levels', from: number[], to: number[], levels: any[] }} Pieces */

/** The next larger double. @param {number} x */
const up = (x) => {
  const bits = new BigInt64Array(Float64Array.of(x || 0).buffer);
  bits[0] += x < 0 ? -1n : 1n;
  return new Float64Array(bits.buffer)[0] || 0;
};

/**
 * Between edges, whole numbers alone where the column has no others.
 * @param {number[]} edges
 * @param {[number, number]} range
 * @param {boolean} whole
 * @returns {Pieces}
 */
const steps = (edges, [low, high], whole) => {
  const inner = edges.filter((edge) => edge >= low && edge < high);
  const ends = [...inner, high], pieces = [low, ...inner.map(up)].map((from, i) => whole ? [Math.ceil(from), Math.floor(ends[i])] : [from, ends[i]]);
  const there = pieces.filter(([from, to]) => from <= to);
  return { kind: 'steps', from: there.map(([from]) => from), to: there.map(([, to]) => to), levels: [] };
};

/**
 * @param {any} statistics
 * @param {number | undefined} own
 * @param {[number, number]} range
 * @param {boolean} whole
 * @returns {Pieces}
 */
const samples = (statistics, own, [low, high], whole) => {
  const count = whole ? Math.min(EACH, high - low) + 1 : SAMPLES;
  const grid = Array.from({ length: count }, (_, i) => low + (high - low) * (i / Math.max(1, count - 1)));
  const all = [...grid, ...statistics?.quantiles ?? [], own ?? low].map((x) => whole ? Math.round(x) : x);
  const from = [...new Set(all.filter((x) => x >= low && x <= high))].sort((a, b) => a - b);
  return { kind: 'samples', from, to: from, levels: [] };
};

/**
 * The range that was asked for, else that of the training data, widened to the record's value; nothing where nobody
 * knows one.
 * @param {any} statistics
 * @param {number | undefined} own
 * @param {{ from?: number, to?: number }} asked
 * @returns {[number, number] | undefined}
 */
const rangeOf = (statistics, own, { from, to }) => {
  const low = from ?? Math.min(statistics?.min ?? NaN, own ?? Infinity), high = to ?? Math.max(statistics?.max ?? NaN, own ?? -Infinity);
  return low <= high ? [low, high] : undefined;
};

/**
 * A range that shows all edges.
 * @param {number[]} edges
 * @param {number | undefined} own
 * @returns {[number, number]}
 */
const around = (edges, own) => {
  const [first = own ?? 0] = edges, last = edges.at(-1) ?? first, margin = edges.length && ((last - first) / 10 || Math.abs(first) / 10 || 1);
  return [Math.min(first - margin, own ?? Infinity), Math.max(last + margin, own ?? -Infinity)];
};

/**
 * @param {any} model
 * @param {any} column
 * @param {any} cell the record's
 * @param {{ from?: number, to?: number }} asked
 */
const numbers = (model, { name, kind, statistics }, cell, asked) => {
  const own = number(cell), known = rangeOf(statistics, own, asked), [from, to] = known ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  return after(model.edges({ column: name, from, to }), (edges) => {
    const range = known ?? around(edges ?? [], own), whole = kind.integer && [...range, own ?? 0].every(Number.isInteger);
    return edges ? steps(edges, range, whole) : samples(statistics, own, range, whole);
  });
};

/**
 * The levels; of a text, of which nobody knows others, its own.
 * @param {any} column
 * @param {any} cell
 * @returns {Pieces}
 */
const levels = ({ kind: { type, levels }, missing }, cell) => {
  const known = type === 'boolean' ? [false, true] : levels?.values.slice(0, LEVELS) ?? (cell == null ? [] : [cell]);
  return { kind: 'levels', from: [], to: [], levels: missing ? [...known, null] : known };
};

/**
 * @param {any} model
 * @param {any} column
 * @param {any} cell
 * @param {{ from?: number, to?: number }} asked
 * @returns {any} {@link Pieces}, or a promise of them
 */
export const pieces = (model, column, cell, asked) => column.kind.type === 'numeric' ? numbers(model, column, cell, asked) : levels(column, cell);
