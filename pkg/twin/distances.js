// @ts-check
// Distances of a row from points, every step rounded.
import { metric } from './distance.js';
import { numbers, rounding } from './numbers.js';

/** @type {(of: any) => import('./kinds.js').Apply} */
export const distances = (of) => {
  const { part, add, whole } = metric(of.metric), round = rounding(of.precision), points = numbers(of.points), { skips } = of;
  return ({ rows, values }, reads, to) => {
    const width = reads.length;
    for (let k = 0; k * width < points.length; k++) for (let r = 0; r < rows; r++) {
      let total = 0, pairs = 0;
      for (let i = 0; i < width; i++) {
        const apart = Math.abs(round(values[reads[i] * rows + r]) - points[k * width + i]);
        if (skips && apart !== apart) continue;
        total = round(add(total, round(part(round(apart)))));
        pairs++;
      }
      // What is left out is made up for; of no pair it is 0 / 0.
      values[(to + k) * rows + r] = round(whole(skips ? round(round(total / pairs) * width) : total));
    }
  };
};
