// @ts-check

import { element } from '../element.js';

/**
 * Names and what they are; those that are empty are left out.
 * @param {[string, string | Node | null | undefined | false][]} pairs
 * @param {string} [kind]
 */
export function facts(pairs, kind = 'facts') {
  const there = pairs.filter(([, value]) => value);
  return element('dl', { class: kind }, ...there.map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

/** A text of letters and digits that nobody reads aloud. @param {string} text */
export const code = (text) => text && element('code', {}, text);
