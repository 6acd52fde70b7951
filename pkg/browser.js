// @ts-check
// Browsers, Deno, and bundlers for them.
import { decode } from './core/bytes.js';
import { door } from './core/door.js';

export { WindowboxError } from './core/error.js';

/** @param {string | URL} url @param {AbortSignal} signal */
const read = async (url, signal) => {
  const reply = await fetch(url, { signal });
  if (!reply.ok) throw Error(`${reply.status} ${reply.url}`);
  return reply.arrayBuffer();
};

// Written out in full: bundlers look for exactly these expressions, and copy the file. Where PROD is known they
// copy the other ones too: there Vite makes a worker one script, and refuses one that imports another.
export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm: async (signal) => read(new URL('./windowbox.wasm', import.meta.url), signal),
  inline: () => (/** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./inline.js', import.meta.url).href)
    : import('./inline.js')).then(decode),
  csv: () => /** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./csv.js', import.meta.url).href)
    : import('./csv.js'),
});
