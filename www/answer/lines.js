// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';

/** What stands beside an answer: lines, and why below them. */
export function insightLines() {
  const lines = {
    likely: element('p', { class: 'insight', hidden: true }),
    familiar: element('div', { class: 'insight', hidden: true }),
    flip: element('div', { class: 'insight', hidden: true }),
  };
  const frame = element('div', { class: 'insights' }, ...Object.values(lines));
  return {
    element: frame,
    /** @param {keyof typeof lines} name @param {(Node | string)[]} said */
    say(name, said) {
      lines[name].hidden = said.every((part) => part === '');
      lines[name].replaceChildren(...said);
    },
    /** Whether they still are about the answer before. @param {boolean} is */
    stale: (is) => { frame.classList.toggle('stale', is); },
    /** @param {HTMLElement | null} menu @param {HTMLElement} reasons */
    explain: (menu, reasons) => frame.append(element('section', { class: 'reasons' },
      element('div', { class: 'why-head' }, element('h3', {}, texts.why), menu), reasons)),
  };
}
