// @ts-check

import { element } from '../element.js';
import { titleOf } from '../words.js';
import { dateControl, picked } from './date.js';
import { levelsControl, truthControl } from './levels.js';
import { numberControl } from './number.js';
import { textControl } from './text.js';
import { toggleControl } from './toggle.js';

/**
 * A control with its label, its description and a line for what is to be said about it.
 * @typedef {object} Field
 * @property {string} name of the column
 * @property {any} column
 * @property {string} title
 * @property {HTMLElement} element
 * @property {import('./control.js').Control} control
 * @property {(text: string, tone?: 'problem' | 'warning' | 'note') => void} say
 */

/**
 * @param {Omit<import('./control.js').Context, 'says'>} given
 * @returns {Field}
 */
export function field(given) {
  const { column, id } = given;
  const said = element('p', { class: 'said', id: `${id}-said` });
  const described = aboutOf(column);
  const about = described && element('p', { class: 'about', id: `${id}-about` }, described);
  const says = about ? `${id}-about ${id}-said` : `${id}-said`;
  const control = controlFor(column)({ ...given, says });
  return {
    name: column.name,
    column,
    title: titleOf(column),
    element: frame(column, id, control, [about, control.element, said]),
    control,
    say: (text, tone = 'note') => say(said, control.focus, text, tone),
  };
}

/**
 * How a date is written concerns nobody who picks it from a calendar.
 * @param {any} column
 */
function aboutOf({ description, kind }) {
  return picked(kind) && description.endsWith(kind.format.split(' ')[1]) ? '' : description;
}

/** @param {any} column */
function controlFor(column) {
  switch (column.kind.type) {
    case 'numeric': return numberControl;
    case 'categorical': return levelsControl;
    case 'boolean': return column.missing ? truthControl : toggleControl;
    default: return column.kind.format ? dateControl : textControl;
  }
}

/**
 * @param {any} column
 * @param {string} id
 * @param {import('./control.js').Control} control
 * @param {import('../element.js').Child[]} parts
 */
function frame(column, id, control, parts) {
  const title = titleOf(column);
  if (control.grouped) return element('fieldset', { class: 'field' }, element('legend', {}, title), ...parts);
  const head = element('div', { class: 'head' }, element('label', { for: id }, title), control.aside);
  return element('div', { class: 'field' }, head, ...parts);
}

/**
 * @param {HTMLElement} said
 * @param {HTMLElement} input
 * @param {string} text
 * @param {string} tone
 */
function say(said, input, text, tone) {
  if (said.textContent !== text) said.textContent = text;
  said.dataset.tone = tone;
  if (tone === 'problem') input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}
