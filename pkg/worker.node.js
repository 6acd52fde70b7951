// @ts-check
// A model in workers, in node and Bun.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { opener } from './core/open.js';
import { WindowboxError } from './node.js';

export { WindowboxError };

/** @type {import('./core/crew.js').Spawn} */
const spawn = (heard, failed) => {
  // Flags of the program are not for it: `--input-type` would end it.
  const worker = new Worker(new URL('./thread.node.js', import.meta.url), { execArgv: [] });
  worker.on('message', heard).on('messageerror', failed).on('error', failed)
    .on('exit', (code) => failed(Error(`the worker exited with code ${code}`)));
  return {
    post: (message, transfer) => {
      worker.ref();
      worker.postMessage(message, transfer);
    },
    // It keeps no program alive that has nothing else to do.
    rest: () => worker.unref(),
    stop: () => void worker.terminate(),
  };
};

export const openWorker = opener({
  WindowboxError, spawn,
  absolute: (address) => address?.href ?? address,
  cores: availableParallelism,
  csv: () => import('./csv.js'),
});
