// @ts-check

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
  const reach = reachOf(model);

  /** @param {any} insight @param {Record<string, unknown>} record @param {string} column */
  const curveOf = (insight, record, column) => {
    const others = JSON.stringify({ ...record, [column]: null });
    const before = known.get(column);
    if (before?.others === others && holds(before.curve, record[column])) return before.curve;
    const curve = insight.curve(model, record, column);
    known.set(column, { others, curve });
    return curve;
  };
  return {
    /** One piece of work a field. @param {any} insight @param {Record<string, unknown>} record @param {() => import('../answer/shown.js').Shown} shown */
    work: (insight, record, shown) => drawn.map(({ name, control }) => () => {
      const curve = tried(() => curveOf(insight, record, name), null);
      control.whatIf?.(curve && seriesOf(curve, shown(), targets, widened(reach, curve, shown())));
    }),
    /** Nothing can be drawn. */
    clear: () => drawn.forEach(({ control }) => control.whatIf?.(null)),
    /** What is drawn, for its tables. @param {import('../answer/shown.js').Shown} shown */
    series: (shown) => drawn.flatMap((field) => {
      const curve = known.get(field.name)?.curve;
      return curve ? [{ field, series: seriesOf(curve, shown, targets, reach[shown.target]) }] : [];
    }),
  };
}

/** Its own value changes no curve, unless it lies outside. @param {any} curve @param {unknown} value */
const holds = ({ kind, from, to }, value) => kind === 'levels' || typeof value !== 'number' || (value >= from[0] && value <= to.at(-1));

/** Of each target the numbers that the training data's answers span. @param {any} model @returns {[number, number][]} */
function reachOf({ schema, statistics }) {
  return schema.targets.map((/** @type {any} */ _, /** @type {number} */ i) => {
    const { min, max } = statistics?.predictions?.[i] ?? {};
    return [min ?? Infinity, max ?? -Infinity];
  });
}

/**
 * All fields share one height, which grows with what is drawn.
 * @param {[number, number][]} reach
 * @param {any} curve
 * @param {import('../answer/shown.js').Shown} shown
 */
function widened(reach, { prediction }, { target, label }) {
  const own = reach[target];
  if (label === null) {
    for (const answer of prediction) {
      const value = reach.length > 1 ? answer?.[target] : answer;
      if (!Number.isFinite(value)) continue;
      own[0] = Math.min(own[0], value);
      own[1] = Math.max(own[1], value);
    }
  }
  return own;
}
