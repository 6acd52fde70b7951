// @ts-check
// A page's whole state as text for its address, exact, and readable where there is room.
//
//   Age=28.5&Sex=female&Port=~&~v=8e0a4ebc&~c=0.1&~k&Age=40
//
// Columns that differ from what the form starts with; `~` is missing, `~.text` no value of its column.
// Keys with `~`: `v` the model's hash, `c` the class shown, `k` the record that is kept, after it.

import { Typed } from '../form/control.js';

/** @typedef {import('../form/form.js').Cells} Cells */

/**
 * @typedef {object} State
 * @property {Cells} cells
 * @property {Cells | null} kept the record beside it
 * @property {string} shown the class that is explained, or empty
 * @property {string} version of the model, or empty
 */

/**
 * @param {State} state
 * @param {any[]} columns
 * @param {Cells} usual what needs no word
 * @param {number} room for it, in characters
 * @returns {string | null} nothing where it is too long
 */
export function encode(state, columns, usual, room) {
  const named = written(state, columns, usual, (column) => escaped(column.name));
  if (named.length <= room) return named;
  const short = written(state, columns, usual, (_, i) => `~${i}`);
  return short.length <= room ? short : null;
}

/**
 * @param {State} state
 * @param {any[]} columns
 * @param {Cells} usual
 * @param {(column: any, i: number) => string} key
 */
function written({ cells, kept, shown, version }, columns, usual, key) {
  const record = (/** @type {Cells} */ of) => columns.flatMap((column, i) =>
    !of.has(column.name) || same(of.get(column.name), usual.get(column.name)) ? [] : [`${key(column, i)}=${cell(of.get(column.name))}`]);
  const parts = record(cells);
  if (version) parts.push(`~v=${escaped(version)}`);
  if (shown) parts.push(`~c=${escaped(shown)}`);
  return [...parts, ...(kept ? ['~k', ...record(kept)] : [])].join('&');
}

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => Object.is(a, b) || (a instanceof Typed && b instanceof Typed && a.text === b.text);

/** Also the tilde: alone it says that something is missing. @param {string} text */
const escaped = (text) => encodeURIComponent(text.toWellFormed()).replaceAll('~', '%7E');

/** @param {unknown} value */
function cell(value) {
  if (value === null) return '~';
  if (value instanceof Typed) return `~.${escaped(value.text)}`;
  return escaped(Object.is(value, -0) ? '-0' : String(value));
}

/**
 * What a link says; columns it does not name are as `usual`, and what no model has is left out.
 * @param {string} text
 * @param {any[]} columns
 * @param {Cells} usual
 * @returns {State}
 */
export function decode(text, columns, usual) {
  const state = { cells: new Map(usual), kept: /** @type {Cells | null} */ (null), shown: '', version: '' };
  for (const part of text.split('&')) {
    const at = part.indexOf('=');
    const [key, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    if (key === '~k') state.kept = new Map(usual);
    else if (key === '~v') state.version = plain(value);
    else if (key === '~c') state.shown = plain(value);
    else put(state.kept ?? state.cells, columnOf(key, columns), value);
  }
  return state;
}

/** @param {string} key @param {any[]} columns */
const columnOf = (key, columns) => (/^~\d+$/.test(key) ? columns[Number(key.slice(1))] : columns.find(({ name }) => name === plain(key)));

/** @param {Cells} cells @param {any} column @param {string} value */
function put(cells, column, value) {
  if (column) cells.set(column.name, value === '~' ? null : value.startsWith('~.') ? new Typed(plain(value.slice(2))) : typed(plain(value), column.kind));
}

/** A text in its column's own type. @param {string} text @param {any} kind */
function typed(text, { type, levels }) {
  switch (type === 'categorical' ? levels.type : type) {
    case 'numeric':
    case 'number': return text.trim() === '' || Number.isNaN(Number(text)) ? new Typed(text) : Number(text);
    case 'boolean': return text === 'true';
    default: return text;
  }
}

/** Somebody may have changed a link by hand: what is not escaped well is taken as it is. @param {string} text */
function plain(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return text;
  }
}
