// @ts-check
import { parentPort } from 'node:worker_threads';
import { serve } from './core/thread.js';
import { load } from './node.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const answer = serve(load, () => import('./csv.js'), (message, transfer = []) => port.postMessage(message, transfer));
port.on('message', (data) => void answer(data));
