// @ts-check

import { probabilities } from '../charts/probabilities.js';
import { element } from '../element.js';
import { percent } from '../numbers.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';

/** @typedef {{ head: HTMLElement, body: HTMLElement, show: (answer: any, shares: any) => string }} Verdict */

/**
 * A class, large, and the probability of each.
 * @param {any} target
 * @param {import('../words.js').Words} words
 * @returns {Verdict}
 */
export function classVerdict(target, words) {
  const word = (/** @type {any} */ label) => words(target.name, label);
  const labels = /** @type {any[]} */ (target.task.classes.values);
  const bars = probabilities(titleOf(target), labels.map((label) => ({ key: String(label), title: word(label) })));
  const verdict = element('data', { class: 'verdict', value: '' });
  const sure = element('span', { class: 'sure' });
  const raw = element('p', { class: 'raw' });
  const show = (/** @type {any} */ label, /** @type {Record<string, number>} */ shares) => {
    verdict.value = String(label);
    verdict.textContent = word(label);
    sure.textContent = `${percent(shares[String(label)])} ${texts.probability}`;
    raw.textContent = word(label) === String(label) ? '' : texts.raw(target.name, String(label));
    bars.show(shares, String(label));
    return texts.spoken(word(label), percent(shares[String(label)]));
  };
  return { head: element('p', {}, verdict, ' ', sure), body: element('div', {}, bars.element, raw), show };
}
