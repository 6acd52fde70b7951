// @ts-check
// Browsers, Deno, and bundlers for them.
import { door } from './core/door.js';
import { read } from './core/read.js';

export { WindowboxError } from './core/error.js';

// Written out in full: bundlers look for exactly these expressions, and copy the files.
export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm: async (signal, part) => read(new URL('./windowbox.wasm', import.meta.url), signal, part),
  inline: () => import('./inline.js'),
  extra: () => import('./extra.js'),
  twin: () => import('./twin.js'),
  csv: () => import('./csv.js'),
});
