// @ts-check
// A pool of workers, in browsers and Deno.
import { WindowboxError } from './browser.js';
import { crew } from './core/pool.js';

export { WindowboxError };

// Written out in full: bundlers look for exactly this expression.
const spawn = () => {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return {
    post: (/** @type {any} */ message, /** @type {any[]} */ transfer) => worker.postMessage(message, transfer),
    listen: (/** @type {(message: any) => void} */ heard, /** @type {(error: any) => void} */ failed) => {
      worker.onmessage = ({ data }) => heard(data);
      worker.onerror = failed;
    },
    stop: () => worker.terminate(),
  };
};

/** A worker would look for it beside itself. @param {any} address */
const absolute = (address) => typeof address === 'string' ? new URL(address, globalThis.document?.baseURI ?? location.href).href : address?.href ?? address;

export const pool = crew(WindowboxError, spawn, absolute, () => navigator.hardwareConcurrency ?? 2);
