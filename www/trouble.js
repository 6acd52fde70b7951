// @ts-check

import { element } from './element.js';
import { texts } from './texts.js';

/**
 * What is shown in place of a model that cannot be opened: why, and what to do.
 * @param {string} title
 * @param {import('./open.js').Trouble} trouble
 * @param {() => void} again
 */
export function trouble(title, { message, details }, again) {
  const button = element('button', { type: 'button' }, texts.again);
  button.addEventListener('click', again);
  return element('section', { class: 'trouble' },
    element('div', { role: 'alert' }, element('h1', {}, title), element('p', {}, message)), button,
    element('details', {}, element('summary', {}, texts.details), ...details.map((detail) => element('p', {}, detail))));
}
