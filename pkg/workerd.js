// @ts-check
// Cloudflare Workers and edge runtimes: no compiling there, so the wasm is imported compiled.
import { door } from './core/door.js';
import { read } from './core/read.js';
import * as extra from './extra.js';
import module from './windowbox.wasm';

export { WindowboxError } from './core/error.js';

// Nothing is waited for; and bytes could not be compiled, so there is no copy to fall back to.
/** @param {AbortSignal} [_] @param {import('./core/load.js').Part} [part] */
const wasm = async (_, part) => {
  if (part) part.total = 0;
  return module;
};

export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm,
  extra: async () => extra,
  csv: () => import('./csv.js'),
});
