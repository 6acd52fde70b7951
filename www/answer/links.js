// @ts-check

import { element } from '../element.js';

/** A field's name; a click goes there. @param {import('../form/field.js').Field} field */
export function fieldLink(field) {
  const button = element('button', { type: 'button', class: 'quiet' }, field.title);
  button.addEventListener('click', () => field.control.focus.focus());
  return button;
}
