// @ts-check
// Node, Bun, and servers bundled for them.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { door } from './core/door.js';
import { read as fetched } from './core/read.js';
import * as extra from './extra.js';

export { WindowboxError } from './core/error.js';

/**
 * A file's bytes, a piece at a time where somebody counts them.
 * @param {string | URL} path
 * @param {import('./core/load.js').Part} part
 */
const fromDisk = async (path, part) => {
  if (!part.counts) return readFile(path);
  const { size } = await stat(path), stream = /** @type {any} */ (Readable.toWeb(createReadStream(path, { highWaterMark: 2 ** 18 })));
  return part.take(new Response(stream, { headers: { 'content-length': `${size}` } }));
};

/** A path, a file: address, or what fetch takes. @type {import('./core/load.js').Environment['read']} */
const read = async (url, signal, part) => {
  const address = String(url);
  if (/^file:/.test(address)) return fromDisk(new URL(address), part);
  return /^[a-z]{2,}:/.test(address) ? fetched(address, signal, part) : fromDisk(address, part);
};

// Some bundlers replace URL: then readFile refuses what they made, and the inline copy serves.
export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm: async (_, part) => fromDisk(new URL('./windowbox.wasm', import.meta.url), part),
  inline: () => import('./inline.js'),
  extra: async () => extra,
  twin: () => import('./twin.js'),
  csv: () => import('./csv.js'),
});
