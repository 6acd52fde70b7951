// @ts-check

import { element } from '../element.js';
import { number, percent } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { plainly, titleOf } from '../words.js';
import { partsOf } from '../why/parts.js';
import { signed, valueText } from '../why/value.js';

/** @typedef {{ record: Record<string, unknown>, result: any, parts: import('../why/parts.js').Parts | null }} Side */

/**
 * Two records side by side: what differs, what each answers, and how far each difference moves the answer.
 * @param {any} model
 * @param {import('../form/field.js').Field[]} fields
 * @param {import('../words.js').Words} words
 */
export function comparison(model, fields, words) {
  const { targets } = model.schema;
  /** @param {Side} kept @param {Side} now @param {import('../answer/shown.js').Shown} shown */
  return (kept, now, shown) => {
    const differing = fields.filter(({ name }) => !Object.is(kept.record[name], now.record[name]));
    const rows = [...differing, ...fields.filter((field) => !differing.includes(field))]
      .map((field) => row(field, kept, now, differing.includes(field), words));
    const moved = kept.parts && now.parts ? [texts.moves[shown.label === null ? 'column' : 'class'](shown.title)] : [];
    return scroller(texts.compared2, element('table', { class: 'compared' },
      element('caption', {}, texts.differing(differing.length)),
      element('thead', {}, element('tr', {}, ...[texts.column, texts.kept, texts.now, ...moved].map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...targets.map((/** @type {any} */ target, /** @type {number} */ i) => answerRow(target, i, kept, now, targets, words)), ...rows)));
  };
}

/** @param {import('../form/field.js').Field} field @param {Side} kept @param {Side} now @param {boolean} differs @param {import('../words.js').Words} words */
function row({ name, title, column }, kept, now, differs, words) {
  const cells = [kept, now].map(({ record }) => element('td', {}, valueText(record[name], column, words)));
  const change = contributionOf(now, name) - contributionOf(kept, name);
  return element('tr', { class: differs ? 'differs' : 'same' }, element('th', { scope: 'row' }, title, differs && element('span', { class: 'unseen' }, ` (${texts.differs2})`)), ...cells,
    Number.isNaN(change) ? null : element('td', { class: change < 0 ? 'down' : change > 0 ? 'up' : '' }, signed(change, now.parts?.space)));
}

/** @param {Side} side @param {string} name */
const contributionOf = ({ parts }, name) => (parts ? parts.parts.find(({ column }) => column === name)?.contribution ?? 0 : NaN);

/** @param {any} target @param {number} i @param {Side} kept @param {Side} now @param {any[]} targets @param {import('../words.js').Words} words */
function answerRow(target, i, kept, now, targets, words) {
  const cells = [kept, now].map(({ result }) => element('td', {}, answerText(result, target, i, targets, words)));
  return element('tr', { class: 'answers-row' }, element('th', { scope: 'row' }, titleOf(target)), ...cells, kept.parts && now.parts && element('td'));
}

/**
 * An answer in a few words: a class and its probability, or a number and its unit.
 * @param {any} result
 * @param {any} target
 * @param {number} i
 * @param {any[]} targets
 * @param {import('../words.js').Words} words
 */
export function answerText({ prediction, probabilities }, target, i, targets, words) {
  const label = targets.length > 1 ? prediction[i] : prediction;
  if (target.task.type === 'regression') return `${number(label)} ${target.unit}`.trim();
  const share = (targets.length > 1 ? probabilities?.[i] : probabilities)?.[String(label)];
  return [label === null ? plainly('') : words(target.name, label), share === undefined ? '' : percent(share)].join(' ').trim();
}

/** @param {any} explanation @param {import('../answer/shown.js').Shown} shown @param {any[]} targets @param {any} result */
export const partsIf = (explanation, shown, targets, result) => (explanation ? partsOf(explanation, shown, targets, result) : null);
