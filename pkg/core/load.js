// @ts-check
// Loading: find the wasm and the model, prove what was asked of them, compile.
import { ascii, isWasm, view } from './bytes.js';
import { engine } from './engine.js';
import { fail, ours } from './error.js';
import { sectionOf, split } from './section.js';

/**
 * What differs between environments.
 * @typedef {object} Environment
 * @property {(signal: AbortSignal) => Promise<any>} wasm bytes or module of this package
 * @property {() => Promise<any>} inline the same from JavaScript
 * @property {(url: any, signal: AbortSignal) => any} read the bytes at an address
 * @property {() => Promise<any>} csv what reads tables of text
 */

/**
 * The SHA-256 of this package's model. `windowbox pack` writes it over the zeros, which expect none.
 * @type {any}
 */
const OWN = '0000000000000000000000000000000000000000000000000000000000000000'.replace(/^0+$/, '') || null;

/** What reads the rows of this package's model: `windowbox pack` writes it over the text. */
const READER = Object('windowbox.reader');

/**
 * @template T
 * @param {Promise<T>} work
 * @param {string} code
 * @param {string} [hint]
 */
const or = (work, code, hint) => work.catch((cause) => {
  throw ours(cause, code, hint);
});

/** @param {Record<string, any>} is @param {Record<string, any>} wanted */
const compare = (is, wanted) => {
  for (const [key, value] of Object.entries(wanted)) {
    value == null || value === is[key] || fail('unexpected-model', `${key} is ${is[key]}, not ${value}`, { hint: 'wrong file or no https' });
  }
};

/**
 * The compiled code, and a copy of the model's bytes with their hash: the caller may
 * change his, and the rest of the file need not stay.
 * @param {any} runtime
 * @param {any} given
 * @param {any} options
 */
const prove = async (runtime, given, { integrity, expect }) => {
  const [file, model] = await Promise.all([runtime, given]), compiled = file instanceof WebAssembly.Module;
  const [code, section] = /** @type {any[]} */ (compiled ? [file, sectionOf(file)] : split(view(file)));
  const found = !model ? section : isWasm(model) ? split(model)[1] : model;
  const bytes = found ? found.slice() : fail('no-model', 'no model: was it stripped? load({ model })');
  // Without https there is no SHA-256: then nothing can be proved, and what is asked for is refused.
  const subtle = globalThis.crypto?.subtle, sum = subtle && [...new Uint8Array(await subtle.digest('SHA-256', bytes))];
  const hash = sum?.map((byte) => byte.toString(16).padStart(2, '0')).join('') ?? null;
  compare({ integrity: sum && 'sha256-' + btoa(ascii(sum)), hash }, { integrity, hash: expect?.hash ?? (model ? null : hash && OWN) });
  return [compiled ? code : await WebAssembly.compile(code), bytes, hash];
};

/**
 * A model ready to predict. The package's own wasm comes from its file, else from the
 * copy inside JavaScript: bundlers lose the file or take another model's of that name,
 * and their servers answer with a page and status 200. So the bytes decide, not the status.
 * @param {Environment} environment
 * @param {any} options
 * @param {AbortSignal} signal
 */
const opened = async ({ wasm, inline, read, csv }, options, signal) => {
  const { module, url, model } = options;
  const bytesOf = async () => view(typeof model === 'string' || model.href ? await read(model, signal) : model);
  const given = model != null && or(bytesOf(), 'model-unavailable', 'bytes or an address');
  const proved = (/** @type {any} */ runtime) => prove(runtime, given, options);
  const [code, bytes, hash] = await ((module ?? url) != null ? proved(module ?? read(url, signal))
    : proved(wasm(signal)).catch(async () => proved((await given, inline()))));
  const made = engine(code, bytes, READER), { name, version, made_with } = made.shown.card;
  compare(made.shown.version = { name, version, hash, windowbox: Object.fromEntries(made_with).windowbox ?? null }, { ...options.expect });
  return Object.assign(made, { csv });
};

/** @type {typeof opened} */
export const open = (...all) => or(opened(...all), 'wasm-unavailable');
