// @ts-check
// One-hot encoder: 1 in the column of a code's level. A column that is not there is one
// that no code has.
import { numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const oneHot = ({ levels: list, missing, unseen, columns }) => {
  const levels = numbers(list);
  return ({ rows, values }, [slot], to) => {
    values.fill(0, to * rows, (to + columns) * rows);
    for (let r = 0; r < rows; r++) {
      const code = values[slot * rows + r], column = code !== code ? missing : code < 0 ? unseen : levels[code];
      if (column < columns) values[(to + column) * rows + r] = 1;
    }
  };
};
