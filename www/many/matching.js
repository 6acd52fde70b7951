// @ts-check
// Which column is which, as somebody sees and corrects it.

import { element } from '../element.js';
import { count } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';

/** @typedef {import('./source.js').Table} Table */
/** @typedef {import('./match.js').Match} Match */

/** So many rows are shown before it begins. */
const PREVIEW = 5;

/**
 * @param {any} schema
 * @param {Table} table
 * @param {{ columns: Match[], truth: Match }} found
 * @param {{ go: (plan: import('./run.js').Plan) => void, reread: (given: import('./source.js').Given) => void }} ask
 */
export function matching(schema, table, found, { go, reread }) {
  const lines = schema.columns.map((/** @type {any} */ column, /** @type {number} */ i) => line(column, found.columns[i], table, `match-${i}`));
  const truth = line({ ...schema.targets[0], missing: true, truth: true }, found.truth, table, 'match-truth');
  const button = element('button', { type: 'submit' }, texts.many.predictAll);
  const said = element('p', { class: 'problem', role: 'alert' });
  const form = element('form', { class: 'matching', novalidate: true, 'aria-label': texts.many.matching },
    element('p', { class: 'hint' }, summary(found.columns)), ...lines.map((/** @type {any} */ one) => one.element), truth.element,
    element('details', {}, element('summary', {}, texts.many.howRead), reading(table, reread), preview(table)), said, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const lacking = schema.columns.filter((/** @type {any} */ column, /** @type {number} */ i) => !column.missing && lines[i].at() === null);
    said.textContent = lacking.length ? texts.many.lacking(lacking.map(titleOf).join(', ')) : '';
    if (lacking.length) lines[schema.columns.indexOf(lacking[0])].focus();
    else go({ columns: Object.fromEntries(schema.columns.map((/** @type {any} */ { name }, /** @type {number} */ i) => [name, lines[i].at()])), truth: truth.at() });
  });
  return form;
}

/** @param {Match[]} found */
function summary(found) {
  const doubtful = found.filter(({ how }) => how === 'similar').length, none = found.filter(({ at }) => at === null).length;
  if (!doubtful && !none) return texts.many.allFound(count(found.length));
  return [texts.many.found(count(found.length - none), count(found.length)), doubtful ? texts.many.pleaseCheck : ''].join(' ').trim();
}

/** A column of the model: which of the table it is, how that was found, its first cells. @param {any} column @param {Match} found @param {Table} table @param {string} id */
function line(column, found, table, id) {
  const nothing = column.missing ? texts.many.noColumn : texts.many.chooseColumn;
  const select = element('select', { id, 'aria-describedby': `${id}-how` }, element('option', { value: '' }, nothing),
    ...table.header.map((name, at) => element('option', { value: at }, name || texts.many.unnamed(count(at + 1)))));
  const how = element('span', { class: 'how', id: `${id}-how` });
  const at = () => (select.value === '' ? null : Number(select.value));
  const say = (/** @type {Match['how']} */ way) => {
    const cells = table.first.slice(0, 3).map((row) => row[at() ?? -1]).filter((cell) => cell !== undefined);
    how.replaceChildren(texts.many.how[at() === null ? 'none' : way], ' ', element('span', { class: 'cells' }, cells.join(' · ')));
    how.dataset.how = at() === null && !column.missing ? 'lacking' : way;
  };
  select.value = found.at === null ? '' : String(found.at);
  select.addEventListener('change', () => say('hand'));
  say(found.how);
  const label = element('label', { for: id }, column.truth ? texts.many.truthOf(titleOf(column)) : titleOf(column));
  return { element: element('div', { class: 'match' }, label, select, how), at, focus: () => select.focus() };
}

/** What was found out about the file, each to be corrected. @param {Table} table @param {(given: import('./source.js').Given) => void} reread */
function reading({ delimiter, comma, encoding }, reread) {
  const found = { delimiter, decimal: comma ? ',' : '.', encoding };
  return element('div', { class: 'reading' }, ...Object.entries(texts.many.reading).map(([key, { title, values }]) => {
    const select = element('select', {}, ...Object.entries(values).map(([value, text]) => element('option', { value }, text)));
    select.value = found[/** @type {keyof typeof found} */ (key)];
    select.addEventListener('change', () => {
      const { decimal, ...given } = { ...found, [key]: select.value };
      reread({ ...given, comma: decimal === ',' });
    });
    return element('label', {}, title, select);
  }));
}

/** @param {Table} table */
function preview({ header, first }) {
  const rows = first.slice(0, PREVIEW).map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))));
  return scroller(texts.many.preview, element('table', { class: 'figures sample' }, element('caption', { class: 'unseen' }, texts.many.preview),
    element('thead', {}, element('tr', {}, ...header.map((name, at) => element('th', { scope: 'col' }, name || texts.many.unnamed(count(at + 1)))))), element('tbody', {}, ...rows)));
}
