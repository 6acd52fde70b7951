// @ts-check
// Lookup: text becomes the code of its level; -1 where there is none.

/** @type {(of: any) => import('./kinds.js').Apply} */
export const lookup = ({ levels }) => {
  const codes = new Map(levels.map((/** @type {string} */ level, /** @type {number} */ code) => [level, code]));
  return ({ rows, values, texts }, [slot], to) => {
    for (let r = 0; r < rows; r++) {
      const text = texts[slot][r];
      values[to * rows + r] = text === null ? NaN : codes.has(text) ? codes.get(text) : -1;
    }
  };
};
