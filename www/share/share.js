// @ts-check

import { element } from '../element.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { copyButton } from './copy.js';
import { snippets } from './snippets.js';

/**
 * @typedef {object} Shared
 * @property {Record<string, unknown>} record
 * @property {string | null} link nothing where the record is too long for one
 */

/**
 * The record to take along: as a link, as data, as a call.
 * @param {string} name of the model's package
 * @param {() => Shared | null} current nothing where there is no answer
 * @param {(text: string) => void} announce
 */
export function share(name, current, announce) {
  const items = Object.entries(texts.shared).map(([key, about]) => item(key, about, announce));
  const all = element('div', { class: 'keepsakes' }, ...items.map((one) => one.element)), none = element('p', {}, texts.nothingToShare);
  const place = element('details', { class: 'along' }, element('summary', {}, element('h2', {}, texts.share)), all, none);
  const fill = () => {
    const shared = place.open ? current() : null;
    [all.hidden, none.hidden] = [!shared, shared !== null];
    if (!shared) return;
    const written = { link: shared.link, ...snippets(shared.record, name) };
    for (const one of items) one.show(written[/** @type {'link'} */ (one.key)], name);
  };
  place.addEventListener('toggle', fill);
  return { element: place, button: opener(place), fill };
}

/** Goes there from beside the answer. @param {HTMLDetailsElement} place */
function opener(place) {
  const button = element('button', { type: 'button', class: 'chip sharing' }, texts.share);
  button.addEventListener('click', () => {
    place.open = true;
    place.querySelector('summary')?.focus();
    place.scrollIntoView({ block: 'nearest' });
  });
  return button;
}

/** @param {string} key @param {{ title: string, hint: (name: string) => string }} about @param {(text: string) => void} announce */
function item(key, { title, hint }, announce) {
  const code = element('code');
  const said = element('p', { class: 'hint' });
  const button = copyButton(title, () => code.textContent ?? '', announce);
  const show = (/** @type {string | null} */ text, /** @type {string} */ name) => {
    code.textContent = text ?? '';
    button.hidden = code.hidden = text === null;
    said.textContent = text === null ? texts.noLink : hint(name);
  };
  const body = element('div', { class: 'shared' }, element('div', { class: 'shared-head' }, element('h3', {}, title), button), said, scroller(title, element('pre', {}, code)));
  return { key, element: body, show };
}
