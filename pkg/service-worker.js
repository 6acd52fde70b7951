// @ts-check
// The endpoint as a whole service worker. Its scripts are kept by the browser with it, all
// of one version, and so the wasm comes as a script: it answers offline, and no new wasm
// meets an old script. What import() could bring is forbidden there.
import { decode } from './core/bytes.js';
import { endpoint as over } from './endpoint.js';
import inline from './inline.js';

/** @param {any} [options] */
export const endpoint = ({ load, ...options } = {}) => over({ ...options, load: typeof load === 'function' ? load : { module: decode(inline), ...load } });

/** Answers what pages of its scope ask of the endpoint; the rest goes its way. @param {any} [options] */
export const serve = (options) => {
  const handler = endpoint(options), scope = /** @type {any} */ (globalThis);
  scope.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(handler.ready().then(() => scope.skipWaiting())));
  scope.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));
  scope.addEventListener('fetch', (/** @type {any} */ event) => {
    if (new URL(event.request.url).origin === scope.location.origin && handler.matches(event.request)) event.respondWith(handler(event.request));
  });
  return handler;
};
