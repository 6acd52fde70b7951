// @ts-check

import { element } from '../element.js';

/** What a browser asks a date of some format with. */
const TYPES = { date: 'date', 'date-time': 'datetime-local', time: 'time' };

/**
 * Any text, or a date; an empty one is missing.
 * @param {import('./control.js').Context} context
 * @returns {import('./control.js').Control}
 */
export function textControl({ column, id, says }) {
  const format = column.kind.format?.split(' ')[0];
  const type = TYPES[/** @type {keyof typeof TYPES} */ (format)] ?? 'text';
  const box = format
    ? element('input', { id, type, step: 1, 'aria-describedby': says })
    : element('textarea', { id, rows: '3', 'aria-describedby': says });
  return {
    element: element('div', { class: 'text' }, box),
    grouped: false,
    focus: box,
    read: () => ({ value: box.value }),
    reset: () => { box.value = ''; },
  };
}
