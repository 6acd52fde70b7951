// @ts-check

import { element } from '../element.js';

/**
 * A part of the card: its title, and beside it what is said.
 * @param {string} title
 * @param {...import('../element.js').Child} children
 */
export const part = (title, ...children) =>
  element('section', { class: 'part' }, element('h3', {}, title), element('div', { class: 'said-of' }, ...children));

/**
 * The same, folded.
 * @param {string} title
 * @param {...import('../element.js').Child} children
 */
export const folded = (title, ...children) =>
  element('details', { class: 'part' }, element('summary', {}, element('h3', {}, title)), element('div', { class: 'said-of' }, ...children));
