// @ts-check
// A service worker around an endpoint.

/**
 * @param {(options: any) => any} endpoint
 * @returns {(options?: any) => any} answers what pages of its scope ask of the endpoint; the rest goes its way
 */
export const serving = (endpoint) => (options) => {
  const handler = endpoint(options), scope = /** @type {any} */ (globalThis);
  scope.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(handler.ready().then(() => scope.skipWaiting())));
  scope.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));
  scope.addEventListener('fetch', (/** @type {any} */ event) => {
    if (new URL(event.request.url).origin === scope.location.origin && handler.matches(event.request)) event.respondWith(handler(event.request));
  });
  return handler;
};
