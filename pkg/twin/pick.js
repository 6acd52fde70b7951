// @ts-check
// Pick: of a group of columns the one at the position that the column behind them holds.

/** @type {(of: any) => import('./kinds.js').Apply} */
export const pick = ({ width }) => ({ rows, values }, reads, to) => {
  for (let first = 0; first < reads.length; first += width + 1, to++) for (let r = 0; r < rows; r++) {
    const at = values[reads[first + width] * rows + r];
    values[to * rows + r] = at >= 0 && at < width && Math.trunc(at) === at ? values[reads[first + at] * rows + r] : NaN;
  }
};
