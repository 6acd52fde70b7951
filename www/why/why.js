// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { partsOf } from './parts.js';
import { waterfall } from './waterfall.js';

/**
 * Why the model answers so: what each column contributes, from what it says of nobody to what it says of this one.
 * @param {any} model
 * @param {import('../form/field.js').Field[]} fields
 * @param {import('../words.js').Words} words
 */
export function why(model, fields, words) {
  const place = element('div', { class: 'why' });
  /** @param {any} explanation @param {import('../answer/shown.js').Shown} shown @param {any} result */
  const show = (explanation, shown, result) => {
    const parts = partsOf(explanation, shown, model.schema.targets, result);
    place.replaceChildren(...(parts ? waterfall(parts, shown, fields, words) : [element('p', {}, texts.whyNotThis)]));
  };
  /** A hint is for who calls it. @param {any} error */
  const refuse = ({ code, message }) =>
    place.replaceChildren(element('p', {}, texts.noWhy), element('p', { class: 'reason' }, code ? sentence(message) : ''));
  return { element: place, show, refuse };
}

/** @param {string} text */
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.?$/, '.');
