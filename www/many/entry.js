// @ts-check
// The place for many rows on the page. What works on them is loaded when a file comes.

import { element } from '../element.js';
import { texts } from '../texts.js';

/**
 * @param {any} model
 * @param {import('../models.js').Offer} offer
 * @param {import('../words.js').Words} words
 * @param {(text: string) => void} announce
 */
export function many(model, offer, words, announce) {
  const work = element('div', { class: 'work' });
  const section = element('section', { class: 'many', 'aria-labelledby': 'many-title' },
    element('h2', { id: 'many-title' }, texts.many.title), element('p', { class: 'lead' }, texts.many.lead), zone(), work);
  /** @type {Promise<any> | undefined} */
  let panel;
  const opened = () => panel ??= import('./panel.js').then((made) => made.panel(work, model, offer, words, announce));
  const does = (/** @type {string} */ name, /** @type {'take' | 'compare'} */ act) => section.addEventListener(name, (event) => void opened()
    .then((made) => made[act](/** @type {CustomEvent} */ (event).detail), () => {
      panel = undefined;
      work.replaceChildren(element('p', { class: 'problem', role: 'alert' }, texts.noRuntime));
    }));
  does('windowbox-table', 'take');
  does('windowbox-second', 'compare');
  return section;
}

/** Two ways for those who do not drag: to choose a file, and to paste. */
function zone() {
  const input = element('input', { type: 'file', accept: '.csv,.tsv,.tab,.txt,.wbx,.wasm,text/csv', hidden: true });
  const choose = element('button', { type: 'button' }, texts.many.chooseFile), paste = element('button', { type: 'button', class: 'second', 'aria-expanded': 'false' }, texts.many.paste);
  const box = element('textarea', { rows: 6, 'aria-label': texts.many.pasteHere, placeholder: texts.many.pasteHere, spellcheck: 'false' });
  const go = element('button', { type: 'button' }, texts.many.usePasted), pasted = element('div', { class: 'pasted', hidden: true }, box, go);
  choose.addEventListener('click', () => input.click());
  paste.addEventListener('click', () => {
    pasted.hidden = !pasted.hidden;
    paste.setAttribute('aria-expanded', String(!pasted.hidden));
    if (!pasted.hidden) box.focus();
  });
  go.addEventListener('click', () => box.value.trim() && give(go, [new Blob([box.value])]));
  return element('div', { class: 'zone' }, element('p', {}, texts.many.dropHere), element('p', { class: 'ways' }, choose, paste, input), pasted, element('p', { class: 'told', role: 'alert' }));
}

/** Files for the page, wherever they come from: `receive` of drop.js takes them. @param {Element} at @param {Blob[]} files */
export const give = (at, files) => at.dispatchEvent(new CustomEvent('windowbox-files', { bubbles: true, detail: files }));
