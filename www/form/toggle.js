// @ts-check

import { element } from '../element.js';
import { levelChance } from './chance.js';
import { usualLevel } from './usual.js';

/**
 * Yes or no: a switch.
 * @param {import('./control.js').Context} context
 * @returns {import('./control.js').Control}
 */
export function toggleControl({ column, statistics, words, id, says }) {
  const box = element('input', { id, type: 'checkbox', role: 'switch', 'aria-describedby': says });
  const state = element('span', { class: 'state', 'aria-hidden': 'true' });
  const chances = [false, true].map(() => levelChance());
  const show = () => { state.textContent = words(column.name, box.checked); };
  const set = (/** @type {unknown} */ value) => {
    box.checked = value === true;
    show();
  };
  box.addEventListener('input', show);
  return {
    element: element('div', { class: 'toggle' }, box, state,
      element('span', { class: 'either', 'aria-hidden': 'true' }, ...chances.map((chance, i) =>
        element('span', {}, words(column.name, i === 1), ' ', chance.element)))),
    grouped: false,
    focus: box,
    read: () => ({ value: box.checked }),
    reset: () => set(usualLevel(statistics) === 1),
    set,
    whatIf: (series) => chances.forEach(({ show }, i) => show({ title: '', value: i === 1 }, series)),
  };
}
