// @ts-check

/**
 * What the form starts with: the median, in four digits if the training data goes so far.
 * @param {{ min?: number | null, max?: number | null, quantiles: number[] } | undefined} statistics
 * @returns {number | null}
 */
export function usualNumber(statistics) {
  const median = statistics?.quantiles[10] ?? statistics?.min;
  if (median == null) return null;
  const short = Number(median.toPrecision(4));
  return short < (statistics?.min ?? short) || short > (statistics?.max ?? short) ? median : short;
}

/**
 * The position of the commonest level, the first of equals.
 * @param {{ levels: number[] } | undefined} statistics
 */
export function usualLevel(statistics) {
  const counts = statistics?.levels ?? [];
  return counts.length ? counts.indexOf(Math.max(...counts)) : 0;
}
