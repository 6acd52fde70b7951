// @ts-check
// A pool of workers, in node and Bun.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { crew } from './core/pool.js';
import { WindowboxError } from './node.js';

export { WindowboxError };

const spawn = () => {
  const worker = new Worker(new URL('./worker.node.js', import.meta.url));
  // It keeps no program alive that has nothing else to do.
  worker.unref();
  return {
    post: (/** @type {any} */ message, /** @type {any[]} */ transfer) => {
      worker.ref();
      worker.postMessage(message, transfer);
    },
    listen: (/** @type {(message: any) => void} */ heard, /** @type {(error: any) => void} */ failed) => {
      worker.on('message', (data) => (worker.unref(), heard(data))).on('error', failed);
    },
    stop: () => void worker.terminate(),
  };
};

export const pool = crew(WindowboxError, spawn, (address) => address?.href ?? address, availableParallelism);
