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
  const place = sheet(fields, typed, () => {
    usual();
    typed();
  });
  usual();
  let last = read(fields);
  const { cells } = last;
  kept.restore(place);
  return { element: place, fields, read: () => (last = read(fields)), last: () => last, usual: cells, set };
}

/**
 * @param {import('./field.js').Field[]} fields
 * @param {() => void} changed
 * @param {() => void} reset
 */
function sheet(fields, changed, reset) {
  const again = element('button', { type: 'button', class: 'quiet' }, texts.reset);
  again.addEventListener('click', reset);
  const hills = fields.some((one) => one.element.querySelector('.hills, .share'));
  const sheet = element('form', { class: 'sheet', novalidate: true, 'aria-label': texts.form },
    hills && element('p', { class: 'legend' }, texts.hills), ...fields.map((one) => one.element), again);
  sheet.addEventListener('input', changed);
  sheet.addEventListener('submit', (event) => event.preventDefault());
  return sheet;
}

/** @param {import('./field.js').Field[]} fields @returns {Filled} */
function read(fields) {
  /** @type {Filled} */
  const filled = { record: {}, wrong: [], cells: new Map() };
  for (const one of fields) {
    const reading = one.control.read();
    if ('problem' in reading) {
      one.say(reading.problem, 'problem');
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
