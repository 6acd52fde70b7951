// @ts-check
// The rows with their answers, a page at a time: sorted and filtered as numbers in typed
// arrays, and read again from the file where they are shown.

import { element } from '../element.js';
import { count } from '../numbers.js';
import { readNumber } from '../readNumber.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { ordered } from './order.js';

/** Rows of a page. */
const PAGE = 20;

/**
 * A column of answers.
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: number, cells: string[]) => string} show
 * @property {Float64Array | Float32Array} values what it is sorted by
 * @property {(row: number) => string} [mark] how it looks
 */
/** @typedef {{ title: string, keeps: (row: number) => boolean }} Filter */
/**
 * @typedef {object} Content
 * @property {number} rows
 * @property {number} width fields of a row that is whole
 * @property {Column[]} columns
 * @property {Filter[]} filters
 * @property {{ title: string, values: Float64Array } | null} between numbers that can be asked for from one to another
 * @property {{ title: string, at: number }[]} own columns of the file
 * @property {(row: number) => Promise<string[]>} fields
 * @property {(fields: string[], row: number) => void} open a row in the form
 * @property {(text: string) => void} announce
 */

/**
 * @param {Content} content
 */
export function rowsTable({ rows, width, columns, filters, between, own, fields, open, announce }) {
  let sort = -1, descending = false, page = 0, turn = 0;
  /** @type {Uint32Array} */
  let shown = every(rows);
  const body = element('tbody'), said = element('p', { class: 'pages' }), heads = columns.map(({ title }, i) => head(title, () => by(i)));
  const choice = element('select', {}, ...filters.map(({ title }, i) => element('option', { value: i }, title)));
  const ends = between ? [texts.many.from, texts.many.to].map((label) => element('input', { type: 'text', inputmode: 'decimal', 'aria-label': `${between.title} ${label}`, 'aria-describedby': 'range-wrong', placeholder: label })) : [];
  const wrong = element('p', { class: 'problem', id: 'range-wrong', role: 'alert' });
  const [back, forth] = [texts.many.before, texts.many.after].map((text, i) => {
    const button = element('button', { type: 'button', class: 'second' }, text);
    button.addEventListener('click', () => void draw(page + (i ? 1 : -1)));
    return button;
  });

  /** @param {number} i */
  const by = (i) => {
    [sort, descending] = sort === i ? (descending ? [-1, false] : [i, true]) : [i, false];
    heads.forEach(({ cell }, at) => cell.setAttribute('aria-sort', at !== sort ? 'none' : descending ? 'descending' : 'ascending'));
    void select();
  };

  const select = async () => {
    const mine = ++turn;
    const { keeps } = filters[Number(choice.value)];
    const [low, high] = limits(ends, wrong), list = between?.values;
    const within = (/** @type {number} */ row) => !list || (list[row] >= low && list[row] <= high) || (low === -Infinity && high === Infinity);
    const kept = every(rows).filter((row) => keeps(row) && within(row)), order = sort < 0 ? null : columns[sort].values;
    const found = order ? await ordered(kept, descending ? order.map((x) => -x) : order) : kept;
    if (mine !== turn) return;
    shown = found;
    void draw(0);
    announce(texts.many.shown(count(shown.length)));
  };

  /** @param {number} to */
  const draw = async (to) => {
    const mine = ++turn, at = shown.subarray(to * PAGE, (to + 1) * PAGE);
    const found = await Promise.all(Array.from(at, fields));
    if (mine !== turn) return;
    page = to;
    body.replaceChildren(...found.map((cells, i) => line(at[i], cells)));
    said.textContent = shown.length ? texts.many.page(count(page * PAGE + 1), count(page * PAGE + at.length), count(shown.length)) : texts.many.noRows;
    back.disabled = page === 0;
    forth.disabled = (page + 1) * PAGE >= shown.length;
  };

  /** @param {number} row @param {string[]} cells */
  const line = (row, cells) => {
    const opens = cells.length === width && element('button', { type: 'button', class: 'quiet', 'aria-label': texts.many.openRow(count(row + 1)) }, count(row + 1));
    const whole = element('tr', {}, element('th', { scope: 'row' }, opens || count(row + 1)), ...columns.map(({ show, mark }) => element('td', { class: mark?.(row) }, show(row, cells))),
      ...own.map(({ at }) => element('td', {}, cells[at] ?? '')));
    if (opens) whole.addEventListener('click', () => open(cells, row));
    return whole;
  };

  for (const one of [choice, ...ends]) one.addEventListener('change', select);
  void draw(0);
  const table = element('table', { class: 'figures rows' }, element('caption', { class: 'unseen' }, texts.many.rowsTitle), element('thead', {}, element('tr', {},
    element('th', { scope: 'col' }, texts.many.row), ...heads.map(({ cell }) => cell), ...own.map(({ title }) => element('th', { scope: 'col' }, title)))), body);
  return {
    element: element('div', { class: 'listing' }, element('div', { class: 'tools' }, element('label', {}, texts.many.show, choice), ...ends, ...(between ? [wrong] : []), said), scroller(texts.many.rowsTitle, table),
      element('div', { class: 'turn' }, back, forth)),
    /** Only the rows of a filter. @param {number} i */
    filter(i) {
      choice.value = String(i);
      void select();
      choice.focus();
    },
  };
}

/** From what to what; an end that is no number says so. @param {HTMLInputElement[]} ends @param {HTMLElement} wrong */
function limits(ends, wrong) {
  const bad = ends.filter(({ value }) => value.trim() && !readNumber(value));
  for (const end of ends) {
    if (bad.includes(end)) end.setAttribute('aria-invalid', 'true');
    else end.removeAttribute('aria-invalid');
  }
  wrong.textContent = bad.length ? texts.notANumber(bad[0].value) : '';
  return ends.map(({ value }, i) => readNumber(value)?.value ?? (i ? Infinity : -Infinity));
}

/** The numbers of all rows. @param {number} n */
function every(n) {
  const all = new Uint32Array(n);
  for (let i = 0; i < n; i++) all[i] = i;
  return all;
}

/** @param {string} title @param {() => void} act */
function head(title, act) {
  const button = element('button', { type: 'button', class: 'sorts' }, title), cell = element('th', { scope: 'col', 'aria-sort': 'none' }, button);
  button.addEventListener('click', act);
  return { cell };
}
