// @ts-check
// A model in workers, in browsers and Deno.
import { WindowboxError } from './browser.js';
import { opener } from './core/open.js';
import { spawning } from './core/spawn.js';

export { WindowboxError };

/** Vite's development server gathers scripts in a folder of its own, and what lies beside them stays behind. */
const GATHERED = /\.vite\/deps\/(@[^_]+_)?(.+)_worker\.js.*/;

const start = () => {
  const [all, scope = '', name] = import.meta.url.match(GATHERED) ?? [], folder = name === 'windowbox' && !scope ? 'windowbox/dist' : scope.replace('_', '/') + name;
  if (all) return new Worker(import.meta.url.replace(all, `${folder}/thread.js`), { type: 'module' });
  // Written out in full: bundlers look for exactly this expression.
  return new Worker(new URL('./thread.js', import.meta.url), { type: 'module' });
};

/** A worker would look for it beside itself. @param {any} address */
const absolute = (address) => typeof address === 'string' ? new URL(address, globalThis.document?.baseURI ?? location.href).href : address?.href ?? address;

export const openWorker = opener({
  WindowboxError, absolute, spawn: spawning(start),
  cores: () => navigator.hardwareConcurrency ?? 2,
  csv: () => import('./csv.js'),
});
