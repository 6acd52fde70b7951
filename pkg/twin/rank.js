// @ts-check
// Rank: the first numbers of a group of columns in order, and where they stand; missing
// ones come last.

/** @type {(of: any) => import('./kinds.js').Apply} */
export const rank = ({ width, k, largest }) => ({ rows, values }, reads, to) => {
  /** @param {number} at @param {number} r */
  const cell = (at, r) => values[reads[at] * rows + r];
  for (let first = 0; first < reads.length; first += width, to += 2 * k) for (let r = 0; r < rows; r++) {
    const order = Array.from({ length: width }, (_, j) => j).sort((a, b) => {
      const x = cell(first + a, r), y = cell(first + b, r), missing = (x !== x ? 1 : 0) - (y !== y ? 1 : 0);
      return missing || (x === y || x !== x ? a - b : x < y === !largest ? -1 : 1);
    });
    for (let j = 0; j < k; j++) {
      values[(to + j) * rows + r] = cell(first + order[j], r);
      values[(to + k + j) * rows + r] = order[j];
    }
  }
};
