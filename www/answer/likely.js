// @ts-check

import { count, number, percent } from '../numbers.js';
import { texts } from '../texts.js';

/** What a level is in words: the counts people know. @type {Record<number, string>} */
const ODDS = { 0.8: texts.odds(8, 10), 0.9: texts.odds(9, 10), 0.95: texts.odds(19, 20) };

/**
 * How far the answer may be off, as rows that were held out showed; empty where nothing is known of it.
 * @param {any} likely what the model's conformal quantiles say
 * @param {any} target
 * @param {import('../words.js').Words} words
 */
export function likelyText(likely, target, words) {
  if (!likely) return '';
  const odds = ODDS[likely.level] ?? percent(likely.level);
  return `${claim(likely, odds, target, words)} ${texts.heldOut(count(likely.n))}`;
}

/** @param {any} likely @param {string} odds @param {any} target @param {import('../words.js').Words} words */
function claim({ interval, labels }, odds, target, words) {
  if (interval) return texts.likelyBetween(odds, number(interval[0]), number(interval[1]), target.unit);
  if (labels.length === target.task.classes.values.length) return texts.likelyOf(odds, texts.likelyAll);
  return texts.likelyOf(odds, labels.map((/** @type {any} */ label) => words(target.name, label)).join(', ') || texts.likelyNone);
}
