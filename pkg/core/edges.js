// @ts-check
// Where answers may change along a column of numbers: asked by insight.js.
import { fail } from './error.js';

/**
 * Between `from` and `to` the last number of each piece but the last in which every answer has
 * the same bits; null where there are none, or nobody here can tell.
 * @param {any} engine
 * @param {{ column: string, from: number, to: number }} range
 * @returns {number[] | null}
 */
export const edges = ({ columns, ask, asks, read }, { column, from, to }) => {
  const index = columns.findIndex((/** @type {any} */ { name }) => name === column);
  if (index < 0) fail('unknown-column', `"${column}" is no column`);
  const count = asks('edges') && from <= to ? ask('edges', index, from, to) : -1;
  return count < 0 ? null : [...read(0, ['edge_numbers', 1], count)];
};
