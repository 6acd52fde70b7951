// @ts-check

import { element } from '../element.js';
import { readNumber } from '../readNumber.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';

/**
 * A box for a level that the list does not have.
 * @typedef {object} Other
 * @property {HTMLElement} element
 * @property {(visible: boolean) => void} show
 * @property {() => import('./control.js').Reading} read
 * @property {(text: string) => void} set
 */

/**
 * @param {import('./control.js').Context} context
 * @returns {Other | null} nothing where the model refuses such a level
 */
export function otherLevel({ column, says }) {
  const { levels, unseen } = column.kind;
  if (unseen !== 'predicted' || levels.type === 'boolean') return null;
  const box = element('input', { type: 'text', autocomplete: 'off', 'aria-label': texts.otherOf(titleOf(column)), 'aria-describedby': says });
  const place = element('div', { class: 'other', hidden: true }, box);
  return {
    element: place,
    show: (visible) => { place.hidden = !visible; },
    read: () => reading(box.value, levels.type === 'number'),
    set: (text) => { box.value = text; },
  };
}

/** @param {string} text @param {boolean} numeric @returns {import('./control.js').Reading} */
function reading(text, numeric) {
  if (text === '') return { problem: texts.needsLevel, typed: text };
  if (!numeric) return { value: text };
  const read = readNumber(text);
  return read ? { value: read.value } : { problem: texts.notANumber(text), typed: text };
}
