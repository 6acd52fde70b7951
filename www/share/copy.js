// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';

/** How long a button says that it did. */
const WHILE = 2000;

/**
 * A button that copies a text, and says so.
 * @param {string} title of what is copied
 * @param {() => string} text
 * @param {(text: string) => void} announce
 */
export function copyButton(title, text, announce) {
  const button = element('button', { type: 'button', class: 'chip', 'aria-label': texts.copyOf(title) }, texts.copy);
  button.addEventListener('click', async () => {
    const done = await copy(text(), button);
    button.textContent = done ? texts.copied : texts.notCopied;
    announce(done ? texts.copiedOf(title) : texts.notCopied);
    setTimeout(() => { button.textContent = texts.copy; }, WHILE);
  });
  return button;
}

/** By the clipboard, else as a person would: frames and files may have no clipboard. @param {string} text @param {HTMLElement} near */
async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text, near);
  }
}

/** @param {string} text @param {HTMLElement} near */
function byHand(text, near) {
  const box = element('textarea', { class: 'unseen', tabindex: -1, 'aria-hidden': 'true' });
  box.value = text;
  near.after(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  near.focus();
  return done;
}
