// @ts-check

import { element } from '../element.js';
import { number, percent, score } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { signed, valueText } from './value.js';

/** More than these are one line, and the table has them all. */
const MOST = 6;

/** @typedef {import('./parts.js').Parts} Parts */
/** @typedef {{ title: string, value: string, contribution: number }} Line */

/**
 * From the base to the answer, a bar for each contribution where the one before ends; a table at once.
 * @param {Parts} parts
 * @param {import('../answer/shown.js').Shown} shown
 * @param {import('../form/field.js').Field[]} fields
 * @param {import('../words.js').Words} words
 * @returns {Node[]}
 */
export function waterfall(parts, shown, fields, words) {
  const lines = parts.parts.map((part) => lineOf(part, fields, words));
  const seen = folded(lines);
  const scale = scaleOf(parts, seen);
  const known = parts.baseShare !== null && parts.share !== null;
  let at = parts.base;
  const rows = seen.map((line) => bar(line, at, at += line.contribution, scale, parts));
  const table = element('table', { class: 'waterfall' },
    element('caption', { class: 'unseen' }, texts.waterfall(shown.title)),
    element('thead', { class: 'unseen' }, element('tr', {}, ...[texts.column, texts.contribution].map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, end(parts.method === 'linear' ? texts.typicalBase : texts.base, parts.base, known && parts.baseShare, scale), ...rows,
      end(known ? texts.probabilityOf(shown.title) : texts.thisAnswer, parts.answer, known && parts.share, scale)));
  const most = element('p', {}, ...(lines[0]?.contribution ? mostly(lines[0], shown) : [texts.nothingMoves]));
  const all = lines.length > seen.length ? element('details', {}, element('summary', {}, texts.allContributions(lines.length)), complete(lines)) : null;
  return [most, table, ...(all ? [all] : []), element('p', { class: 'reason' }, about(parts, shown))];
}

/** @param {Parts['parts'][0]} part @param {import('../form/field.js').Field[]} fields @param {import('../words.js').Words} words @returns {Line} */
function lineOf({ column, value, contribution }, fields, words) {
  const field = fields.find(({ name }) => name === column);
  return { title: field?.title ?? column, value: valueText(value, field?.column, words), contribution };
}

/** @param {Line[]} lines */
function folded(lines) {
  const most = Math.abs(lines[0]?.contribution ?? 0);
  const kept = lines.filter(({ contribution }, i) => i < MOST && Math.abs(contribution) >= most / 200);
  const rest = lines.slice(kept.length);
  if (rest.length < 2) return lines;
  const sum = rest.reduce((total, { contribution }) => total + contribution, 0);
  return [...kept, { title: texts.others(rest.length), value: '', contribution: sum }];
}

/** What spans the drawing: from 0 to 1. @param {Parts} parts @param {Line[]} lines */
function scaleOf({ base, answer }, lines) {
  let at = base;
  const ends = [base, answer, ...lines.map(({ contribution }) => (at += contribution))];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return (/** @type {number} */ x) => (high > low ? 0.02 + (0.96 * (x - low)) / (high - low) : 0.5);
}

/** @typedef {(x: number) => number} Scale */

/** @param {Line} line @param {number} from @param {number} to @param {Scale} scale @param {Parts} parts */
function bar({ title, value, contribution }, from, to, scale, parts) {
  const share = element('span', { class: contribution < 0 ? 'fall down' : 'fall up', 'aria-hidden': 'true' });
  share.style.setProperty('--from', String(scale(Math.min(from, to))));
  share.style.setProperty('--to', String(scale(Math.max(from, to))));
  return element('tr', {}, element('th', { scope: 'row' }, title, value && element('span', { class: 'held' }, value)),
    element('td', {}, share, element('data', { value: contribution }, signed(contribution, parts.space))));
}

/** @param {string} title @param {number} x @param {number | null | false} share where it can be said @param {Scale} scale */
function end(title, x, share, scale) {
  const tick = element('span', { class: 'fall tick', 'aria-hidden': 'true' });
  tick.style.setProperty('--from', String(scale(x)));
  tick.style.setProperty('--to', String(scale(x)));
  return element('tr', { class: 'end' }, element('th', { scope: 'row' }, title),
    element('td', {}, tick, element('data', { value: x }, typeof share === 'number' ? percent(share) : number(x))));
}

/** @param {Line} line @param {import('../answer/shown.js').Shown} shown */
function mostly({ title, value, contribution }, { title: answer, label }) {
  const way = contribution < 0 ? 'down' : 'up';
  return [texts.mostly, element('strong', {}, texts.valueOf(title, value)), label === null ? texts.moves[way] : texts.speaks[way](answer)];
}

/** @param {Parts} parts @param {import('../answer/shown.js').Shown} shown */
function about({ space, base, answer }, { title }) {
  const scale = { margin: texts.inMargins(score(base), score(answer)), probability: texts.inProbabilities, value: texts.inValues }[space];
  return `${space === 'value' ? '' : texts.directions(title)} ${scale} ${texts.noCause}`.trim();
}

/** @param {Line[]} lines */
function complete(lines) {
  const rows = lines.map(({ title, value, contribution }) =>
    element('tr', {}, element('th', { scope: 'row' }, title), element('td', {}, value), element('td', {}, String(contribution))));
  return scroller(texts.contribution, element('table', { class: 'figures' },
    element('thead', {}, element('tr', {}, ...[texts.column, texts.held, texts.contribution].map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows)));
}
