// @ts-check
// Piecewise polynomials of one column.
import { above, numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const piecewise = (of) => {
  const breaks = numbers(of.breaks), centers = numbers(of.centers), coefficients = numbers(of.coefficients), { outputs } = of, powers = of.degree + 1;

  /** The highest power first; a constant is one at infinity too. @param {number} at @param {number} x */
  const polynomial = (at, x) => {
    let sum = coefficients[at + powers - 1];
    for (let i = powers - 2; i >= 0; i--) sum = (sum === 0 && Math.abs(x) === Infinity ? sum : sum * x) + coefficients[at + i];
    return sum;
  };
  return ({ rows, values }, [slot], to) => {
    for (let r = 0; r < rows; r++) {
      const x = values[slot * rows + r], piece = above(breaks, x, of.right), y = x - centers[piece];
      for (let o = 0; o < outputs; o++) values[(to + o) * rows + r] = y !== y ? NaN : polynomial((piece * outputs + o) * powers, y);
    }
  };
};
