// @ts-check
// A table on its way: read, matched, answered, shown. Each step takes the place of the last.

import { element } from '../element.js';
import { count } from '../numbers.js';
import { tables } from '../source.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';
import { misread, reasonOf } from './failure.js';
import { match, placed, unique } from './match.js';
import { matching } from './matching.js';
import { progress } from './progress.js';
import { results } from './results.js';
import { run, withWorkers } from './run.js';
import { asking } from './second.js';
import { tableOf } from './source.js';

/** @typedef {import('./source.js').Table} Table */
/** @typedef {import('./answers.js').Answers} Answers */

/**
 * @param {HTMLElement} place
 * @param {any} model
 * @param {import('../models.js').Offer} offer
 * @param {import('../words.js').Words} words
 * @param {(text: string) => void} announce
 */
export function panel(place, model, offer, words, announce) {
  const columns = element('div'), said = element('div', { class: 'many-said', role: 'alert' }), running = element('div'), shown = element('div');
  place.replaceChildren(columns, said, running, shown);
  /** What was answered. @type {{ table: Table, plan: import('./run.js').Plan, answers: Answers } | undefined} */
  let last;
  /** What runs. @type {AbortController} */
  let under = new AbortController();

  /** @param {Blob & { name?: string }} file @param {import('./source.js').Given} [given] @param {boolean} [again] */
  const take = async (file, given, again = false) => {
    under.abort();
    const mine = under = new AbortController();
    place.closest('section')?.scrollIntoView();
    for (const part of [said, running, shown]) part.replaceChildren();
    try {
      const table = await tableOf(file, given), { closest } = await tables();
      if (under !== mine) return;
      unique(model.schema.columns, table.header);
      const found = { columns: match(model.schema.columns, table.header, closest), truth: match([model.schema.targets[0]], table.header, () => -1)[0] };
      const plain = found.columns.every(({ how }) => how === 'name') && !given;
      columns.replaceChildren(folded(table, plain, matching(model.schema, table, found, { go: (plan) => void go(table, plan), reread: (given) => void take(file, given) })));
      if (plain || again) await go(table, { columns: placed(model.schema.columns, (i) => found.columns[i].at), truth: found.truth.at });
      else announce(texts.many.pleaseCheck);
    } catch (error) {
      if (under !== mine) return;
      columns.replaceChildren();
      fail(error, () => void take(file, given));
    }
  };

  /**
   * Answers with a model of a file, and shows how far it is.
   * @param {string | Blob} file @param {Table} table @param {(worker: any) => import('./run.js').Plan} plan
   * @returns {Promise<{ answers: Answers | undefined, worker: any, error?: any }>}
   */
  const ask = async (file, table, plan) => {
    under.abort();
    const stop = under = new AbortController(), bar = progress(() => stop.abort(), announce);
    running.replaceChildren(bar.element);
    bar.focus();
    /** @type {any} */
    let answers, worker;
    try {
      await withWorkers(file, stop.signal, (opened) => run(worker = opened, table, plan(opened), { stop, progress: bar.tell, wanted: () => place.isConnected }, (begun) => { answers = begun; }));
      return { answers, worker };
    } catch (error) {
      return { answers, worker, error };
    } finally {
      if (under === stop) running.replaceChildren();
    }
  };

  /** @param {Table} table @param {import('./run.js').Plan} plan */
  const go = async (table, plan) => {
    for (const part of [said, shown]) part.replaceChildren();
    last = undefined;
    const mine = ask(offer.file, table, () => plan), stop = under, { answers, error } = await mine;
    if (under !== stop) return;
    if (misread(error, table)) return void await take(table.file, { encoding: 'windows-1252' }, true);
    if (answers && (answers.rows || !error)) show(last = { table, plan, answers });
    if (error) fail(error, () => void go(table, plan), answers?.rows);
    else announce(texts.many.finished(count(answers?.rows ?? 0)));
  };

  /** @param {NonNullable<typeof last>} done @param {import('./second.js').Other | null} [other] */
  const show = (done, other = null) => {
    const made = results({ ...done, other, words, announce, second: place.querySelector('.second-file') ?? asking() });
    shown.replaceChildren(made);
    // The button that had the focus is gone.
    if (document.activeElement === document.body) /** @type {HTMLElement} */ (made.querySelector('.big')).focus({ preventScroll: true });
  };

  /** A second model on the rows that were answered. @param {File} file */
  const compare = async (file) => {
    const first = last, { closest } = await tables();
    if (!first || last !== first) return;
    /** @type {string[]} */
    const similar = [];
    const plan = (/** @type {any} */ { schema }) => planOf(schema, model.schema, first, closest, similar);
    said.replaceChildren();
    const mine = ask(file, first.table, plan), stop = under, { answers: other, worker, error } = await mine;
    if (under !== stop) return;
    if (error || !other) fail(error, () => void compare(file));
    else {
      show(first, { name: worker.card.name || file.name, answers: other, similar });
      shown.querySelector('.second-model')?.scrollIntoView({ block: 'nearest' });
      announce(texts.many.compared);
    }
  };

  /** Why there is nothing, or not all. @param {any} error @param {() => void} again @param {number} [rows] that were answered */
  const fail = (error, again, rows = 0) => {
    const aborted = error?.name === 'AbortError', button = element('button', { type: 'button', class: 'second' }, texts.many.startAgain);
    button.addEventListener('click', again);
    const why = aborted ? texts.many.cancelled : reasonOf(error);
    said.replaceChildren(element('p', { class: aborted ? '' : 'problem' }, why, rows ? ` ${texts.many.partly(count(rows))}` : ''), button);
    button.focus();
  };

  return { take, compare };
}

/**
 * Where a second model's columns stand: as was said for the first. What is guessed is named in `similar`.
 * @param {any} schema @param {any} first the other's schema @param {{ table: Table, plan: import('./run.js').Plan }} done
 * @param {any} closest @param {string[]} similar
 * @returns {import('./run.js').Plan}
 */
function planOf(schema, first, { table: { header }, plan }, closest, similar) {
  const [one, other] = [first, schema].map(({ targets }) => questionOf(targets[0]));
  if (one !== other) throw new Error(texts.many.otherQuestion(one, other));
  unique(schema.columns.filter((/** @type {any} */ { name }) => !Object.hasOwn(plan.columns, name)), header);
  const found = match(schema.columns, header, closest, plan.columns);
  const lacking = schema.columns.filter((/** @type {any} */ column, /** @type {number} */ i) => !column.missing && found[i].at === null);
  if (lacking.length) throw new Error(texts.many.lacking(lacking.map(titleOf).join(', ')));
  found.forEach(({ at, how }, i) => how === 'similar' && similar.push(texts.valueOf(titleOf(schema.columns[i]), header[at ?? -1])));
  return { columns: placed(schema.columns, (i) => found[i].at), truth: null };
}

/** What a model answers, in whatever order its classes are. @param {any} target */
const questionOf = ({ name, task }) => texts.valueOf(name, (task.classes?.values ?? []).map(String).sort().join(', '));

/** Folded where there is nothing to ask. @param {Table} table @param {boolean} plain @param {HTMLElement} form */
function folded({ name }, plain, form) {
  return element('details', { class: 'columns', open: !plain }, element('summary', {}, element('h3', {}, texts.many.columnsOf(name))), form);
}
