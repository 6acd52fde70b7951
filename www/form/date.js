// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';

/**
 * What a browser asks for, by the first word of a column's format; years have four digits.
 * @type {Record<string, Record<string, string>>}
 */
const PICKERS = {
  'date': { type: 'date', max: '9999-12-31' },
  'date-time': { type: 'datetime-local', max: '9999-12-31T23:59:59' },
  'time': { type: 'time' },
};

/** Whether the browser has a picker for it. @param {{ format?: string }} kind its format is `date YYYY-MM-DD` */
export const picked = ({ format }) => format !== undefined && Object.hasOwn(PICKERS, format.split(' ')[0]);

/**
 * A date, a time or both from the browser's own picker, a duration as text; empty is missing.
 * @param {import('./control.js').Context} context
 * @returns {import('./control.js').Control}
 */
export function dateControl({ column, id, says }) {
  const [sort] = column.kind.format.split(' ');
  const picker = PICKERS[sort] ?? { type: 'text', autocomplete: 'off', spellcheck: 'false' };
  const box = element('input', { id, step: 1, 'aria-describedby': says, ...picker });
  return {
    element: element('div', { class: 'text' }, box),
    grouped: false,
    focus: box,
    read: () => reading(box, column, sort),
    reset: () => { box.value = ''; },
    set: (value) => { box.value = String(value ?? ''); },
  };
}

/**
 * Where a part is not filled in yet, a browser gives the empty text, and says that it is bad input.
 * @param {HTMLInputElement} box
 * @param {any} column
 * @param {string} sort
 * @returns {import('./control.js').Reading}
 */
function reading(box, column, sort) {
  if (box.validity.badInput) return { problem: texts.partOfDate };
  if (box.value.trim()) return { value: box.value };
  return column.missing ? { value: null, note: texts.emptyIsUnknown } : { problem: texts.needsDate(sort) };
}
