// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { answerText, comparison, partsIf } from './compare.js';

/**
 * A record that is kept beside the one in the form.
 * @typedef {object} Beside
 * @property {HTMLElement} button keeps the current one
 * @property {HTMLElement} element the two side by side
 * @property {(current: Current | null) => void} show
 * @property {(cells: Cells | null) => void} keep
 * @property {() => Cells | null} kept
 */

/** @typedef {import('../form/form.js').Cells} Cells */
/** @typedef {{ record: Record<string, unknown>, result: any }} Current */

/**
 * @param {any} model
 * @param {import('../form/form.js').Form} sheet
 * @param {import('../insights.js').Insights} more
 * @param {import('../words.js').Words} words
 * @param {() => void} changed
 * @returns {Beside}
 */
export function bench(model, sheet, more, words, changed) {
  const { targets } = model.schema;
  const compared = comparison(model, sheet.fields, words);
  /** @type {Current | null} */
  let current = null;
  /** @type {Current | null} */
  let kept = null;
  const table = element('div');
  const reminder = element('span', { class: 'reminder' });
  const button = element('button', { type: 'button', class: 'chip' }, texts.keep);
  const keepIt = element('div', { class: 'keeping' }, reminder, button);
  const place = element('section', { class: 'beside', 'aria-labelledby': 'beside-title', hidden: true },
    element('h2', { id: 'beside-title' }, texts.beside), table, actions(() => swap(), () => drop()));

  const side = (/** @type {Current} */ one, /** @type {import('../answer/shown.js').Shown} */ shown) =>
    ({ ...one, parts: partsIf(more.explain(one.record), shown, targets, one.result) });
  const draw = () => {
    const shown = more.shown();
    place.hidden = !(kept && current && shown);
    reminder.textContent = kept ? texts.reminder(answersOf(kept, targets, words)) : '';
    if (kept && current && shown) table.replaceChildren(compared(side(kept, shown), side(current, shown), shown));
  };
  const keep = (/** @type {Cells | null} */ cells) => {
    kept = cells && answered(model, Object.fromEntries(cells));
    draw();
  };
  const drop = () => {
    keep(null);
    changed();
    button.focus();
  };
  const swap = () => {
    const [old, now] = [kept, current];
    if (!old || !now) return;
    kept = now;
    sheet.set(new Map(Object.entries(old.record)));
  };
  more.also(draw);
  button.addEventListener('click', () => {
    keep(current && new Map(Object.entries(current.record)));
    changed();
  });
  return { button: keepIt, element: place, keep, kept: () => kept && new Map(Object.entries(kept.record)),
    show(now) {
      current = now;
      if (!now) draw();
    } };
}

/** @param {() => void} swap @param {() => void} drop */
function actions(swap, drop) {
  return element('p', { class: 'actions' }, ...[[texts.swap, swap], [texts.drop, drop]].map(([title, act]) => {
    const button = element('button', { type: 'button', class: 'chip' }, /** @type {string} */ (title));
    button.addEventListener('click', /** @type {() => void} */ (act));
    return button;
  }));
}

/** @param {any} model @param {Record<string, unknown>} record @returns {Current | null} nothing where the model refuses it */
function answered(model, record) {
  try {
    return { record, result: model.predictOne(record, { probabilities: true }) };
  } catch {
    return null;
  }
}

/** @param {Current} kept @param {any[]} targets @param {import('../words.js').Words} words */
const answersOf = ({ result }, targets, words) => targets.map((target, i) => answerText(result, target, i, targets, words)).join(', ');
