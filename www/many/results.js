// @ts-check
// What came out for a table.

import { element } from '../element.js';
import { count, number, percent } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';
import { classBars, spread } from './distribution.js';
import { asCsv, asJson, fileOf, save } from './download.js';
import { rowsOf } from './rows.js';
import { score } from './score.js';
import { apart, comparison } from './second.js';
import { rowsTable } from './table.js';
import { valueOf } from './typed.js';

/** @typedef {import('./answers.js').Answers} Answers */
/**
 * @typedef {object} Given
 * @property {import('./source.js').Table} table
 * @property {import('./run.js').Plan} plan
 * @property {Answers} answers
 * @property {import('./second.js').Other | null} other
 * @property {import('../words.js').Words} words
 * @property {(text: string) => void} announce
 * @property {Node} second where the second model is asked for
 */

/** @param {Given} given */
export function results(given) {
  const { answers, table, plan, words, other, second } = given, { schema, targets, rows } = answers;
  if (!rows) return element('div', { class: 'results' }, headline(texts.many.noRowsAtAll, table));
  const views = schema.targets.map((/** @type {any} */ target, /** @type {number} */ t) => view(target, targets[t].values.list, words));
  const about = aboutFirst(schema), show = shower(words), between = other && apart(answers, other.answers);
  const listing = rowsTable(content(given, between, show));
  return element('div', { class: 'results' },
    headline(texts.many.done(count(rows - answers.failed), count(rows)), table),
    element('div', { class: 'charts' }, ...views, plan.truth !== null && score(answers, namesOf(schema.targets[0], words), about(texts.many.score))),
    problems(answers), downloads(given),
    element('section', { class: 'second-model', 'aria-label': texts.many.secondModel }, element('h3', {}, about(texts.many.secondModel)),
      other && between && comparison(other, answers, between, show, () => listing.filter(1)), second),
    element('h3', {}, texts.many.rowsTitle), element('p', { class: 'hint' }, texts.many.rowsHint), listing.element);
}

/** @param {string} text @param {import('./source.js').Table} table */
const headline = (text, { name }) => element('p', { class: 'big', tabindex: -1 }, text, element('span', { class: 'gloss' }, name));

/** Of several targets, what is about the first alone says so. @param {any} schema @returns {(text: string) => string} */
const aboutFirst = ({ targets }) => (text) => (targets.length > 1 ? texts.valueOf(titleOf(targets[0]), text) : text);

/** @param {any} target @param {import('../words.js').Words} words @returns {string[]} */
const namesOf = (target, words) => (target.task.classes?.values ?? []).map((/** @type {any} */ label) => words(target.name, label));

/** @param {any} target @param {Float64Array} values @param {import('../words.js').Words} words */
function view(target, values, words) {
  return element('div', {}, element('h3', {}, texts.many.distributionOf(titleOf(target))),
    target.task.classes ? classBars(namesOf(target, words), values) : spread(values, target.unit));
}

/** An answer in words. @param {import('../words.js').Words} words @returns {(answers: Answers, row: number, t?: number) => string} */
const shower = (words) => ({ schema, targets }, row, t = 0) => {
  const target = schema.targets[t], x = targets[t].values.list[row];
  return Number.isNaN(x) ? texts.many.none : target.task.classes ? words(target.name, target.task.classes.values[x]) : number(x);
};

/** @param {Given} given @param {Float64Array | null} between @param {ReturnType<typeof shower>} show @returns {import('./table.js').Content} */
function content({ answers, table, plan, words, other, announce }, between, show) {
  const { schema, targets, truth } = answers, [target] = schema.targets, classes = target.task.classes, about = aboutFirst(schema), values = targets[0].values.list;
  /** @type {import('./table.js').Column[]} */
  const columns = targets.map((/** @type {any} */ one, /** @type {number} */ t) => ({ title: titleOf(schema.targets[t]), show: (/** @type {number} */ row) => show(answers, row, t), values: one.values.list, mark: () => 'told' }));
  if (classes) columns.push({ title: about(texts.many.sure), show: (row) => shareOf(targets[0].sure.list[row]), values: targets[0].sure.list });
  if (plan.truth !== null) columns.push({ title: about(texts.many.true), show: (row, cells) => trueOf(target, truth.list[row], words) || cells[plan.truth ?? -1] || '', values: truth.list, mark: (row) => (classes && truth.list[row] === truth.list[row] && truth.list[row] !== values[row] ? 'wrong' : '') });
  if (plan.truth !== null && !classes) columns.push(error(about(texts.many.off), values, truth.list));
  if (other && between) {
    const others = other.answers.targets[0].values.list;
    columns.push({ title: about(other.name), show: (row) => show(other.answers, row), values: others, mark: (row) => (between[row] > 0 ? 'wrong' : '') });
    if (!classes) columns.push(error(about(texts.many.difference), others, values));
  }
  const own = schema.columns.filter((/** @type {any} */ { name }) => plan.columns[name] !== null).map((/** @type {any} */ column) => ({ title: titleOf(column), at: plan.columns[column.name] }));
  return {
    rows: answers.rows, width: table.header.length, columns, own, between: classes ? null : { title: titleOf(target), values }, filters: filtersOf(answers, plan, between, words), announce, fields: rowsOf(table, answers).fields,
    open: (fields, row) => put(schema, plan, table, fields, row, announce),
  };
}

