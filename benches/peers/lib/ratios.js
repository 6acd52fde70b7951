// Numbers of rounds: medians, and ratios within a round, which what else the machine does hardly disturbs.

/** The middle one; of an even count the mean of the middle two. NaN of none. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How often as long `theirs` took as `ours`, round by round: `{ median, low, high, rounds }`. Rounds that one of the
 * two lacks are left out; `null` if that is all of them.
 */
export function ratio(theirs, ours) {
  const both = theirs.map((value, round) => [value, ours[round]]).filter((pair) => pair.every(Number.isFinite));
  const ratios = both.map(([value, own]) => value / own);
  if (!ratios.length) return null;
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios), rounds: ratios.length };
}

/** The order of a round: each round begins with the next, so that none always follows the same. */
export const order = (list, round) => list.map((_, i) => list[(i + round) % list.length]);
