// @ts-check

import { element } from '../element.js';
import { count } from '../numbers.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';

/**
 * A box that narrows a long menu down to what has the typed letters in it; Enter takes the first.
 * What is chosen stays in the menu, and so does what is no level: unknown, another one.
 * @param {import('./control.js').Context} context
 * @param {HTMLSelectElement} menu
 * @param {import('./choice.js').Option[]} options
 */
export function finder({ column, id }, menu, options) {
  const all = [...menu.options];
  const levels = options.map(({ value, other }) => value !== null && !other);
  const found = element('span', { class: 'found', id: `${id}-found` });
  const box = element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: texts.find,
    'aria-label': texts.findOf(titleOf(column)), 'aria-describedby': found.id, 'aria-controls': id });
  const matches = () => all.filter((option, i) => levels[i] && folded(option.text).includes(folded(box.value)));
  const narrow = () => {
    const [chosen, hits] = [menu.value, matches()];
    menu.replaceChildren(...all.filter((option, i) => !levels[i] || option.value === chosen || hits.includes(option)));
    menu.value = chosen;
    found.textContent = texts.found(count(hits.length), count(levels.filter(Boolean).length));
  };
  box.addEventListener('input', narrow);
  box.addEventListener('keydown', (event) => event.key === 'Enter' && take(menu, matches()[0]));
  narrow();
  return { element: element('div', { class: 'finder' }, box, found), clear: () => { box.value = ''; narrow(); } };
}

/** @param {HTMLSelectElement} menu @param {HTMLOptionElement | undefined} option */
function take(menu, option) {
  if (!option) return;
  menu.value = option.value;
  menu.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Without accents and capitals. @param {string} text */
const folded = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
