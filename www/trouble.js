// @ts-check

import { element } from './element.js';
import { texts } from './texts.js';

/**
 * What is shown in place of a model that cannot be opened: why, and what to do.
 * @param {import('./open.js').Trouble} trouble
 * @param {() => void} again
 */
export function trouble({ message, hint, code }, again) {
  const button = element('button', { type: 'button' }, texts.again);
  button.addEventListener('click', again);
  return element('section', { class: 'trouble', role: 'alert' },
    element('h1', {}, texts.cannotOpen), element('p', {}, message, code && element('span', { class: 'code' }, ` (${code})`)),
    element('p', {}, hint), button);
}
