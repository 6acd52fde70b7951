// @ts-check
// Who is told how much of a load has come: each caller for himself, of what all wait for together.

/**
 * Tells a caller until all has come, at once of what came before. Rejects with what he throws: the others go on.
 * @param {{ ready: Promise<any>, ears: import('../load.js').Seen['ears'] }} entry
 * @param {any} options
 */
export const hear = async ({ ready, ears }, { onProgress, signal }) => {
  /** @type {import('../load.js').Progress | undefined} */
  let last;
  /** @type {(error: any) => void} */
  let fail;
  const thrown = new Promise((_, reject) => { fail = reject; });
  const tell = (/** @type {import('../load.js').Progress} */ state) => {
    try {
      if (!signal?.aborted) onProgress({ ...last = state });
    } catch (error) {
      ears.delete(tell);
      fail(error);
    }
  };
  ears.add(tell);
  if (ears.state) tell(ears.state);
  try {
    const { size } = await Promise.race([ready, thrown]), all = Math.max(last?.loaded ?? 0, size);
    if (!signal?.aborted && (last?.loaded !== all || last.total !== all)) onProgress({ loaded: all, total: all });
  } finally {
    ears.delete(tell);
  }
};
