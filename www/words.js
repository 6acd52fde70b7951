// @ts-check

import { count } from './numbers.js';
import { texts } from './texts.js';

/** @typedef {string | number | boolean} Label */
/** @typedef {(name: string, label: Label) => string} Words */

/**
 * What a person reads for a level or class: the page's word for it, else the label.
 * @param {Record<string, Record<string, string>>} [given]
 * @returns {Words}
 */
export function wording(given = {}) {
  return (name, label) => own(own(given, name) ?? {}, String(label)) ?? plainly(label);
}

/** A label is a name, a number too: no digit of it is left out or set apart. @param {Label} label */
export function plainly(label) {
  if (typeof label === 'boolean') return label ? texts.yes : texts.no;
  return label === '' ? texts.emptyLevel : String(label);
}

/**
 * Levels are texts of a table, "constructor" too: only what the object itself has.
 * @template T
 * @param {Record<string, T>} object
 * @param {string} key
 */
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** More than these are counted. */
const MOST = 8;

/**
 * A list in words, cut where it gets long.
 * @param {string[]} names
 * @param {'conjunction' | 'disjunction'} [type]
 */
export function some(names, type = 'conjunction') {
  const most = names.length > MOST ? [...names.slice(0, MOST - 1), texts.more(count(names.length - MOST + 1))] : names;
  return new Intl.ListFormat(texts.language, { type }).format(most);
}

/** @param {{ label: string, name: string }} named a column or target */
export const titleOf = (named) => named.label || named.name;
