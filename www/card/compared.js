// @ts-check

import { element } from '../element.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { folded } from './part.js';
import { scored } from './quality.js';

/** @typedef {{ name: string, metrics: import('./quality.js').Metric[], failed: string }} Candidate */

/**
 * What the model was compared with, and why it was chosen; folded.
 * @param {{ compared: Candidate[], chosen: string, model: string }} card
 */
export function compared({ compared, chosen }) {
  if (!compared?.length) return null;
  const names = [...new Set(compared.flatMap((one) => one.metrics.map((metric) => metric.name)))];
  const heads = [texts.candidate, ...names];
  return folded(texts.compared,
    chosen && element('p', { class: 'sentence' }, chosen),
    scroller(texts.compared, element('table', { class: 'figures' },
        element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
        element('tbody', {}, ...compared.map((one) => line(one, names))))));
}

/** @param {Candidate} candidate @param {string[]} names */
function line({ name, metrics, failed }, names) {
  const head = element('th', { scope: 'row' }, name);
  if (failed) return element('tr', {}, head, element('td', { colspan: names.length || 1 }, `${texts.couldNot}: ${failed}`));
  return element('tr', {}, head, ...names.map((wanted) => element('td', {}, cell(metrics.find((metric) => metric.name === wanted)))));
}

/** @param {import('./quality.js').Metric | undefined} metric */
const cell = (metric) => (metric ? scored(metric) : '');
