// @ts-check

import { familiarLine } from './answer/familiar.js';
import { likelyText } from './answer/likely.js';
import { shownMenu, shownOf, usualShown } from './answer/shown.js';
import { element } from './element.js';
import { insight } from './source.js';
import { texts } from './texts.js';
import { tried } from './tried.js';
import { flipLines } from './whatif/flips.js';
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
 * @property {string} chosen the key of what somebody chose to be shown, or empty
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
  const { targets } = model.schema;
  const all = shownOf(targets, words);
  const view = views();
  const reasons = why(model, sheet.fields, words);
  const curves = whatIf(model, sheet.fields);
  const numbers = tables(() => curves.series(shown()), words);
  const later = queue();
  /** @type {any} */
  let library = null;
  let chosen = '';
  /** @type {{ record: Record<string, unknown>, result: any } | null} */
  let latest = null;
  /** @type {(() => void)[]} */
  const others = [];
  const explain = remembered((/** @type {object} */ record) => model.explain(record));

  const menu = shownMenu(all, () => {
    chosen = menu?.value ?? '';
    refresh();
    changed();
  });
  const shown = () => all.find(({ key }) => key === chosen) ?? usualShown(all, targets, latest?.result.prediction);
  const change = (/** @type {string} */ column, /** @type {unknown} */ value) => sheet.set(new Map([[column, value]]));

  const explained = () => {
    if (!latest) return;
    try {
      reasons.show(explain(latest.record), shown(), latest.result);
    } catch (error) {
      reasons.refuse(error);
    }
  };
  const atOnce = () => {
    if (!latest || !library) return;
    const { record } = latest;
    view.say('likely', [likelyText(tried(() => library.likely(model, record), null), targets[0], words)]);
    view.say('familiar', familiarLine(tried(() => library.familiar(model, record), null), sheet.fields));
  };
  /** Column by column: all at once may take longer than a person's next key. */
  const flips = () => {
    if (!latest || targets[0].task.type === 'regression') return [];
    const { record } = latest, found = /** @type {any[]} */ ([]);
    const look = sheet.fields.map(({ name }) => () => found.push(...tried(() => library.flips(model, record, { columns: [name] }), [])));
    const say = () => view.say('flip', flipLines(found.sort((a, b) => a.distance - b.distance), targets[0], sheet.fields, words, change));
    return [...look, say];
  };
  const refresh = () => {
    if (menu) menu.value = shown().key;
    view.legend.textContent = library ? texts.lines(shown().title, shown().label !== null) : '';
    atOnce();
    const work = library && latest ? [...curves.work(library, latest.record, shown), () => curves.settle(shown()), ...flips(), numbers.fill] : [];
    view.stale(true);
    later(latest ? [explained, ...others, ...work, () => view.stale(false)] : []);
  };
  void arrive().then((module) => {
    library = module;
    sheet.element.classList.toggle('plain', !module);
    refresh();
  });
  return {
    element: view.frame(menu, reasons.element),
    legend: view.legend,
    tables: numbers.element,
    tell(record, result) {
      latest = { record, result };
      refresh();
    },
    silence() {
      latest = null;
      curves.clear();
      view.stale(false);
      later([]);
    },
    get chosen() { return chosen; },
    set chosen(key) { chosen = key; },
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

/** It comes after the first answer; where it is lost, the page does without. */
function arrive() {
  return insight().catch(() => null);
}

/** The lines beside the answer. */
function views() {
  const lines = {
    likely: element('p', { class: 'insight', hidden: true }),
    familiar: element('div', { class: 'insight', hidden: true }),
    flip: element('div', { class: 'insight', hidden: true }),
  };
  const frame = element('div', { class: 'insights' });
  return {
    legend: element('p', { class: 'key' }),
    stale: (/** @type {boolean} */ is) => { frame.classList.toggle('stale', is); },
    /** @param {keyof typeof lines} name @param {(Node | string)[]} said */
    say(name, said) {
      lines[name].hidden = said.every((part) => part === '');
      lines[name].replaceChildren(...said);
    },
    /** @param {HTMLElement | null} menu @param {HTMLElement} reasons */
    frame(menu, reasons) {
      frame.append(lines.likely, lines.familiar, lines.flip,
        element('section', { class: 'reasons' }, element('div', { class: 'why-head' }, element('h3', {}, texts.why), menu ?? ''), reasons));
      return frame;
    },
  };
}
