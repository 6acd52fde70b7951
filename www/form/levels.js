// @ts-check

import { count } from '../numbers.js';
import { texts } from '../texts.js';
import { choiceControl, FEW } from './choice.js';
import { menuControl } from './menu.js';
import { otherLevel } from './other.js';
import { usualLevel } from './usual.js';

/**
 * One of some levels: side by side if they are few, else in a menu.
 * @param {import('./control.js').Context} context
 */
export function levelsControl(context) {
  const { column, statistics, words } = context;
  const other = otherLevel(context);
  const options = levelOptions(column.kind.levels.values, column.name, statistics, words);
  if (column.missing) options.push({ title: texts.unknown, value: null, note: texts.isUnknown });
  if (other) options.push({ title: texts.other, value: undefined, other: true });
  const make = column.kind.levels.values.length <= FEW ? choiceControl : menuControl;
  return make(context, options, usualLevel(statistics), other);
}

/**
 * Where a truth value may be missing, it has three answers.
 * @param {import('./control.js').Context} context
 */
export function truthControl(context) {
  const { column, statistics, words } = context;
  const options = levelOptions([false, true], column.name, statistics, words);
  options.push({ title: texts.unknown, value: null, note: texts.isUnknown });
  return choiceControl(context, options, usualLevel(statistics), null);
}

/**
 * @param {import('../words.js').Label[]} labels
 * @param {string} name
 * @param {any} statistics
 * @param {import('../words.js').Words} words
 * @returns {import('./choice.js').Option[]}
 */
function levelOptions(labels, name, statistics, words) {
  const counts = /** @type {number[]} */ (statistics?.levels ?? []);
  const all = counts.reduce((sum, n) => sum + n, 0);
  return labels.map((label, i) => ({
    title: words(name, label), value: label, share: all ? counts[i] / all : undefined, note: rarity(counts[i], all),
  }));
}

/** Fewer than one in a hundred rows. @param {number} n @param {number} all */
const rarity = (n, all) => (n < all / 100 ? texts.rare(count(n), count(all)) : undefined);
