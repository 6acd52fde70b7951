// @ts-check
// Records made up from the statistics, column by column: no row of a table is in a model.

/** @typedef {() => number} Chance from 0 to 1 */

/** The same numbers again for the same seed (mulberry32). @param {number} seed @returns {Chance} */
export function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A record as usual or odd as those of the training data.
 * @param {any[]} columns
 * @param {any} statistics
 * @param {Map<string, unknown>} usual what stands where nothing is known
 * @param {Chance} chance
 * @returns {Map<string, unknown>}
 */
export function draw(columns, statistics, usual, chance) {
  return new Map(columns.map((column, i) => [column.name, cell(column, statistics?.columns[i], chance) ?? usual.get(column.name)]));
}

/** @param {any} column @param {any} statistics @param {Chance} chance @returns {unknown} nothing where nothing is known */
function cell({ kind, missing }, statistics, chance) {
  if (!statistics?.count) return undefined;
  if (missing && chance() < statistics.missing / statistics.count) return null;
  if (kind.type === 'numeric') return between(statistics.quantiles, kind.integer, chance());
  const labels = kind.type === 'boolean' ? [false, true] : kind.levels?.values;
  return labels?.[levelOf(statistics.levels, chance())];
}

/** A number at a share of the rows, in four digits. @param {number[]} quantiles @param {boolean} integer @param {number} share */
function between(quantiles, integer, share) {
  if (quantiles.length === 0) return undefined;
  const at = share * (quantiles.length - 1);
  const low = quantiles[Math.floor(at)], high = quantiles[Math.ceil(at)];
  const value = low + (high - low) * (at % 1);
  return integer ? Math.round(value) : Math.min(quantiles[quantiles.length - 1], Math.max(quantiles[0], Number(value.toPrecision(3))));
}

/** @param {number[]} counts @param {number} share */
function levelOf(counts, share) {
  let left = share * counts.reduce((sum, n) => sum + n, 0);
  return counts.findIndex((n) => (left -= n) < 0);
}
