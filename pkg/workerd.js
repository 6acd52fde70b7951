// @ts-check
// Cloudflare Workers and edge runtimes: no compiling there, so the wasm is imported compiled.
import { door } from './core.js';
import module from './windowbox.wasm';

export { WindowboxError } from './core.js';

/** @param {string | URL} url @param {AbortSignal} signal */
const read = async (url, signal) => {
  const reply = await fetch(url, { signal });
  if (!reply.ok) throw Error(`${reply.status} ${reply.url}`);
  return reply.arrayBuffer();
};

export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm: () => module,
});
