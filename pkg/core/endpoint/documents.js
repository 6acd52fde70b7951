// @ts-check
// What there is to know of the model: made once, and asked for again only where it changed.
import { openapi } from './openapi.js';

/** FNV-1a: tells apart what options make of the same model. @param {string} text */
const sum = (text) => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
};

/** @type {Record<string, (model: any, shown: any, options: any) => any>} */
const MAKE = {
  index: (_, shown, { base }) => ({
    links: Object.fromEntries(['predict', 'schema', 'card', 'health', 'openapi.json'].map((name) => [name, `${base}/${name}`])), model: shown,
  }),
  schema: ({ schema }, shown) => ({ schema, model: shown }),
  card: ({ card }, shown) => ({ card, model: shown }),
  health: (_, shown) => ({ status: 'ok', model: shown }),
  openapi: (model, _, options) => openapi(model, options),
};

/** Whether the client has it already. @param {string | null | undefined} has @param {string} etag */
const isKnown = (has, etag) => Boolean(has?.split(',').some((tag) => /^\s*\*\s*$/.test(tag) || tag.trim().replace(/^W\//, '') === etag));

/**
 * @param {any} model loaded
 * @param {any} shown
 * @param {any} options
 * @returns {(name: string, header: (name: string) => string | null | undefined) => import('./http.js').Reply}
 */
export const documents = (model, shown, options) => {
  /** @type {Map<string, import('./http.js').Reply>} */
  const made = new Map();
  /** @param {string} name @returns {import('./http.js').Reply} */
  const make = (name) => {
    const body = JSON.stringify(MAKE[name](model, shown, options)), lasting = name !== 'health';
    /** @type {Record<string, string>} */
    const cache = lasting ? { 'cache-control': 'no-cache', etag: `"${(shown.hash ?? '').slice(0, 32)}-${sum(body)}"` } : { 'cache-control': 'no-store' };
    return { status: 200, body, headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', ...cache } };
  };
  return (name, header) => {
    const found = made.get(name) ?? make(name), { etag, 'cache-control': cache } = found.headers;
    made.set(name, found);
    return etag && isKnown(header('if-none-match'), etag) ? { status: 304, body: '', headers: { etag, 'cache-control': cache } } : found;
  };
};
