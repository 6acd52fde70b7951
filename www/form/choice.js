// @ts-check

import { element } from '../element.js';
import { levelChance } from './chance.js';

/** @typedef {{ title: string, value: unknown, share?: number, note?: string, other?: boolean }} Option */

/** More than these are a menu. */
export const FEW = 5;

/**
 * A few levels side by side: radio buttons, all seen at once.
 * @param {import('./control.js').Context} context
 * @param {Option[]} options
 * @param {number} first the position that the form starts with
 * @param {import('./other.js').Other | null} other for a level that is not in the list
 * @returns {import('./control.js').Control}
 */
export function choiceControl({ id, says }, options, first, other) {
  const radios = options.map((_, i) =>
    element('input', { type: 'radio', name: id, id: `${id}-${i}`, 'aria-describedby': says }));
  const chances = options.map(() => levelChance());
  const chosen = () => options[radios.findIndex((radio) => radio.checked)];
  const show = () => other?.show(chosen()?.other === true);
  const put = (/** @type {number} */ at) => {
    radios[at].checked = true;
    other?.set('');
    show();
  };
  for (const radio of radios) radio.addEventListener('input', show);
  return {
    element: element('div', { class: 'choice' }, ...options.map((option, i) => segment(radios[i], option, option.other ? null : chances[i].element)), other?.element),
    grouped: true,
    focus: radios[0],
    read: () => (chosen()?.other && other ? other.read() : noted(chosen())),
    reset: () => put(first),
    set: (value) => chooseFor(options, value, other, put),
    whatIf: (series) => chances.forEach(({ show }, i) => show(options[i], series)),
  };
}

/** @param {Option | undefined} option @returns {import('./control.js').Reading} */
export const noted = (option) => ({ value: option?.value, note: option?.note });

/**
 * Chooses what stands for a value: its level, or the box for others; nothing where neither is there.
 * @param {Option[]} options
 * @param {unknown} value
 * @param {import('./other.js').Other | null} other
 * @param {(at: number) => void} put
 */
export function chooseFor(options, value, other, put) {
  const at = options.findIndex((option) => !option.other && option.value === value);
  if (at >= 0) return put(at);
  if (!other || value === null) return;
  put(options.findIndex((option) => option.other));
  other.set(String(value));
}

/** @param {HTMLInputElement} radio @param {Option} option @param {HTMLElement | null} chance */
function segment(radio, { title, share, value, other }, chance) {
  const label = element('label', { class: value === null || other ? 'segment faint' : 'segment' },
    radio, element('span', { class: 'level' }, title), chance, share !== undefined && element('span', { class: 'share', 'aria-hidden': 'true' }));
  label.style.setProperty('--share', String(share ?? 0));
  return label;
}
