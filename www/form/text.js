// @ts-check

import { element } from '../element.js';

/**
 * Any text, of several lines too; an empty one is a text as well.
 * @param {import('./control.js').Context} context
 * @returns {import('./control.js').Control}
 */
export function textControl({ id, says }) {
  const box = element('textarea', { id, rows: '3', 'aria-describedby': says });
  return {
    element: element('div', { class: 'text' }, box),
    grouped: false,
    focus: box,
    read: () => ({ value: box.value }),
    reset: () => { box.value = ''; },
    set: (value) => { box.value = String(value ?? ''); },
  };
}
