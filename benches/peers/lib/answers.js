// Two peers' answers to the same rows.

/**
 * How far `got` is from `want`, doubles of `width` a row: the largest difference, how many rows differ at all, and, of
 * `labels`, how many get another. One number a row is of the second class, which it is above `border`.
 * @returns {{ rows: number, difference: number, differ: number, labels: number }}
 */
export function compare(got, want, { width, labels, border = 0.5 }) {
  if (got.length !== want.length) throw new Error(`${got.length} answers where ${want.length} were asked for`);
  const rows = want.length / width;
  const found = { rows, difference: 0, differ: 0, labels: 0 };
  for (let row = 0; row < rows; row++) {
    const [a, b] = [got, want].map((all) => all.subarray(row * width, (row + 1) * width));
    const difference = apart(a, b);
    found.difference = Math.max(found.difference, difference);
    found.differ += difference > 0;
    found.labels += labels && label(a, border) !== label(b, border);
  }
  return found;
}

/** The largest difference of two rows; a number against none is infinitely far. */
function apart(a, b) {
  return a.reduce((most, value, i) => {
    if (Number.isNaN(value) && Number.isNaN(b[i])) return most;
    const difference = Math.abs(value - b[i]);
    return Math.max(most, value === b[i] ? 0 : Number.isNaN(difference) ? Infinity : difference);
  }, 0);
}

/** The position of the class that is predicted. */
const label = (row, border) => row.length === 1 ? Number(row[0] > border) : row.indexOf(Math.max(...row));
