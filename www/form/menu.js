// @ts-check

import { element } from '../element.js';
import { noted } from './choice.js';

/**
 * Many levels: the browser's own menu, which can be searched by typing.
 * @param {import('./control.js').Context} context
 * @param {import('./choice.js').Option[]} options
 * @param {number} first
 * @param {import('./other.js').Other | null} other
 * @returns {import('./control.js').Control}
 */
export function menuControl({ id, says }, options, first, other) {
  const menu = element('select', { id, 'aria-describedby': says },
    ...options.map((option, i) => element('option', { value: i }, option.title)));
  const chosen = () => options[menu.selectedIndex];
  const show = () => other?.show(chosen()?.other === true);
  menu.addEventListener('input', show);
  return {
    element: element('div', { class: 'menu' }, menu, other?.element),
    grouped: false,
    focus: menu,
    read: () => (chosen()?.other && other ? other.read() : noted(chosen()?.value)),
    reset() {
      menu.selectedIndex = first;
      other?.reset();
      show();
    },
  };
}
