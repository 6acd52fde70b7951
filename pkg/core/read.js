// @ts-check

/**
 * The bytes at an address that `fetch` takes.
 * @param {string | URL} url
 * @param {AbortSignal} signal
 * @param {import('./load.js').Part} part
 */
export const read = async (url, signal, part) => {
  const reply = await fetch(url, { signal });
  if (!reply.ok) throw Error(`${reply.status} ${reply.url}`);
  return part.take(reply);
};
