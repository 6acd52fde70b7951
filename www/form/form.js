// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { Typed } from './control.js';
import { field } from './field.js';

/** Column -> value, or what was typed instead of one. @typedef {Map<string, unknown>} Cells */

/**
 * What the form holds: a record, or the fields that stand in the way of one.
 * @typedef {object} Filled
 * @property {Record<string, unknown>} record
 * @property {import('./field.js').Field[]} wrong
 * @property {Cells} cells every field, also one that stands in the way
 * @property {boolean} calm nothing is wrong but that nobody was at some fields yet
 */

/**
 * @typedef {object} Form
 * @property {HTMLFormElement} element
 * @property {import('./field.js').Field[]} fields
 * @property {() => Filled} read says notes and problems beside the fields
 * @property {() => Filled} last what was read last
 * @property {Cells} usual what it starts with
 * @property {(cells: Cells) => void} set as if somebody had entered them; other fields stay
 */

/**
 * A form for the columns of a model; `changed` is called whenever somebody types.
 * @param {{ schema: any, statistics: any }} model
 * @param {import('../words.js').Words} words
 * @param {import('./kept.js').Kept} kept
 * @param {() => void} changed
 * @returns {Form}
 */
export function form({ schema, statistics }, words, kept, changed) {
  const fields = schema.columns.map((/** @type {any} */ column, /** @type {number} */ i) =>
    field({ column, statistics: statistics?.columns[i], words, id: `field-${i}` }));
  const usual = () => fields.forEach((/** @type {import('./field.js').Field} */ one) => one.control.reset());
  const typed = () => {
    kept.keep(place);
    changed();
  };
  const set = (/** @type {Cells} */ cells) => {
    for (const one of fields) if (cells.has(one.name)) one.control.set(cells.get(one.name));
    typed();
  };
  const again = statistics?.columns.some((/** @type {any} */ { min, levels }) => min !== null || levels.length > 0);
  const place = sheet(fields, typed, again && (() => {
    usual();
    typed();
  }));
  usual();
  const seen = new Set();
  let last = read(fields, seen);
  const { cells } = last;
  kept.restore(place);
  visited(place, fields, seen, (/** @type {import('./field.js').Field} */ one) => last.wrong.includes(one) && (last = read(fields, seen)));
  return { element: place, fields, read: () => (last = read(fields, seen)), last: () => last, usual: cells, set };
}

/**
 * @param {import('./field.js').Field[]} fields
 * @param {() => void} changed
 * @param {false | (() => void)} reset nothing where no value is typical
 */
function sheet(fields, changed, reset) {
  const again = element('button', { type: 'button', class: 'quiet' }, texts.reset);
  if (reset) again.addEventListener('click', reset);
  const hills = fields.some((one) => one.element.querySelector('.hills, .share'));
  const sheet = element('form', { class: 'sheet', novalidate: true, 'aria-label': texts.form },
    hills && element('p', { class: 'legend' }, texts.hills), ...fields.map((one) => one.element), reset && again);
  sheet.addEventListener('input', changed);
  sheet.addEventListener('submit', (event) => event.preventDefault());
  return sheet;
}

/**
 * Notes the fields that somebody was at; who leaves one empty that is needed reads so at once.
 * @param {HTMLFormElement} sheet
 * @param {import('./field.js').Field[]} fields
 * @param {Set<unknown>} seen
 * @param {(field: import('./field.js').Field) => void} left
 */
function visited(sheet, fields, seen, left) {
  for (const kind of ['input', 'focusout']) sheet.addEventListener(kind, ({ target }) => {
    const one = fields.find(({ element }) => element.contains(/** @type {Node} */ (target)));
    if (!one || seen.has(one)) return;
    seen.add(one);
    if (kind === 'focusout') left(one);
  }, true);
}

/** @param {import('./field.js').Field[]} fields @param {Set<unknown>} seen @returns {Filled} */
function read(fields, seen) {
  /** @type {Filled} */
  const filled = { record: {}, wrong: [], cells: new Map(), calm: true };
  for (const one of fields) {
    const reading = one.control.read();
    if ('problem' in reading) {
      const calm = !reading.typed?.trim() && !seen.has(one);
      filled.calm &&= calm;
      one.say(reading.problem, calm ? 'note' : 'problem');
      filled.wrong.push(one);
      filled.cells.set(one.name, new Typed(reading.typed ?? ''));
    } else {
      one.say(reading.note ?? '');
      filled.record[one.name] = reading.value;
      filled.cells.set(one.name, reading.value);
    }
  }
  return filled;
}
