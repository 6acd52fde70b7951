// @ts-check

import { histogram } from '../charts/histogram.js';
import { element } from '../element.js';
import { number } from '../numbers.js';
import { texts } from '../texts.js';

/**
 * A number, large, with its unit, and where it lies among the training data's answers.
 * @param {any} target
 * @param {any} statistics of the prediction
 * @returns {import('./classes.js').Verdict}
 */
export function valueVerdict(target, statistics) {
  const verdict = element('data', { class: 'verdict', value: '' });
  const unit = element('span', { class: 'sure' }, target.unit);
  const hills = statistics?.edges.length > 1 ? histogram(statistics) : null;
  const show = (/** @type {number} */ value) => {
    verdict.value = String(value);
    verdict.textContent = number(value);
    hills?.mark(value);
    return `${number(value)} ${target.unit}`;
  };
  return { head: element('p', {}, verdict, ' ', unit), body: element('div', {}, hills && spread(hills.element, statistics)), show };
}

/** @param {Element} hills @param {{ min: number, max: number }} statistics */
function spread(hills, { min, max }) {
  return element('figure', { class: 'spread' }, hills,
    element('p', { class: 'ends' }, element('span', {}, number(min)), element('span', {}, number(max))),
    element('figcaption', {}, texts.typical));
}
