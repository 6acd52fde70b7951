// @ts-check
// Map: a number becomes the number that stands beside it in a table.
import { above, numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const map = (of) => {
  const keys = numbers(of.keys), to = numbers(of.values), [missing, other] = numbers(of.others), keeps = of.keeps;
  const value = (/** @type {number} */ x) => {
    if (x !== x) return missing;
    const at = above(keys, x, false);
    return keys[at] === x ? to[at] : keeps ? x : other;
  };
  return ({ rows, values }, reads, first) => {
    for (let i = 0; i < reads.length; i++) for (let r = 0; r < rows; r++) values[(first + i) * rows + r] = value(values[reads[i] * rows + r]);
  };
};
