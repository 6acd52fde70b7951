// @ts-check

import { element } from '../element.js';
import { chooseFor, noted } from './choice.js';
import { levelBars } from './bars.js';
import { finder } from './finder.js';

/** A menu of more than these can be narrowed down by typing. */
const MANY = 12;

/**
 * Many levels: the browser's own menu, and a box to look for one where it is long.
 * @param {import('./control.js').Context} context
 * @param {import('./choice.js').Option[]} options
 * @param {number} first
 * @param {import('./other.js').Other | null} other
 * @returns {import('./control.js').Control}
 */
export function menuControl(context, options, first, other) {
  const { id, says } = context;
  const menu = element('select', { id, 'aria-describedby': says },
    ...options.map((option, i) => element('option', { value: i }, option.title)));
  const find = options.length > MANY ? finder(context, menu, options) : null;
  const chosen = () => options[Number(menu.value)];
  const show = () => other?.show(chosen()?.other === true);
  const put = (/** @type {number} */ at) => {
    find?.clear();
    menu.value = String(at);
    other?.set('');
    show();
  };
  const bars = levelBars(options, (i) => {
    menu.value = String(i);
    menu.dispatchEvent(new Event('input', { bubbles: true }));
  });
  menu.addEventListener('input', show);
  return {
    element: element('div', { class: 'menu' }, find?.element, menu, other?.element, bars.element),
    grouped: false,
    focus: menu,
    read: () => (chosen()?.other && other ? other.read() : noted(chosen())),
    reset: () => put(first),
    set: (value) => chooseFor(options, value, other, put),
    whatIf: bars.show,
  };
}
