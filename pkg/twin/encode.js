// @ts-check
// Encoder of levels as numbers.
import { numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const encode = (of) => {
  const levels = numbers(of.levels), [missing, unseen] = numbers(of.others);
  return ({ rows, values }, [slot], to) => {
    for (let r = 0; r < rows; r++) {
      const code = values[slot * rows + r];
      values[to * rows + r] = code !== code ? missing : code < 0 ? unseen : levels[code];
    }
  };
};
