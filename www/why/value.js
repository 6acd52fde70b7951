// @ts-check

import { exact, minus, number, percent, score } from '../numbers.js';
import { texts } from '../texts.js';
import { plainly } from '../words.js';

/** More letters than these tell nothing more. */
const LONG = 60;

/**
 * What a record holds in a column, as a person reads it.
 * @param {any} value
 * @param {any} column
 * @param {import('../words.js').Words} words
 */
export function valueText(value, column, words) {
  if (value == null || Number.isNaN(value)) return texts.unknown;
  if (column?.kind.type === 'numeric') return `${exact(value)} ${column.unit}`.trim();
  const text = column ? words(column.name, value) : plainly(value);
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text;
}

/** A contribution, or what lies between two. @param {number} x @param {import('./parts.js').Parts['space'] | undefined} space what it is in */
export function signed(x, space) {
  const size = (space === 'probability' ? percent : space === 'value' ? number : score)(Math.abs(x));
  return x === 0 ? size : `${x < 0 ? minus : '+'}${size}`;
}
