// Rows in the shapes that engines read. Rows come as one Float32Array, row after row.

/** An array a row. */
export const lists = (rows, width, count) =>
  Array.from({ length: count }, (_, i) => Array.from(rows.subarray(i * width, (i + 1) * width)));

/** An object a row, as a program has it. */
export const records = (rows, columns, count) =>
  lists(rows, columns.length, count).map((row) => Object.fromEntries(columns.map((name, j) => [name, row[j]])));

/** A typed array a column, by name. */
export const columns = (rows, names, count) => Object.fromEntries(names.map((name, j) => [
  name, Float32Array.from({ length: count }, (_, i) => rows[i * names.length + j]),
]));

/**
 * What is compared, of `count` rows of `given`: the number, the probability of the second class of two, or those
 * of all classes. `given` has as many numbers a row as the engine says.
 */
export function compared(given, count, classes) {
  const width = given.length / count;
  if (classes?.length !== 2 || width === 1) return Float64Array.from(given);
  return Float64Array.from({ length: count }, (_, i) => given[i * width + width - 1]);
}
