// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { field } from './field.js';

/**
 * What the form holds: a record, or the fields that stand in the way of one.
 * @typedef {object} Filled
 * @property {Record<string, unknown>} record
 * @property {import('./field.js').Field[]} wrong
 */

/**
 * @typedef {object} Form
 * @property {HTMLFormElement} element
 * @property {import('./field.js').Field[]} fields
 * @property {() => Filled} read says notes and problems beside the fields
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
  const place = sheet(fields, typed, () => {
    usual();
    typed();
  });
  usual();
  kept.restore(place);
  return { element: place, fields, read: () => read(fields) };
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
  const filled = { record: {}, wrong: [] };
  for (const one of fields) {
    const reading = one.control.read();
    if ('problem' in reading) {
      one.say(reading.problem, 'problem');
      filled.wrong.push(one);
    } else {
      one.say(reading.note ?? '');
      filled.record[one.name] = reading.value;
    }
  }
  return filled;
}
