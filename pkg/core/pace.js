// @ts-check
// How much to do at a time: pieces are cut by how long the last ones took, so that a slow
// model is left soon after somebody gives up, and a fast one is not kept waiting.

/** How long a piece shall take, in ms. */
const PIECE = 20;
/** How many times as large as the last one a piece may be. */
const GROWTH = 8;

/**
 * @param {number} size of the first piece
 * @param {number} most
 */
export const pace = (size, most) => ({
  size: () => size,
  /** @param {number} done @param {number} took in ms */
  learn: (done, took) => {
    // What was left at the end says little.
    if (done * 2 < size && took < PIECE) return;
    size = Math.max(1, Math.floor(Math.min(most, size * GROWTH, done * PIECE / Math.max(took, 0.1))));
  },
});

/** @typedef {ReturnType<typeof pace>} Pace */
