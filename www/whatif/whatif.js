// @ts-check

import { rounded as dustless } from '../form/scale.js';
import { tried } from '../tried.js';
import { seriesOf } from './series.js';

/**
 * Draws, in each field, the answer over its column's range.
 * @param {any} model
 * @param {import('../form/field.js').Field[]} fields
 */
export function whatIf(model, fields) {
  const { targets } = model.schema;
  const drawn = fields.filter(({ control }) => control.whatIf);
  /** @type {Map<string, { others: string, curve: any }>} */
  const known = new Map();

  /** @param {any} insight @param {Record<string, unknown>} record @param {string} column */
  const curveOf = (insight, record, column) => {
    const others = JSON.stringify({ ...record, [column]: null });
    const before = known.get(column);
    if (before?.others === others && holds(before.curve, record[column])) return before.curve;
    const curve = insight.curve(model, record, column);
    known.set(column, { others, curve });
    return curve;
  };
  /** @param {import('../answer/shown.js').Shown} shown */
  const reach = (shown) => reachOf([...known.values()], shown, targets);
  /** @param {any} curve @param {import('../answer/shown.js').Shown} shown @param {[number, number]} [to] */
  const drawing = (curve, shown, to = reach(shown)) => seriesOf(curve, shown, targets, to);
  return {
    /** One piece of work a field. @param {any} insight @param {Record<string, unknown>} record @param {() => import('../answer/shown.js').Shown} shown */
    work: (insight, record, shown) => drawn.map(({ name, control }) => () => {
      const curve = tried(() => lined(curveOf(insight, record, name)), null);
      if (!curve) known.delete(name);
      control.whatIf?.(curve && drawing(curve, shown()));
    }),
    /** Once all are there: to one height. @param {import('../answer/shown.js').Shown} shown */
    settle: (shown) => {
      const to = reach(shown);
      drawn.forEach(({ name, control }) => known.has(name) && control.whatIf?.(drawing(known.get(name)?.curve, shown, to)));
    },
    /** Nothing can be drawn. */
    clear: () => {
      known.clear();
      drawn.forEach(({ control }) => control.whatIf?.(null));
    },
    any: () => known.size > 0,
    has: (/** @type {string} */ column) => known.has(column),
    /** What is drawn, for its tables. @param {import('../answer/shown.js').Shown} shown */
    series: (shown) => {
      const to = reach(shown);
      return drawn.flatMap((field) => {
        const curve = known.get(field.name)?.curve;
        return curve ? [{ field, series: drawing(curve, shown, to) }] : [];
      });
    },
  };
}

/** One value is no line: nobody knows the range. @param {any} curve */
const lined = (curve) => (curve.kind === 'steps' || (curve.levels.length || curve.from.length) > 1 ? curve : null);

/** Its own value changes no curve, unless it lies outside. @param {any} curve @param {unknown} value */
const holds = ({ kind, from, to }, value) => kind === 'levels' || typeof value !== 'number' || (value >= from[0] && value <= to.at(-1));

/**
 * All fields share one height: that of all lines, to round numbers.
 * @param {{ curve: any }[]} all
 * @param {import('../answer/shown.js').Shown} shown
 * @param {any[]} targets
 * @returns {[number, number]}
 */
function reachOf(all, { target, label }, targets) {
  if (label !== null) return [0, 1];
  let low = Infinity, high = -Infinity;
  for (const { curve } of all) {
    for (const answer of curve.prediction) {
      const value = targets.length > 1 ? answer?.[target] : answer;
      low = Math.min(low, value ?? Infinity);
      high = Math.max(high, value ?? -Infinity);
    }
  }
  return rounded(low, high);
}

/** @param {number} low @param {number} high @returns {[number, number]} */
function rounded(low, high) {
  if (!(high > low)) return [low, high];
  const size = 10 ** Math.floor(Math.log10(high - low));
  const step = (high - low) / size < 2 ? size / 5 : (high - low) / size < 5 ? size / 2 : size;
  return [dustless(Math.floor(dustless(low / step)) * step), dustless(Math.ceil(dustless(high / step)) * step)];
}
