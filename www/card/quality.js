// @ts-check

import { confusion } from '../charts/confusion.js';
import { reliability } from '../charts/reliability.js';
import { element } from '../element.js';
import { score } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { part } from './part.js';

/** @typedef {{ name: string, mean: number, spread?: number | null }} Metric */

/**
 * How well the model does, and how that was measured.
 * @param {any} model
 * @param {import('../words.js').Words} words
 */
export function quality({ card, schema, statistics }, words) {
  if (!card.metrics?.length) return part(texts.quality, element('p', {}, texts.notMeasured));
  return part(texts.quality,
    card.estimate && element('p', { class: 'sentence' }, card.estimate),
    element('div', { class: 'measures' }, metrics(card.metrics),
      element('div', { class: 'pictures' }, confused(card.confusion, schema.targets[0], words), honest(statistics?.reliability))));
}

/** A metric with its spread, if it has one. @param {Metric} metric */
export function scored({ mean, spread }) {
  return spread == null ? score(mean) : `${score(mean)} ${texts.spreadOf(score(spread))}`;
}

/** @param {Metric[]} list */
function metrics(list) {
  const heads = [texts.metric, texts.mean, texts.spread];
  return scroller(texts.quality, element('table', { class: 'figures' },
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...list.map(line))));
}

/** @param {Metric} metric */
function line({ name, mean, spread }) {
  const gloss = texts.metricMeans(name);
  return element('tr', {},
    element('th', { scope: 'row' }, name, gloss && element('span', { class: 'gloss' }, gloss)),
    element('td', {}, score(mean)), element('td', {}, spread == null ? '' : texts.spreadOf(score(spread))));
}

/** @param {{ counts: number[] } | null} matrix @param {any} target @param {import('../words.js').Words} words */
function confused(matrix, target, words) {
  const labels = target.task.classes?.values;
  if (!matrix || matrix.counts.length !== labels?.length ** 2) return null;
  return element('div', {}, element('h4', {}, texts.confusion),
    confusion(labels.map((/** @type {any} */ label) => words(target.name, label)), matrix.counts));
}

/** @param {any[] | undefined} bins */
function honest(bins) {
  if (!bins?.some((bin) => bin.count > 0)) return null;
  return element('div', {}, element('h4', {}, texts.reliability), element('p', {}, texts.reliabilityAbout), reliability(bins));
}
