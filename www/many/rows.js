// @ts-check
// The rows of a table again, from where they stand in the file.

/**
 * @typedef {object} Rows
 * @property {(row: number) => Promise<string[]>} fields of a row; none where it cannot be read
 * @property {(start: number, end: number) => Promise<string[][]>} between
 */

/**
 * @param {import('./source.js').Table} table
 * @param {import('./answers.js').Answers} answers
 * @returns {Rows}
 */
export function rowsOf({ text, fields, records }, { places, whole }) {
  // Nobody knows where the last row ends where not all were answered: it has no fields.
  const list = places.list, end = whole ? text.size : list.at(-1);
  const slice = async (/** @type {number} */ start, /** @type {number} */ to) => new Uint8Array(await text.slice(list[start], list[to] ?? end).arrayBuffer());
  const one = (/** @type {Uint8Array} */ bytes) => {
    try {
      return fields(bytes);
    } catch {
      return [];
    }
  };
  return {
    // A file that is gone, or was changed, has no rows any more.
    fields: (row) => slice(row, row + 1).then(one, () => []),
    async between(start, end) {
      const bytes = await slice(start, end), found = records(bytes);
      if (found.length === end - start) return found;
      return Array.from({ length: end - start }, (_, i) => one(bytes.subarray(list[start + i] - list[start], (list[start + i + 1] ?? Infinity) - list[start])));
    },
  };
}
