// @ts-check
// A worker of a page, or of Deno.

/** A worker that has not said a word by then, in ms, will not. */
const START = 30_000;

/** Where there are no locks (pages over http), it is asked whether it lives, so often and so many times in vain. */
const ASKED = 10_000;
const VAIN = 6;

/**
 * Nobody tells a page that a worker was ended or ran out of memory. But it holds a lock as
 * long as it lives: who gets that lock knows.
 * @param {() => Worker} start
 * @returns {import('./crew.js').Spawn}
 */
export const spawning = (start) => (heard, failed) => {
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