/** How far off a number is. @param {string} title @param {Float64Array} values @param {Float64Array} truth @returns {import('./table.js').Column} */
function error(title, values, truth) {
  const off = values.map((x, i) => Math.abs(x - truth[i]));
  return { title, show: (row) => (Number.isNaN(off[row]) ? '' : number(values[row] - truth[row])), values: off };
}

/** @param {number} share */
const shareOf = (share) => (Number.isNaN(share) ? '' : percent(share));

/** @param {any} target @param {number} x @param {import('../words.js').Words} words */
const trueOf = ({ name, task }, x, words) => (Number.isNaN(x) ? '' : task.classes ? words(name, task.classes.values[x]) : number(x));

/** @param {Answers} answers @param {import('./run.js').Plan} plan @param {Float64Array | null} between @param {import('../words.js').Words} words @returns {import('./table.js').Filter[]} */
function filtersOf({ schema, targets, truth, failed }, plan, between, words) {
  const values = targets[0].values.list, known = truth.list, [target] = schema.targets;
  return [
    { title: texts.many.all, keeps: () => true },
    ...(between ? [{ title: texts.many.onlyChanged, keeps: (/** @type {number} */ row) => between[row] > 0 }] : []),
    ...(plan.truth !== null && target.task.classes ? [{ title: texts.many.onlyWrong, keeps: (/** @type {number} */ row) => known[row] === known[row] && values[row] !== known[row] }] : []),
    ...namesOf(target, words).map((name, code) => ({ title: name, keeps: (/** @type {number} */ row) => values[row] === code })),
    ...(failed ? [{ title: texts.many.withoutAnswer, keeps: (/** @type {number} */ row) => Number.isNaN(values[row]) }] : []),
  ];
}

/** Puts a row into the form: whoever keeps the form listens. @param {any} schema @param {import('./run.js').Plan} plan @param {import('./source.js').Table} table @param {string[]} fields @param {number} row @param {(text: string) => void} announce */
function put(schema, { columns }, { comma }, fields, row, announce) {
  const record = Object.fromEntries(schema.columns.map((/** @type {any} */ { name, kind }) => {
    const at = columns[name];
    return [name, at === null ? null : valueOf(kind, fields[at] ?? '', comma)];
  }));
  const form = document.querySelector('.bench');
  form?.dispatchEvent(new CustomEvent('windowbox-fill', { detail: record }));
  // Not its first field: that would bring up the keyboard of a phone.
  const sheet = /** @type {HTMLElement | null | undefined} */ (form?.querySelector('.sheet'));
  sheet?.setAttribute('tabindex', '-1');
  sheet?.focus({ preventScroll: true });
  form?.scrollIntoView();
  announce(texts.many.opened(count(row + 1)));
}

/** Rows without an answer, and what else there was to say. @param {Answers} answers */
function problems({ bad, failed, remarks }) {
  const list = bad.map(({ line, column, message }) => element('tr', {}, element('th', { scope: 'row' }, String(line)), element('td', {}, column ?? ''), element('td', {}, message)));
  const said = [...remarks.values()].map((one) => element('li', {}, texts.many.remark(one.code, one.column, count(one.count)) || `${one.column}: ${one.message}`));
  return element('div', { class: 'problems' },
    failed > 0 && element('details', { class: 'bad' }, element('summary', {}, texts.many.badRows(count(failed), failed > 1)),
      bad.length < failed && element('p', { class: 'hint' }, texts.many.firstOf(count(bad.length))),
      scroller(texts.many.badTitle, element('table', { class: 'figures' }, element('thead', {}, element('tr', {}, ...texts.many.badHeads.map((head) => element('th', { scope: 'col' }, head)))), element('tbody', {}, ...list)))),
    said.length > 0 && element('details', {}, element('summary', {}, texts.many.remarks(count(said.length))), element('ul', {}, ...said)));
}

/** @param {Given} given */
function downloads({ answers, table }) {
  const own = element('input', { type: 'checkbox', checked: true }), said = element('span', { class: 'hint', role: 'status' });
  const button = (/** @type {string} */ text, /** @type {typeof asCsv} */ as, /** @type {string} */ ending) => {
    const one = element('button', { type: 'button', class: 'second' }, text);
    one.addEventListener('click', async () => {
      one.disabled = true;
      const tell = (/** @type {number} */ share) => { said.textContent = share < 1 ? texts.many.prepares(percent(Math.round(share * 20) / 20)) : ''; };
      const made = fileOf(as(answers, table, own.checked), answers, own.checked ? rowsOf(table, answers) : null, tell);
      await made.then((blob) => save(blob, `${table.name.replace(/\.\w+$/, '')}-predictions.${ending}`), () => { said.textContent = texts.many.gone; });
      one.disabled = false;
    });
    return one;
  };
  return element('div', { class: 'downloads' }, button(texts.many.downloadCsv, asCsv, 'csv'), button(texts.many.downloadJson, asJson, 'jsonl'),
    element('label', {}, own, texts.many.withOwn), said);
}
