// @ts-check
// The same where somebody tests a service worker in node.
import { serving } from './core/endpoint/worker.js';
import { endpoint } from './endpoint.node.js';

export { endpoint };
export const serve = serving(endpoint);
