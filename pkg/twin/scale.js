// @ts-check
// Scaler: `(x - center) / scale`.
import { numbers } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const scale = (of) => {
  const center = numbers(of.center), scale = numbers(of.scale);
  return ({ rows, values }, reads, to) => {
    for (let i = 0; i < reads.length; i++) for (let r = 0; r < rows; r++) {
      values[(to + i) * rows + r] = (values[reads[i] * rows + r] - center[i]) / scale[i];
    }
  };
};
