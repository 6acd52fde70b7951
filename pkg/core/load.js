// @ts-check
// Loading: find the wasm and the model, prove what was asked of them, compile.
import { isWasm, view } from './bytes.js';
import { engine } from './engine.js';
import { WindowboxError, fail, said } from './error.js';
import { sectionOf, split } from './section.js';

/**
 * What differs between environments.
 * @typedef {object} Environment
 * @property {() => any} createGlue
 * @property {(signal: AbortSignal) => any} wasm bytes or module of this package
 * @property {(url: any, signal: AbortSignal) => any} read the bytes at an address
 */

/** @param {any} module */
const isModule = (module) => module instanceof WebAssembly.Module;

/**
 * What is thrown becomes an error of ours.
 * @param {string} code
 * @param {() => any} work
 * @param {string} [hint]
 */
const or = async (code, work, hint) => {
  try {
    return await work();
  } catch (/** @type {any} */ cause) {
    throw cause instanceof WindowboxError ? cause : new WindowboxError({ code, message: cause.message, hint, cause });
  }
};

/**
 * The code, to be compiled or not, and a copy of the model's bytes: the caller may
 * change his, and the rest of the file need not stay.
 * @param {Environment} environment
 * @param {any} options
 * @param {AbortSignal} signal
 */
const find = async ({ wasm, read }, { module, url, model }, signal) => {
  const [runtime, given] = await Promise.all([
    module ?? (url ? read(url, signal) : wasm(signal)),
    model && or('model-unavailable', async () => view(typeof model === 'string' || model.href ? await read(model, signal) : model)),
  ]);
  const [code, section] = isModule(runtime) ? [runtime, sectionOf(runtime)] : split(view(runtime));
  const bytes = !given ? section : isWasm(given) ? split(given)[1] : given;
  return [code, bytes ? bytes.slice() : fail('no-model', 'the wasm has no model: was it stripped?', { hint: 'load({ model })' })];
};

/** @param {Record<string, any>} is @param {Record<string, any>} wanted */
const compare = (is, wanted) => {
  for (const key of Object.keys(said(wanted))) {
    if (wanted[key] !== is[key]) fail('unexpected-model', `${key} is ${is[key]}, not ${wanted[key]}`);
  }
};

/**
 * A model ready to predict.
 * @param {Environment} environment
 * @param {any} options
 * @param {AbortSignal} signal
 */
export const open = (environment, options, signal) => or('wasm-unavailable', async () => {
  const { integrity, expect } = options, [code, bytes] = await find(environment, options, signal);
  // Without https there is no SHA-256: then nothing can be proved, and what is asked for is refused.
  const { subtle } = globalThis.crypto ?? {}, sum = subtle && [...new Uint8Array(await subtle.digest('SHA-256', bytes))];
  const hash = sum ? sum.map((byte) => (byte + 256).toString(16).slice(1)).join('') : null;
  compare({ integrity: sum && 'sha256-' + btoa(String.fromCharCode(...sum)) }, { integrity });
  const made = engine(environment.createGlue, isModule(code) ? code : await WebAssembly.compile(code), bytes);
  const { name, version, made_with } = made.card, about = { name, version, hash, windowbox: Object.fromEntries(made_with).windowbox ?? null };
  compare(about, { ...expect });
  return { ...made, version: about };
}, "CSP: script-src 'wasm-unsafe-eval'");
