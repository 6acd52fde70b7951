// @ts-check
// Keeps all that the page is made of, so that it needs no network. A new version is kept beside the old one and
// begins when it is asked to, or when the old one is no longer open.

/** @type {any} */
const worker = globalThis;

/** Each file with its hash: `windowbox page` writes them over the text. @type {Record<string, string>} */
const FILES = Object('windowbox.files');

const scope = worker.registration.scope;
/** Other pages of this host keep theirs. */
const MINE = `windowbox ${scope} `;
/** The page names the folder of all others. */
const CACHE = MINE + FILES[''];

/** @param {string} path */
const address = (path) => new URL(path, scope).href;

/** What lies in a folder is named after what is in it, and need not come again. @param {string} path */
const known = async (path) => path.includes('/') ? caches.match(address(path)) : undefined;

/** Nothing is kept that is not what was written: a host that is half way through a change is asked again later. @param {string} path @param {string} integrity */
const fetched = async (path, integrity) => {
  const reply = await fetch(address(path), { integrity, cache: 'no-cache' });
  if (!reply.ok) throw Error(`${reply.status} ${reply.url}`);
  return reply;
};

const keep = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(FILES).map(async ([path, integrity]) =>
    cache.put(address(path), await known(path) ?? await fetched(path, integrity))));
};

const begin = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
};

/** The kept file that is asked for, if it is one. @param {string} url */
const nameOf = (url) => {
  const path = url.split(/[?#]/)[0];
  const name = path.startsWith(scope) ? decodeURI(path.slice(scope.length)).replace(/^index\.html$/, '') : undefined;
  return name !== undefined && Object.hasOwn(FILES, name) ? name : undefined;
};

/** @param {string} name @param {Request} request */
const answer = async (name, request) => {
  const kept = await caches.open(CACHE).then((cache) => cache.match(address(name)));
  return kept ?? fetch(request);
};

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(keep()));
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(begin()));
worker.addEventListener('message', (/** @type {any} */ event) => event.data === 'begin' && worker.skipWaiting());
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const name = event.request.method === 'GET' ? nameOf(event.request.url) : undefined;
  if (name !== undefined) event.respondWith(answer(name, event.request));
});
