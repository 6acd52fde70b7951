// @ts-check
// A model behind HTTP, as the tutorials' servers have it, wherever there is a handler of
// requests: in node, on an edge host, in a route of a framework, in a service worker.
import { jsonOf, rowsOf } from './endpoint/body.js';
import { cors, preflight } from './endpoint/cors.js';
import { documents } from './endpoint/documents.js';
import { fetching, listening } from './endpoint/http.js';
import { answerer } from './endpoint/predict.js';
import { Problem, refuse } from './endpoint/problem.js';

/** @typedef {import('./endpoint/http.js').Call} Call */
/** @typedef {import('./endpoint/http.js').Reply} Reply */

/** The documents that a GET gives, and where a POST predicts. @type {Record<string, { get?: string, post?: true }>} */
const ROUTES = Object.assign(Object.create(null), {
  '/': { get: 'index', post: true },
  '/predict': { post: true },
  '/schema': { get: 'schema' },
  '/card': { get: 'card' },
  '/health': { get: 'health' },
  '/openapi.json': { get: 'openapi' },
});

/** @param {{ get?: string, post?: true }} route */
const methodsOf = ({ get, post }) => [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(', ');

const MEGABYTE = 2 ** 20;
const OPTIONS = { base: '', columns: {}, coerce: undefined, strict: false, text: false, force: false, cors: false, limits: {}, load: {} };

/** @param {any} given */
const settled = (given) => {
  const unknown = Object.keys(given).find((name) => !(name in OPTIONS));
  if (unknown) throw TypeError(`endpoint() has no option ${JSON.stringify(unknown)}: there are ${Object.keys(OPTIONS).join(', ')}`);
  const options = { ...OPTIONS, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  const base = `/${options.base}`.replace(/\/+/g, '/').replace(/\/$/, '');
  const { coerce = !options.strict } = options;
  return { ...options, base, coerce, names: new Map(Object.entries(options.columns)), limits: { bytes: 4 * MEGABYTE, rows: 10_000, ...options.limits } };
};

/** A loaded model, and what is made of it once. @param {any} model @param {any} options */
const opened = (model, options) => {
  const { name, version, hash } = model.version, names = model.schema.columns.map((/** @type {any} */ column) => column.name);
  const lost = [...options.names].find(([, is]) => !names.includes(is));
  if (lost) throw new Problem(500, 'bad-option', `columns: the model has no column ${JSON.stringify(lost[1])}`, { hint: `it has ${names.join(', ')}` });
  const shown = { name, version, hash };
  return { model, shown, answer: answerer(model, shown, options), documents: documents(model, shown, options) };
};

/**
 * The model, when it is first asked for; one that could not be loaded is asked for again.
 * @param {(options: any) => Promise<any>} load
 * @param {any} options
 */
const opener = (load, options) => {
  /** @type {any} */
  let ready;
  /** @type {any} */
  let found;
  const open = async () => {
    try {
      return found = opened(await (typeof options.load === 'function' ? options.load() : load(options.load)), options);
    } catch (/** @type {any} */ error) {
      ready = undefined;
      throw error instanceof Problem ? error : new Problem(503, error.code ?? 'model-unavailable', error.message, { hint: error.hint }, { 'retry-after': '5' });
    }
  };
  return {
    open: () => found ?? (ready ??= open()),
    shown: () => found?.shown,
    free: () => {
      found?.model.free();
      ready = found = undefined;
    },
  };
};

/**
 * @param {(options: any) => Promise<any>} load of the package
 * @returns {(options?: any) => any} `endpoint`, as endpoint.d.ts has it
 */
export const endpointOf = (load) => (given = {}) => {
  const options = settled({ ...given }), { base, limits, names, force } = options;
  const { open, shown, free } = opener(load, options), allowed = cors(options.cors);

  /** @param {string} path */
  const routeOf = (path) => {
    if (!path.startsWith(base)) return;
    const rest = path.slice(base.length);
    return ROUTES[rest.length > 1 && rest.endsWith('/') ? rest.slice(0, -1) : rest || '/'];
  };

  /** @param {Call} call @param {string} methods */
  const allow = ({ header }, methods) =>
    ({ status: 204, body: '', headers: { allow: methods, ...(options.cors && header('access-control-request-method') ? preflight(methods, header) : {}) } });

  /** @param {Call} call @returns {Promise<Reply>} */
  const reply = async (call) => {
    const { method, path } = call, route = routeOf(path);
    if (!route) throw new Problem(404, 'not-found', 'there is no such path', { hint: `there are ${Object.keys(ROUTES).map((rest) => base + rest).join(', ')}` });
    if (method === 'POST' && route.post) {
      const { answer } = await open();
      return answer(call, async () => rowsOf(await jsonOf(call, limits, force), names, limits));
    }
    if (route.get && (method === 'GET' || method === 'HEAD')) return (await open()).documents(route.get, call.header);
    const methods = methodsOf(route);
    if (method === 'OPTIONS') return allow(call, methods);
    throw new Problem(405, 'bad-method', `${path} takes ${methods}`, {}, { allow: methods });
  };

  /** @param {Call} call @returns {Promise<Reply>} */
  const answer = async (call) => {
    const { status, body, headers } = await reply(call).catch((error) => refuse(error, shown()));
    return { status, body, headers: options.cors ? { ...headers, ...allowed(call.header) } : headers };
  };

  return Object.assign(fetching(answer), {
    node: listening(answer),
    /** @param {{ method: string, url: string }} request one of node has a path alone */
    matches: ({ method, url }) => {
      const route = routeOf(new URL(url, 'http://host').pathname);
      // A page may stand at the root.
      return Boolean(route) && (route !== ROUTES['/'] || method !== 'GET' && method !== 'HEAD');
    },
    ready: async () => void await open(),
    free,
    [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: free,
  });
};
