// @ts-check
// Imputer: a missing cell becomes its column's number.
import { numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const impute = (of) => {
  const fill = numbers(of.fill);
  return ({ rows, values }, reads, to) => {
    for (let i = 0; i < reads.length; i++) for (let r = 0; r < rows; r++) {
      const x = values[reads[i] * rows + r];
      values[(to + i) * rows + r] = x !== x ? fill[i] : x;
    }
  };
};
