// @ts-check
// Answers to the pieces of a batch, put together as if there had been one.

/**
 * @typedef {object} Part
 * @property {number} start the number of its first row
 * @property {any} answer
 */

/**
 * What is said of the pieces as if it had been said of the whole: warnings with a count are
 * one each.
 * @param {Part[]} parts in their order
 * @param {string} name
 */
const issuesOf = (parts, name) => {
  const counted = new Map();
  return parts.flatMap(({ start, answer }) => answer[name].flatMap((/** @type {any} */ issue) => {
    const key = `${issue.code} ${issue.column}`, old = counted.get(key);
    if (old && issue.count) return old.count += issue.count, [];
    const found = { ...issue, row: issue.row + start };
    if (issue.count) counted.set(key, found);
    return [found];
  }));
};

/**
 * Typed arrays, lists of rows, or one typed array for each target.
 * @param {any[]} lists
 * @returns {any}
 */
const joined = (lists) => {
  const [first] = lists;
  if (!ArrayBuffer.isView(first)) return first?.some(ArrayBuffer.isView) ? first.map((/** @type {any} */ _, /** @type {number} */ t) => joined(lists.map((list) => list[t]))) : first && lists.flat();
  const all = new /** @type {any} */ (first).constructor(lists.reduce((sum, { length }) => sum + length, 0));
  lists.reduce((at, list) => (all.set(list, at), at + list.length), 0);
  return all;
};

/** @param {Part[]} parts in their order, at least one */
export const join = (parts) => {
  const [{ answer: { warnings, errors, classes, ...lists } }] = parts;
  const all = Object.fromEntries(Object.keys(lists).map((name) => [name, joined(parts.map(({ answer }) => answer[name]))]));
  if (classes) all.classes = classes;
  return { ...all, warnings: issuesOf(parts, 'warnings'), errors: issuesOf(parts, 'errors') };
};
