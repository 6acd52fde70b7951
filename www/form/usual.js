// @ts-check

/**
 * What the form starts with: the median, as short as it can be said.
 * @param {{ min?: number | null, max?: number | null, quantiles: number[] } | undefined} statistics
 * @returns {number | null}
 */
export function usualNumber(statistics) {
  const median = statistics?.quantiles[10] ?? statistics?.min;
  return median == null ? null : Number(median.toPrecision(4));
}

/**
 * The position of the commonest level, the first of equals.
 * @param {{ levels: number[] } | undefined} statistics
 */
export function usualLevel(statistics) {
  const counts = statistics?.levels ?? [];
  return counts.length ? counts.indexOf(Math.max(...counts)) : 0;
}
