// @ts-check
// Clusters: how far a row is from each centre, its parts weighted and put together.
import { metric } from './distance.js';
import { exp } from './exp.js';
import { named } from './link.js';
import { numbers, rounding } from './numbers.js';

/** How a cell and a centre are compared. @type {Record<string, (x: number, y: number, of: any) => number>} */
const COMPARE = {
  difference: (x, y) => Math.abs(x - y),
  gauss: (x, y, { scale }) => {
    const z = (x - y) / scale;
    return exp(-0.6931471805599453 * (z * z));
  },
  unequal: (x, y) => x !== y ? 1 : 0,
  equal: (x, y) => x === y ? 1 : 0,
};

/** What makes up for missing cells. @param {Float64Array} row @param {Float64Array} shares */
const adjustment = (row, shares) => {
  if (!shares.length) return 1;
  let all = 0, there = 0;
  for (let i = 0; i < row.length; i++) {
    all += shares[i];
    if (row[i] === row[i]) there += shares[i];
  }
  return all / there;
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const clusters = (of) => {
  const { part, add, whole } = metric(of.measure), round = rounding(of.precision), compare = of.compare.map(named);
  const centers = numbers(of.centers), weights = numbers(of.weights), shares = numbers(of.shares), width = compare.length, row = new Float64Array(width);

  /** @param {number} first of the centre's numbers @param {number} scale */
  const distance = (first, scale) => {
    let total = 0;
    for (let i = 0; i < width; i++) {
      const x = row[i], [name, by] = compare[i];
      if (x !== x && shares.length) continue;
      total = round(add(total, round(weights[i] * round(part(round(COMPARE[name](x, centers[first + i], by)))))));
    }
    return round(whole(round(total * scale)));
  };

  return ({ rows, values }, reads, to) => {
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < width; i++) row[i] = values[reads[i] * rows + r];
      const scale = adjustment(row, shares);
      for (let k = 0; k * width < centers.length; k++) values[(to + k) * rows + r] = distance(k * width, scale);
    }
  };
};
