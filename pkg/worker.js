// @ts-check
// A model in workers, in browsers and Deno.
import { WindowboxError } from './browser.js';
import { opener } from './core/open.js';

export { WindowboxError };

/** A worker that has not said a word by then, in ms, will not. */
const START = 30_000;

/** Where there are no locks (pages over http), it is asked whether it lives, so often and so many times in vain. */
const ASKED = 10_000;
const VAIN = 6;

/** Vite's development server gathers scripts in a folder of its own, and what lies beside them stays behind. */
const GATHERED = /\.vite\/deps\/(@[^_]+_)?(.+)_worker\.js.*/;

const start = () => {
  const [all, scope = '', name] = import.meta.url.match(GATHERED) ?? [], folder = name === 'windowbox' && !scope ? 'windowbox/dist' : scope.replace('_', '/') + name;
  if (all) return new Worker(import.meta.url.replace(all, `${folder}/thread.js`), { type: 'module' });
  // Written out in full: bundlers look for exactly this expression.
  return new Worker(new URL('./thread.js', import.meta.url), { type: 'module' });
};

/**
 * Nobody tells a page that a worker was ended or ran out of memory. But it holds a lock as
 * long as it lives: who gets that lock knows.
 * @type {import('./core/crew.js').Spawn}
 */
const spawn = (heard, failed) => {
  /** @type {any} */
  let asking;
  let vain = 0;
  const ask = () => vain++ < VAIN ? worker.postMessage({ id: -1 }) : failed(Error('the worker does not answer'));
  const worker = start(), silence = setTimeout(() => failed(Error('the worker does not start')), START);
  worker.onmessage = ({ data }) => {
    clearTimeout(silence);
    vain = 0;
    if (data.lock === undefined) heard(data);
    else if (!data.lock) asking = setInterval(ask, ASKED);
    else navigator.locks.request(data.lock, () => failed(Error('the worker ended'))).catch(() => {});
  };
  worker.onerror = worker.onmessageerror = failed;
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    rest: () => {},
    stop: () => {
      clearTimeout(silence);
      clearInterval(asking);
      worker.terminate();
    },
  };
};

/** A worker would look for it beside itself. @param {any} address */
const absolute = (address) => typeof address === 'string' ? new URL(address, globalThis.document?.baseURI ?? location.href).href : address?.href ?? address;

export const openWorker = opener({
  WindowboxError, spawn, absolute,
  cores: () => navigator.hardwareConcurrency ?? 2,
  csv: () => import('./csv.js'),
});
