// @ts-check
// The endpoint in Cloudflare Workers and edge runtimes.
import { endpointOf } from './core/endpoint.js';
import { load } from './workerd.js';

export const endpoint = endpointOf(load);
