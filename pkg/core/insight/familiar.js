// @ts-check
// Whether a record is like the training data, as far as columns one by one can say: what is kept of the data are
// ranges, histograms and counts, and no combinations.
import { cells } from './ask.js';
import { shareOf } from './share.js';

/** @typedef {{ reason: string, share: number | null, points: number }} Mark */

/** Of training rows: what fewer have, or fewer go beyond, is rare. */
const RARE = 0.01;
/** How many columns of an ordinary record are marked: both tails. */
const EXPECTED = 2 * RARE;
/** Records with so many marks or more by chance alone are one in twenty. */
const CHANCE = 0.05;
/** So many marks more than chance gives are unlike anything seen. */
const UNLIKE = 4;

/**
 * A number outside the range counts twice; by more than the range itself, four times.
 * @param {any} statistics
 * @param {number} x
 * @returns {Mark | undefined}
 */
const outside = ({ min, max }, x) => {
  if (min === null || x >= min && x <= max) return;
  const beyond = Math.max(min - x, x - max);
  return { reason: x < min ? 'below' : 'above', share: 0, points: beyond > max - min ? UNLIKE : 2 };
};

/**
 * In the bin of the histogram that a number falls into, and in all beyond it, there are hardly any rows: no larger a
 * `share` of them can be beyond the number. A bin that has none is as rare.
 * @param {any} statistics
 * @param {number} x
 * @returns {Mark | undefined}
 */
const thin = ({ edges, histogram }, x) => {
  if (histogram.length < 2) return;
  const all = sum(histogram), bin = Math.min(histogram.length - 1, Math.max(0, edges.filter((/** @type {number} */ edge) => edge <= x).length - 1));
  if (!all) return;
  const share = Math.min(sum(histogram.slice(0, bin + 1)), sum(histogram.slice(bin))) / all;
  if (share < RARE) return { reason: 'tail', share, points: 1 };
  if (!histogram[bin]) return { reason: 'rare', share: 0, points: 1 };
};

/** @param {number[]} counts */
const sum = (counts) => counts.reduce((sum, count) => sum + count, 0);

/**
 * @param {any} statistics
 * @param {any[]} known
 * @param {any} cell
 * @returns {Mark | undefined}
 */
const level = (statistics, known, cell) => {
  const code = known.indexOf(cell), share = shareOf(statistics, code);
  if (code < 0) return { reason: 'unknown-level', share: 0, points: 2 };
  if (share !== undefined && share < RARE) return { reason: 'rare', share, points: 1 };
};

/**
 * What is out of the ordinary about a cell.
 * @param {any} column
 * @param {any} cell
 * @returns {Mark | undefined}
 */
const mark = ({ kind, statistics }, cell) => {
  if (cell == null || cell !== cell) {
    const share = statistics.missing / statistics.count;
    return share < RARE ? { reason: 'missing', share, points: 1 } : undefined;
  }
  if (kind.type === 'numeric') return typeof cell === 'number' ? outside(statistics, cell) ?? thin(statistics, cell) : undefined;
  return level(statistics, kind.type === 'boolean' ? [false, true] : kind.levels.values, cell);
};

/**
 * The marks that chance alone gives no more than one record in twenty more of: the quantile of a binomial distribution.
 * @param {number} columns
 * @param {number} share of ordinary cells that are marked
 */
const allowed = (columns, share) => {
  let marks = 0, term = (1 - share) ** columns, more = 1 - term;
  for (; more > CHANCE && marks < columns; more -= term) term *= (columns - marks) / ++marks * share / (1 - share);
  return marks;
};

/**
 * @param {any} model
 * @param {any} record
 */
export const familiar = (model, record) => {
  const own = cells(model, record), known = model.schema.columns.filter((/** @type {any} */ { kind, statistics }) => kind.type !== 'text' && statistics?.count);
  if (!known.length) return null;
  const columns = known.flatMap((/** @type {any} */ column) => {
    const found = mark(column, own[column.name]);
    return found ? { column: column.name, ...found } : [];
  });
  // Of new rows, too, one in n is below all of n, and one above.
  const share = Math.min(0.5, EXPECTED + 2 / Math.min(...known.map((/** @type {any} */ { statistics }) => statistics.count)));
  const points = sum(columns.map((/** @type {Mark} */ { points }) => points)), more = points - allowed(known.length, share);
  return {
    verdict: more >= UNLIKE || columns.some((/** @type {Mark} */ { points }) => points === UNLIKE) ? 'unlike' : more > 0 ? 'unusual' : 'usual',
    columns: columns.map((/** @type {any} */ { points, ...mark }) => mark),
  };
};
