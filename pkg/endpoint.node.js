// @ts-check
// The endpoint in node, Bun, and servers bundled for them.
import { endpointOf } from './core/endpoint.js';
import { load } from './node.js';

export const endpoint = endpointOf(load);
