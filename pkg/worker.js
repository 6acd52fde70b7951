// @ts-check
import { load } from './browser.js';
import { serve } from './core/worker.js';

const answer = serve(load, (message, transfer = []) => /** @type {any} */ (globalThis).postMessage(message, transfer));
addEventListener('message', ({ data }) => void answer(data));
