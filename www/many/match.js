// @ts-check

import { texts } from '../texts.js';

/**
 * Where a model's column stands in a table: its position, if it has one, and how it was found.
 * @typedef {{ at: number | null, how: 'name' | 'similar' | 'hand' | 'none' }} Match
 */
/** @typedef {{ name: string, label: string }} Named */

/** What is left of a name, or label, when case, blanks and signs do not count. @param {string} name */
const bare = (name) => name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Finds columns where they are known to stand, by name, then by what their name or label resembles. No column of
 * a table is taken twice for a likeness.
 * @param {Named[]} columns of the model
 * @param {string[]} header
 * @param {(word: string, candidates: string[]) => number} closest
 * @param {Record<string, number | null>} [known] said before; none where it is to be unknown
 * @returns {Match[]}
 */
export function match(columns, header, closest, known = {}) {
  /** @type {Match[]} */
  const found = columns.map(({ name }) => (Object.hasOwn(known, name) ? { at: known[name], how: 'hand' } : named(header.indexOf(name), 'name')));
  const near = (/** @type {Named} */ column, /** @type {string[]} */ free) => similar(column, free, closest);
  for (const [search, how] of /** @type {[typeof near, 'name' | 'similar'][]} */ ([[same, 'name'], [near, 'similar']])) {
    columns.forEach((column, i) => {
      if (found[i].how !== 'none') return;
      const free = header.map((name, at) => (found.some((other) => other.at === at) ? '' : name));
      found[i] = named(search(column, free), how);
    });
  }
  return found;
}

/** A name that two columns have says nothing. @param {Named[]} columns @param {string[]} header */
export function unique(columns, header) {
  const twice = columns.find(({ name }) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice) throw Object.assign(new Error(texts.many.twice), { code: 'bad-csv', column: twice.name, line: 1 });
}

/**
 * The positions by the names of the columns, as `predictCsv` takes them.
 * @param {Named[]} columns
 * @param {(i: number) => number | null} at
 */
export const placed = (columns, at) => Object.fromEntries(columns.map(({ name }, i) => [name, at(i)]));

/** @param {number} at @param {'name' | 'similar'} how @returns {Match} */
const named = (at, how) => (at < 0 ? { at: null, how: 'none' } : { at, how });

/** @param {Named} column @param {string[]} free */
function same({ name, label }, free) {
  const wanted = [bare(name), bare(label)].filter(Boolean);
  return free.findIndex((candidate) => wanted.includes(bare(candidate)));
}

/** @param {Named} column @param {string[]} free @param {(word: string, candidates: string[]) => number} closest */
function similar({ name, label }, free, closest) {
  // Short words are near to everything: who errs, errs behind the first letter.
  const begins = [name, label].map((word) => bare(word)[0]);
  const places = free.flatMap((candidate, at) => (candidate.length > 2 && begins.includes(bare(candidate)[0]) ? [at] : []));
  const candidates = places.map((at) => free[at]);
  const near = [name, label].filter((word) => word.length > 2).map((word) => closest(word, candidates)).find((at) => at >= 0);
  return near === undefined ? -1 : places[near];
}
