// @ts-check

/**
 * What the page can do without: where it fails, something else.
 * @template T, U
 * @param {() => T} work
 * @param {U} otherwise
 * @returns {T | U}
 */
export function tried(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
