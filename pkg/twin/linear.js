// @ts-check
// Linear models: `intercept + sum of coefficient * x` for each output, in the library's
// precision and order.
import { numbers, rounding } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const linear = (of) => {
  const { intercept_first: before, skip_missing: skips } = of, round = rounding(of.precision);
  const coefficients = numbers(of.coefficients), intercepts = numbers(of.intercepts);
  return ({ rows, values }, reads, to) => {
    const width = reads.length;
    for (let k = 0; k < intercepts.length; k++) for (let r = 0; r < rows; r++) {
      let y = before ? intercepts[k] : 0;
      for (let i = 0; i < width; i++) {
        const x = values[reads[i] * rows + r];
        if (!skips || x === x) y = round(y + round(coefficients[k * width + i] * round(x)));
      }
      values[(to + k) * rows + r] = before ? y : round(y + intercepts[k]);
    }
  };
};
