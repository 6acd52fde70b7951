// @ts-check
// Browsers, Deno, and bundlers for them.
import { door } from './core/door.js';
import { read } from './core/read.js';

export { WindowboxError } from './core/error.js';

// Written out in full: bundlers look for exactly these expressions, and copy the files. Where PROD is known they
// copy the other ones too: there Vite makes a worker one script, and refuses one that imports another.
export const { load, predict, predictOne, predictColumns } = door({
  read,
  wasm: async (signal, part, integrity) => {
    // The smallest there is: what forbids wasm forbids it too, before anything is fetched. Integrity is of a file.
    integrity ?? new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return read(new URL('./windowbox.wasm', import.meta.url), signal, part);
  },
  inline: () => /** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./inline.js', import.meta.url).href)
    : import('./inline.js'),
  extra: () => /** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./extra.js', import.meta.url).href)
    : import('./extra.js'),
  twin: () => /** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./twin.js', import.meta.url).href)
    : import('./twin.js'),
  csv: () => /** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./csv.js', import.meta.url).href)
    : import('./csv.js'),
});
