// @ts-check
// Cloudflare Workers and edge runtimes: no compiling there, so the wasm is imported compiled.
import { door } from './core/door.js';
import module from './windowbox.wasm';

export { WindowboxError } from './core/error.js';

/** @param {string | URL} url @param {AbortSignal} signal */
const read = async (url, signal) => {
  const reply = await fetch(url, { signal });
  if (!reply.ok) throw Error(`${reply.status} ${reply.url}`);
  return reply.arrayBuffer();
};

// Bytes could not be compiled: there is no copy to fall back to.
const wasm = async () => module;

export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm,
  inline: wasm,
  csv: () => import('./csv.js'),
});
