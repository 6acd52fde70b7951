// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';

/**
 * What is looked at more closely: the probability of a class, or a value.
 * @typedef {{ target: number, label: import('../words.js').Label | null, key: string, title: string }} Shown
 */

/**
 * Everything that can be, class by class.
 * @param {any[]} targets
 * @param {import('../words.js').Words} words
 * @returns {Shown[]}
 */
function shownOf(targets, words) {
  return targets.flatMap((target, i) => {
    const about = targets.length > 1 ? `${titleOf(target)}: ` : '';
    if (target.task.type === 'regression') return [{ target: i, label: null, key: `${i}`, title: titleOf(target) }];
    return target.task.classes.values.map((/** @type {any} */ label, /** @type {number} */ code) =>
      ({ target: i, label, key: `${i}.${code}`, title: about + words(target.name, label) }));
  });
}

/**
 * Of two classes the positive one, of several the one that is predicted.
 * @param {Shown[]} all
 * @param {any[]} targets
 * @param {any} prediction
 */
function usualShown(all, [{ task }, ...others], prediction) {
  const predicted = others.length ? prediction?.[0] : prediction;
  if (task.type === 'regression' || task.classes.values.length > 2) return all.find(({ label }) => label === null || label === predicted) ?? all[0];
  return all[task.decision?.positive ?? 1] ?? all[0];
}

/**
 * Which one is looked at: what somebody chose in the menu, else the usual one.
 * @param {any[]} targets
 * @param {import('../words.js').Words} words
 * @param {() => void} changed
 */
export function chooser(targets, words, changed) {
  const all = shownOf(targets, words);
  const menu = element('select', { 'aria-label': texts.shown }, ...all.map((one) => element('option', { value: one.key }, one.title)));
  const choice = {
    /** Nothing where there is one. */
    menu: all.length > 1 ? menu : null,
    /** The key of what was chosen, or empty. */
    chosen: '',
    /** @param {any} prediction @returns {Shown} */
    of: (prediction) => all.find(({ key }) => key === choice.chosen) ?? usualShown(all, targets, prediction),
    /** @param {Shown} shown */
    follow: ({ key }) => { menu.value = key; },
  };
  menu.addEventListener('input', () => {
    choice.chosen = menu.value;
    changed();
  });
  return choice;
}
