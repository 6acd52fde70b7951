// @ts-check
// The endpoint in browsers, service workers and Deno.
import { load } from './browser.js';
import { endpointOf } from './core/endpoint.js';

export const endpoint = endpointOf(load);
