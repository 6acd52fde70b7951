// @ts-check
// Node, Bun, and servers bundled for them.
import { readFile } from 'node:fs/promises';
import { decode } from './core/bytes.js';
import { door } from './core/door.js';

export { WindowboxError } from './core/error.js';

/** A path, a file: address, or what fetch takes. @param {string | URL} url @param {AbortSignal} signal */
const read = async (url, signal) => {
  const address = String(url);
  if (/^file:/.test(address)) return readFile(new URL(address));
  if (!/^[a-z]{2,}:/.test(address)) return readFile(address);
  const reply = await fetch(address, { signal });
  if (!reply.ok) throw Error(`${reply.status} ${address}`);
  return reply.arrayBuffer();
};

// Some bundlers replace URL: then readFile refuses what they made, and the inline copy serves.
export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm: async () => readFile(new URL('./windowbox.wasm', import.meta.url)),
  inline: () => import('./inline.js').then(decode),
  csv: () => import('./csv.js'),
});
