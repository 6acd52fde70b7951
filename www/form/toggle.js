// @ts-check

import { element } from '../element.js';
import { usualLevel } from './usual.js';

/**
 * Yes or no: a switch.
 * @param {import('./control.js').Context} context
 * @returns {import('./control.js').Control}
 */
export function toggleControl({ column, statistics, words, id, says }) {
  const box = element('input', { id, type: 'checkbox', role: 'switch', 'aria-describedby': says });
  const state = element('span', { class: 'state', 'aria-hidden': 'true' });
  const show = () => { state.textContent = words(column.name, box.checked); };
  box.addEventListener('input', show);
  return {
    element: element('div', { class: 'toggle' }, box, state),
    grouped: false,
    focus: box,
    read: () => ({ value: box.checked }),
    reset() {
      box.checked = usualLevel(statistics) === 1;
      show();
    },
  };
}
