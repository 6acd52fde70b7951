// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';

/** @typedef {{ title: string, value: unknown, share?: number, other?: boolean }} Option */

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
  const chosen = () => options[radios.findIndex((radio) => radio.checked)];
  const show = () => other?.show(chosen()?.other === true);
  for (const radio of radios) radio.addEventListener('input', show);
  return {
    element: element('div', { class: 'choice' }, ...options.map((option, i) => segment(radios[i], option)), other?.element),
    grouped: true,
    focus: radios[0],
    read: () => (chosen()?.other && other ? other.read() : noted(chosen()?.value)),
    reset() {
      radios[first].checked = true;
      other?.reset();
      show();
    },
  };
}

/** @param {unknown} value @returns {import('./control.js').Reading} */
export const noted = (value) => ({ value, note: value === null ? texts.isUnknown : undefined });

/** @param {HTMLInputElement} radio @param {Option} option */
function segment(radio, { title, share, value, other }) {
  const label = element('label', { class: value === null || other ? 'segment faint' : 'segment' },
    radio, element('span', { class: 'level' }, title), share !== undefined && element('span', { class: 'share', 'aria-hidden': 'true' }));
  label.style.setProperty('--share', String(share ?? 0));
  return label;
}
