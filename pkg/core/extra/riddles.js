// @ts-check
// What platforms say in riddles, in plain words: the cause, and what to do about it.
import { arrived } from './arrived.js';

/** @typedef {import('./arrived.js').Words} Words */

/**
 * What is known of a failure.
 * @typedef {object} Evidence
 * @property {string} message
 * @property {string} said by the platform, with what caused it
 * @property {import('../load.js').Part} part the file that it is about
 * @property {string} what its name
 */

/** A page's way to its files. @param {string} protocol */
const pageIs = (protocol) => globalThis.location?.protocol === protocol;

/** All that errors say, down to the first. @param {any} error @returns {string} */
const chain = (error) => error ? `${error.name} ${error.code ?? ''} ${error.message} ${chain(error.cause)}` : '';

/** @type {[number, string, string][]} */
const STATUSES = [
  [500, 'is in trouble', 'try again later: load() may be called again'],
  [429, 'is asked too often', 'try again later: load() may be called again'],
  [410, 'has it no more', 'check the address'],
  [404, 'does not have it', 'check the address, and that the build or the upload took the file along'],
  [401, 'refuses to give it', 'check who may read it, or fetch the bytes with what it asks for and give them to load()'],
  [0, 'does not give it', 'check the address'],
];

/** Why there is no WebAssembly here, whatever the file. @param {Evidence} e @returns {Words | undefined} */
const host = ({ said }) => {
  if (!globalThis.WebAssembly) return ['this engine has no WebAssembly', 'lockdown mode, node --jitless and some engines of apps have none: take another, or a model with a twin in JavaScript'];
  if (/embedder/.test(said)) return ['this host compiles no WebAssembly while it runs', "import the file, so that the host compiles it: import module from 'PACKAGE/windowbox.wasm'; load({ module })"];
  if (/content.security|unsafe-eval|\bCSP\b/i.test(said)) return ["the page's Content-Security-Policy forbids WebAssembly", "add 'wasm-unsafe-eval' to its script-src: script-src 'self' 'wasm-unsafe-eval'"];
  if (/simd|v128/i.test(said)) return ['this engine has no WebAssembly SIMD', 'Chrome 91, Firefox 89, Safari 16.4 and node 16.4 have it, on processors with SSE 4.1 or Neon; or take a model with a twin in JavaScript'];
  if (/larger than \d+ ?[KM]B/.test(said)) return ['a compiled module of this size cannot be started on the main thread', 'give load() the bytes, of which it cuts the model off, or load in a worker'];
};

/** Why a file did not come. @param {Evidence} e @returns {Words | undefined} */
const network = ({ said, what }) => {
  const [, status, address] = /^\w+ +(\d{3}) (\S*)/.exec(said) ?? [];
  const known = STATUSES.find(([least]) => Number(status) >= least);
  if (known) return [`${status}: the server ${known[1]}: ${what} at ${address}`, known[2]];
  if (/ENOENT/.test(said)) return [`there is no such file: ${what}${/ '.*'/.exec(said)?.[0] ?? ''}`, 'check the path, which is relative to the working directory, and that the build took the file along'];
  if (!/fetch|network|load failed|terminated/i.test(said)) return;
  if (pageIs('file:')) return [`a page that is opened from disk may not fetch ${what}`, 'serve the folder over http, or give load() the bytes'];
  if (globalThis.navigator?.onLine === false) return [`there is no network: ${what} cannot be fetched`, 'try again once there is: load() may be called again; a service worker can keep the files'];
  return [`the server of ${what} does not answer`, `check the address and the network${globalThis.document ? '; of another origin it must send Access-Control-Allow-Origin, and the connect-src of a Content-Security-Policy must name it' : ''}`];
};

/** What came in place of a file. @param {Evidence} e @returns {Words | undefined} */
const content = ({ part: { file, reply }, what, message }) => {
  const is = arrived(file) ?? (message === 'not wasm' ? ['something else', 'load the wasm of this package'] : undefined);
  if (!is) return;
  const type = reply?.headers.get('content-type'), from = reply?.url ? ` at ${reply.url}` : '';
  return [`${what}${from} is ${is[0]}${type ? ` (${reply?.status}, ${type})` : ''}`, is[1]];
};

/** What was given as an option. @param {Evidence} e @returns {Words | undefined} */
const given = ({ part: { file }, what, message }) => {
  if (typeof file === 'string') return ['`module` is a text', 'an address goes into `url`'];
  const or = what === 'the model' ? 'an address' : 'a WebAssembly.Module';
  if (/DataView|Symbol/.test(message)) return [`${what} is neither bytes nor ${or}`, `give an ArrayBuffer, a typed array, or ${or}`];
};

/** What to do about other codes. @type {Record<string, string>} */
const HINTS = {
  'no-model': 'find the build step that strips the custom section windowbox.model, or name a model: load({ model })',
  'version-mismatch': 'take the wasm and the JavaScript from one installation: a cache, a copy or `module` holds an older or newer one',
  'bad-version': 'update windowbox (npm install windowbox@latest), or pack the model again with the version that is here',
  truncated: 'the file was cut off while it was written, uploaded or sent: compare its SHA-256 with that of the one that was made',
};

/** @param {string} message */
const unexpected = (message) => /crypto\.subtle|is null/.test(message) ? 'browsers give SHA-256 to pages over https and on localhost alone: serve the page so'
  : /compiled module/.test(message) ? 'give the bytes, or ask for the model by expect: { hash }'
    : /^integrity/.test(message) ? 'it is of the whole file: openssl dgst -sha384 -binary FILE | openssl base64 -A; load the right file, or correct it'
      : 'the wrong file, or an old one: load the right one';

/** @type {((evidence: Evidence) => Words | undefined)[]} */
const OF_WASM = [host, network, content, given], OF_MODEL = [network, content, given];

/**
 * Better words for an error, where there are any.
 * @param {any} error
 * @param {import('../load.js').Seen} seen
 * @returns {{ code?: string, message?: string, hint?: string }}
 */
export const explain = (error, seen) => {
  const { code, message, cause } = error, lost = ['wasm-unavailable', 'no-model'].includes(code);
  if (cause instanceof RangeError && /memory|alloc/i.test(message)) {
    return { code: 'out-of-memory', message: `there is not enough memory for the model (${message})`, hint: 'free() models that are not needed; a process of 32 bits, or a limit of the host, leaves little' };
  }
  const evidence = { message, said: chain(cause), part: lost ? seen.wasm : seen.model, what: lost ? 'windowbox.wasm' : 'the model' };
  const words = (lost ? OF_WASM : OF_MODEL).map((of) => of(evidence)).find(Boolean);
  if (words && code !== 'unexpected-model') return { message: words[0], hint: words[1] };
  return { hint: HINTS[code] ?? (code === 'unexpected-model' ? unexpected(message) : error.hint) };
};
