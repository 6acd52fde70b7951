// @ts-check
import { load } from './browser.js';
import { serve } from './core/thread.js';

/** @param {any} message @param {any[]} [transfer] */
const post = (message, transfer = []) => /** @type {any} */ (globalThis).postMessage(message, transfer);

// Held as long as this worker lives, so that the page hears of its end (worker.js).
const lock = `windowbox ${Math.random()} ${Date.now()}`, { locks } = /** @type {any} */ (globalThis).navigator ?? {};
const held = () => (post({ lock }), new Promise(() => {}));
Promise.resolve(locks ? locks.request(lock, held) : post({ lock: null })).catch(() => post({ lock: null }));

// Where PROD is known, Vite makes a worker one script, and refuses one that imports another: there it is copied.
const csv = () => /** @type {any} */ (import.meta).env?.PROD
    ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./csv.js', import.meta.url).href)
    : import('./csv.js');
const answer = serve(load, csv, post);
addEventListener('message', ({ data }) => void answer(data));
