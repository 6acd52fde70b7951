// @ts-check
// A worker that answers a page.
import { serve } from './thread.js';

/** @param {any} message @param {any[]} [transfer] */
const post = (message, transfer = []) => /** @type {any} */ (globalThis).postMessage(message, transfer);

/**
 * @param {(options: any) => Promise<any>} load
 * @param {() => Promise<any>} csv what answers tables of text
 */
export const listen = (load, csv) => {
  // Held as long as this worker lives, so that the page hears of its end (spawn.js).
  const lock = `windowbox ${Math.random()} ${Date.now()}`, { locks } = /** @type {any} */ (globalThis).navigator ?? {};
  /** @type {(value?: any) => void} */
  let told;
  // Of a worker that answers first and ends before it told of its lock, nobody would hear again.
  const known = new Promise((resolve) => told = resolve);
  const tell = (/** @type {string | null} */ lock) => told(post({ lock }));
  const held = () => (tell(lock), new Promise(() => {}));
  Promise.resolve(locks ? locks.request(lock, held) : tell(null)).catch(() => tell(null));
  const answer = serve(load, csv, post);
  addEventListener('message', ({ data }) => void known.then(() => answer(data)));
};
