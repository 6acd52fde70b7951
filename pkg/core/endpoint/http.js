// @ts-check
// Requests and replies as fetch has them, and as node's http server does: there a Request
// made for every call would cost more than the prediction.
import { Problem } from './problem.js';

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path
 * @property {string} query without the question mark
 * @property {(name: string) => string | null | undefined} header of a name in small letters
 * @property {(limit: number) => Promise<Uint8Array | undefined>} body nothing where it is longer
 */
/** @typedef {{ status: number, headers: Record<string, string>, body: string }} Reply */

/** It would never come again. */
const used = () => new Problem(500, 'body-used', 'the body was read before, and is not in request.body', { hint: 'put nothing in front of this that reads bodies' });

/** What a parser of bodies that stands in front of us has left. @param {any} body */
const kept = (body) => {
  if (body === undefined) throw used();
  return body instanceof Uint8Array ? body : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
};

/** @param {Uint8Array[]} chunks @param {number} length */
const joined = (chunks, length) => {
  if (chunks.length === 1) return chunks[0];
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) all.set(chunk, at), at += chunk.length;
  return all;
};

/**
 * Counted while it comes: what a header says of its length is no more than a promise.
 * @param {Request} request
 * @param {number} limit
 */
const read = async (request, limit) => {
  if (request.bodyUsed) throw used();
  // Some browsers have no stream here.
  if (request.body === undefined) return within(new Uint8Array(await request.arrayBuffer()), limit);
  /** @type {Uint8Array[]} */
  const chunks = [];
  const reader = request.body?.getReader();
  let length = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > limit) return void reader?.cancel().catch(() => {});
    chunks.push(part.value);
  }
  return joined(chunks, length);
};

/** @param {Uint8Array} bytes @param {number} limit */
const within = (bytes, limit) => bytes.length > limit ? undefined : bytes;

/** Replies that have no body. @param {string} method @param {number} status */
const bare = (method, status) => method === 'HEAD' || status === 204 || status === 304;

/**
 * @param {(call: Call) => Promise<Reply>} answer
 * @returns {(request: Request) => Promise<Response>}
 */
export const fetching = (answer) => async (request) => {
  const { method } = request, { pathname: path, search } = new URL(request.url);
  const { status, headers, body } = await answer({
    method, path, query: search.slice(1), header: (name) => request.headers.get(name), body: (limit) => read(request, limit),
  });
  return new Response(bare(method, status) ? null : body, { status, headers });
};

/**
 * @param {any} request
 * @param {number} limit
 * @returns {Promise<Uint8Array | undefined>}
 */
const collect = async (request, limit) => request.readableEnded ? within(kept(request.body), limit) : new Promise((resolve, reject) => {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let length = 0;
  request.on('data', (/** @type {Uint8Array} */ chunk) => {
    length += chunk.length;
    if (length <= limit) return chunks.push(chunk);
    chunks.length = 0;
    resolve(undefined);
  });
  request.on('end', () => resolve(length > limit ? undefined : joined(chunks, length)));
  request.on('error', reject);
});

/** How long a client may go on sending what nobody reads, until it sees the answer. */
const PATIENCE = 2000;

/**
 * Ends the reply, and first the request: whose socket is closed while he sends may never
 * see what he was answered.
 * @param {any} request
 * @param {any} response
 */
const end = (request, response) => {
  if (request.complete) return response.end();
  const timer = setTimeout(() => response.end(), PATIENCE), stop = () => (clearTimeout(timer), response.end());
  request.on('end', stop).on('error', stop).resume();
};

/**
 * @param {(call: Call) => Promise<Reply>} answer
 * @returns {(request: any, response: any) => Promise<void>}
 */
export const listening = (answer) => async (request, response) => {
  const { method, url, headers: given } = request, mark = url.indexOf('?'), cut = mark < 0 ? url.length : mark;
  const { status, headers, body } = await answer({
    method, path: url.slice(0, cut), query: url.slice(cut + 1), header: (name) => given[name], body: (limit) => collect(request, limit),
  });
  if (status === 204 || status === 304) return void response.writeHead(status, headers).end();
  const bytes = Buffer.from(body), whole = request.complete || method === 'GET' || method === 'HEAD';
  response.writeHead(status, { ...headers, 'content-length': bytes.length, ...(whole ? {} : { connection: 'close' }) });
  if (method === 'HEAD') return void response.end();
  if (whole) return void response.end(bytes);
  response.write(bytes);
  end(request, response);
};
