// @ts-check
// The nearest valid word to a mistaken one: src/data/closest.rs.

/** Longer words are cut here. */
const CUT = 64;

/** @param {string} word */
const letters = (word) => Array.from(word.replace(/^["' \t\n\r]+|["' \t\n\r]+$/g, '')).slice(0, CUT)
  .map((letter) => letter >= 'A' && letter <= 'Z' ? letter.toLowerCase() : letter);

/** Levenshtein's distance, one row at a time. @param {string[]} a @param {string[]} b */
const distance = (a, b) => {
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    let diagonal = row[0]++;
    for (let j = 0; j < b.length; j++) {
      const changed = diagonal + (a[i] === b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = Math.min(changed, row[j] + 1, diagonal + 1);
    }
  }
  return row[b.length];
};

/**
 * The position of the candidate that is near enough to be meant; -1 where none is.
 * @param {string} word
 * @param {string[]} candidates
 */
export const closest = (word, candidates) => {
  const meant = letters(word);
  let best = -1, least = Infinity;
  candidates.forEach((candidate, i) => {
    const other = letters(candidate), apart = distance(meant, other);
    if (2 * apart <= Math.max(meant.length, other.length) && apart < least) best = i, least = apart;
  });
  return best;
};
