// @ts-check

import { familiarLine } from './answer/familiar.js';
import { likelyText } from './answer/likely.js';
import { insightLines } from './answer/lines.js';
import { chooser } from './answer/shown.js';
import { element } from './element.js';
import { insight } from './source.js';
import { texts } from './texts.js';
import { tried } from './tried.js';
import { flipLines, flipSearch } from './whatif/flips.js';
import { queue } from './whatif/queue.js';
import { tables } from './whatif/tables.js';
import { whatIf } from './whatif/whatif.js';
import { why } from './why/why.js';

/**
 * What there is to know about an answer: how sure, how usual, why, and what would change it.
 * @typedef {object} Insights
 * @property {HTMLElement} element beside the answer
 * @property {HTMLElement} legend over the form
 * @property {HTMLElement} tables under the form
 * @property {(record: Record<string, unknown>, result: any) => void} tell
 * @property {() => void} silence there is no answer
 * @property {{ chosen: string }} choice the key of the class that somebody chose to look at, or empty
 * @property {(record: Record<string, unknown>) => any} explain nothing where it cannot be
 * @property {(work: () => void) => void} also what else is done once nobody types
 * @property {() => import('./answer/shown.js').Shown | null} shown
 */

/**
 * @param {any} model
 * @param {import('./form/form.js').Form} sheet
 * @param {import('./words.js').Words} words
 * @param {() => void} changed another class is shown
 * @returns {Insights}
 */
export function insights(model, sheet, words, changed) {
  const lines = insightLines(), legend = element('p', { class: 'key' });
  const later = queue(), others = /** @type {(() => void)[]} */ ([]);
  const reasons = why(model, sheet.fields, words);
  const curves = whatIf(model, sheet.fields);
  const numbers = tables(curves, () => shown(), words);
  const explain = remembered((/** @type {object} */ record) => model.explain(record));
  const choice = chooser(model.schema.targets, words, () => {
    refresh();
    changed();
  });
  /** @type {any} */
  let library = null;
  /** @type {{ record: Record<string, unknown>, result: any } | null} */
  let latest = null;

  const shown = () => choice.of(latest?.result.prediction);
  const whyNow = () => latest && explained(reasons, explain, latest, shown());
  const settle = () => {
    curves.settle(shown());
    legend.textContent = curves.any() ? texts.lines(shown().title, shown().label !== null) : '';
  };
  const refresh = () => {
    choice.follow(shown());
    lines.stale(latest !== null);
    if (!latest) return later([]);
    if (!library) return later([whyNow, ...others, () => lines.stale(false)]);
    const { record } = latest;
    surroundings(lines, library, model, record, sheet.fields, words);
    later([whyNow, ...others, ...curves.work(library, record, shown), settle,
      ...flips(lines, library, model, record, curves.has, sheet, words), numbers.fill, () => lines.stale(false)]);
  };
  void insight().catch(() => null).then((module) => {
    library = module;
    sheet.element.classList.toggle('plain', !module);
    refresh();
  });
  lines.explain(choice.menu, reasons.element);
  return {
    element: lines.element, legend, tables: numbers.element, choice,
    tell(record, result) {
      latest = { record, result };
      refresh();
    },
    silence() {
      latest = null;
      curves.clear();
      numbers.fill();
      refresh();
    },
    explain: (record) => tried(() => explain(record), null),
    also: (work) => others.push(work),
    shown: () => (latest ? shown() : null),
  };
}

/** A question that is asked once of each record. @template T @param {(record: object) => T} ask */
function remembered(ask) {
  /** @type {WeakMap<object, T>} */
  const known = new WeakMap();
  return (/** @type {object} */ record) => {
    const answer = known.get(record) ?? ask(record);
    known.set(record, answer);
    return answer;
  };
}

/** @typedef {ReturnType<typeof insightLines>} Lines */

/**
 * @param {ReturnType<typeof why>} reasons
 * @param {(record: object) => any} explain
 * @param {{ record: Record<string, unknown>, result: any }} latest
 * @param {import('./answer/shown.js').Shown} shown
 */
function explained(reasons, explain, { record, result }, shown) {
  try {
    reasons.show(explain(record), shown, result);
  } catch (error) {
    reasons.refuse(error);
  }
}

/**
 * What takes no time: how sure the answer is, and how usual the record.
 * @param {Lines} lines
 * @param {any} library
 * @param {any} model
 * @param {Record<string, unknown>} record
 * @param {import('./form/field.js').Field[]} fields
 * @param {import('./words.js').Words} words
 */
function surroundings(lines, library, model, record, fields, words) {
  lines.say('likely', [likelyText(tried(() => library.likely(model, record), null), model.schema.targets[0], words)]);
  lines.say('familiar', familiarLine(tried(() => library.familiar(model, record), null), fields));
}

/**
 * What would lead to another class; a number has none.
 * @param {Lines} lines
 * @param {any} library
 * @param {any} model
 * @param {Record<string, unknown>} record
 * @param {(column: string) => boolean} drawn
 * @param {import('./form/form.js').Form} sheet
 * @param {import('./words.js').Words} words
 */
function flips(lines, library, model, record, drawn, { fields, set }, words) {
  if (model.schema.targets[0].task.type === 'regression') return [];
  const change = (/** @type {string} */ column, /** @type {unknown} */ value) => set(new Map([[column, value]]));
  return flipSearch(library, model, record, drawn, (...found) => lines.say('flip', flipLines(...found, model, fields, words, change)));
}
