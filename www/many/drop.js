// @ts-check
// Whatever is dropped, pasted or chosen anywhere on the page: a table for the model, another
// model, or something that the page does not take.

import { texts } from '../texts.js';
import { give } from './entry.js';

/**
 * @param {(file: File) => Promise<void>} openModel rejects where it cannot be opened; what is shown stays then
 */
export function receive(openModel) {
  const over = (/** @type {boolean} */ is) => document.documentElement.classList.toggle('dropping', is);
  const files = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!files(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget || over(false));
  document.addEventListener('drop', (event) => {
    over(false);
    if (!files(event)) return;
    event.preventDefault();
    give(/** @type {Element} */ (event.target), [...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener('paste', (event) => pasted(event));
  document.addEventListener('change', (event) => chosen(/** @type {HTMLInputElement} */ (event.target)));
  document.addEventListener('windowbox-files', (event) => void take(/** @type {Element} */ (event.target), /** @type {CustomEvent} */ (event).detail, openModel).catch(() => say(texts.noRuntime)));
}

/** Where nothing is typed into: files, or text of at least two lines. @param {ClipboardEvent} event */
function pasted({ target, clipboardData }) {
  if (!(target instanceof Element) || target.closest('input, textarea, select')) return;
  const text = clipboardData?.getData('text/plain') ?? '', files = [...(clipboardData?.files ?? [])];
  if (files.length) give(target, files);
  else if (text.includes('\n')) give(target, [new Blob([text])]);
}

/** The same file may be chosen again. @param {HTMLInputElement} input */
function chosen(input) {
  if (input.type !== 'file') return;
  give(input, [...(input.files ?? [])]);
  input.value = '';
}

/** Models come before the tables that are for them. @param {Element} at @param {File[]} files @param {(file: File) => Promise<void>} openModel */
async function take(at, files, openModel) {
  say('');
  const { kindOf } = await import('./kind.js'), kinds = await Promise.all(files.map(kindOf));
  const beside = at.closest('.second-model');
  for (const wanted of /** @type {const} */ (['model', 'workbook', 'other', 'table'])) {
    const file = files.find((_, i) => kinds[i] === wanted);
    if (!file) continue;
    if (wanted === 'table') section()?.dispatchEvent(new CustomEvent('windowbox-table', { detail: file })) ?? say(texts.many.needsModel);
    else if (wanted === 'model' && beside) section()?.dispatchEvent(new CustomEvent('windowbox-second', { detail: file }));
    else if (wanted === 'model') await openModel(file).catch((error) => say(refusal(file, error)));
    else say(wanted === 'workbook' ? texts.many.workbook(file.name) : texts.many.takes(file.name));
  }
}

/** @param {File} file @param {any} error */
const refusal = (file, error) => [texts.many.cannotTake(file.name, error?.message ?? String(error), error?.code), section() ? texts.many.stays : ''].join(' ').trim();

const section = () => document.querySelector('.many');

/** Beside where it is dropped, or under what a page without a model says; and seen. @param {string} text */
function say(text) {
  const told = document.querySelector('.zone > .told, main > .told');
  if (!told) return;
  told.textContent = text;
  if (text) told.scrollIntoView({ block: 'nearest' });
}
