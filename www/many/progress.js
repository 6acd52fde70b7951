// @ts-check

import { element } from '../element.js';
import { count, wholePercent } from '../numbers.js';
import { texts } from '../texts.js';

/** How often a screen reader hears of it, in ms. */
const SAID = 2000;

/**
 * How far it has come, how fast it goes, and a button that ends it.
 * @param {() => void} cancel
 * @param {(text: string) => void} announce
 */
export function progress(cancel, announce) {
  const bar = element('progress', { max: 1, value: 0, 'aria-label': texts.many.progress });
  const said = element('p', { class: 'speed' }, texts.many.begins), began = performance.now();
  const button = element('button', { type: 'button', class: 'second' }, texts.many.cancel);
  button.addEventListener('click', cancel);
  let drawn = 0, spoken = began;
  const show = (/** @type {number} */ share, /** @type {number} */ rows) => {
    const seconds = (performance.now() - began) / 1000, speed = rows / seconds;
    bar.value = share;
    said.textContent = [texts.many.answered(count(rows)), texts.many.speed(count(Number(speed.toPrecision(2)))), share > 0.02 ? texts.many.left(Math.ceil(seconds / share - seconds)) : ''].filter(Boolean).join(' · ');
    if (performance.now() - spoken < SAID) return;
    spoken = performance.now();
    announce(texts.many.sofar(wholePercent(share), count(rows)));
  };
  return {
    element: element('div', { class: 'running' }, bar, said, button),
    focus: () => button.focus(),
    /** Draws at most once a frame. @param {number} bytes @param {number} total @param {number} rows */
    tell: (bytes, total, rows) => {
      cancelAnimationFrame(drawn);
      drawn = requestAnimationFrame(() => show(bytes / (total || 1), rows));
    },
  };
}
