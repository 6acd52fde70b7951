// @ts-check
import { load } from './browser.js';
import { serve } from './core/thread.js';

/** @param {any} message @param {any[]} [transfer] */
const post = (message, transfer = []) => /** @type {any} */ (globalThis).postMessage(message, transfer);

// Held as long as this worker lives, so that the page hears of its end (worker.js).
const lock = `windowbox ${Math.random()} ${Date.now()}`, { locks } = /** @type {any} */ (globalThis).navigator ?? {};
const held = () => (post({ lock }), new Promise(() => {}));
Promise.resolve(locks ? locks.request(lock, held) : post({ lock: null })).catch(() => post({ lock: null }));

const answer = serve(load, () => import('./csv.js'), post);
addEventListener('message', ({ data }) => void answer(data));
