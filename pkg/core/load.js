// @ts-check
// Loading: find the wasm and the model, prove what was asked of them, compile.
import { isWasm, view } from './bytes.js';
import { engine } from './engine.js';
import { fail } from './error.js';
import { sectionOf, split } from './section.js';

/**
 * What differs between environments.
 * @typedef {object} Environment
 * @property {() => any} createGlue
 * @property {(signal: AbortSignal) => any} wasm bytes or module of this package
 * @property {(url: any, signal: AbortSignal) => any} read the bytes at an address
 */

/** @param {string} code @param {string} hint @param {() => any} work */
const or = async (code, hint, work) => {
  try {
    return await work();
  } catch (/** @type {any} */ cause) {
    return fail(code, cause.message, hint, { cause });
  }
};

/** @param {any} module */
const isModule = (module) => module instanceof WebAssembly.Module;

/**
 * The code, to be compiled or not, and a copy of the model's bytes: the caller may
 * change his, and the rest of the file need not stay.
 * @param {Environment} environment
 * @param {any} options
 * @param {AbortSignal} signal
 */
const find = async ({ wasm, read }, { module, url, model }, signal) => {
  const [runtime, given] = await Promise.all([
    or('wasm-unavailable', 'is windowbox.wasm beside the JavaScript?', () => module ?? (url ? read(url, signal) : wasm(signal))),
    or('model-unavailable', 'is the address right?', () => typeof model === 'string' || model?.href ? read(model, signal) : model),
  ]);
  const [code, section] = isModule(runtime) ? [runtime, sectionOf(runtime)] : split(view(runtime));
  const file = given && view(given), bytes = !file ? section : isWasm(file) ? split(file)[1] : file;
  return [code, bytes ? bytes.slice() : fail('no-model', 'the wasm has no section "windowbox.model"', 'pass load({ model }), or look for a build step that strips wasm')];
};

/** @param {any} options @param {Uint8Array | undefined} sum */
const prove = ({ integrity, expect }, sum) => {
  if (!integrity && !expect?.hash) return;
  const is = sum ? 'sha256-' + btoa(String.fromCharCode(...sum)) : fail('no-crypto', 'no SHA-256 here', 'pages have it over https');
  if (integrity && integrity !== is) fail('integrity', `the model is ${is}, not ${integrity}`);
};

/** @param {any} version @param {any} expect */
const compare = (version, expect) => {
  for (const key of ['name', 'version', 'hash']) {
    const is = version[key], wanted = expect?.[key] ?? is;
    if (is !== wanted) fail('unexpected-model', `${key} is ${is}, not ${wanted}`);
  }
};

/**
 * A model ready to predict.
 * @param {Environment} environment
 * @param {any} options
 * @param {AbortSignal} signal
 */
export const open = async (environment, options, signal) => {
  const [code, bytes] = await find(environment, options, signal);
  if (signal.aborted) throw signal.reason;
  const digest = await globalThis.crypto?.subtle?.digest('SHA-256', bytes), sum = digest && new Uint8Array(digest);
  prove(options, sum);
  const module = isModule(code) ? code
    : await or('wasm-unavailable', "a Content-Security-Policy needs script-src 'wasm-unsafe-eval'", () => WebAssembly.compile(code));
  const made = engine(environment.createGlue, module, bytes), { name, version, made_with } = made.card;
  const hash = sum ? Array.from(sum, (byte) => (byte + 256).toString(16).slice(1)).join('') : null;
  const known = { name, version, hash, windowbox: Object.fromEntries(made_with).windowbox ?? null };
  compare(known, options.expect);
  return { ...made, version: known };
};
