// @ts-check
// Loading: find the wasm and the model, prove what was asked of them, compile.
import { ascii, isWasm, view } from './bytes.js';
import { engine } from './engine.js';
import { fail, ours } from './error.js';
import { instance } from './instance.js';
import { MODEL, sectionOf, split } from './section.js';

/**
 * What differs between environments.
 * @typedef {object} Environment
 * @property {(signal: AbortSignal, part: Part, integrity?: string) => Promise<any>} wasm bytes or module of this package, held to `integrity` if it is given
 * @property {() => Promise<{ default: string }>} [inline] the same in base64, from JavaScript
 * @property {() => Promise<typeof import('../twin.js')>} [twin] this package's model without wasm
 * @property {() => Promise<any>} [csv] what reads tables of text
 * @property {(url: any, signal: AbortSignal, part: Part) => any} read the bytes at an address
 * @property {() => Promise<typeof import('../extra.js')>} extra what only some loads need
 */

/**
 * A file of a load: `windowbox.wasm`, or the model.
 * @typedef {object} Part
 * @property {(reply: Response) => Promise<any>} take its bytes
 * @property {any} counts whether somebody wants to know how much of it has come
 * @property {number} [loaded]
 * @property {number} [total] once it is known
 * @property {any} [file] bytes, or a compiled module
 * @property {Response} [reply]
 */

/**
 * What a load has seen so far.
 * @typedef {object} Seen
 * @property {any} options
 * @property {number} [size] bytes of the package's own wasm
 * @property {Part} wasm
 * @property {Part} model
 * @property {Set<(state: Progress) => void> & { state?: Progress }} ears who wants to know how much has come, and what they heard last
 * @property {number} [most] the bytes that were told of
 * @property {boolean} [proven] whether the files are what was asked for
 */

/** @typedef {{ loaded: number, total: number | null }} Progress */

/**
 * The SHA-256 of this package's model. `windowbox pack` writes it over the zeros, which expect none.
 * @type {any}
 */
const OWN = '0000000000000000000000000000000000000000000000000000000000000000'.replace(/^0+$/, '') || null;

/** The version of windowbox, which the wasm must share: they speak to each other in numbers. */
const VERSION = /** @type {any} */ (globalThis).WINDOWBOX_VERSION;

/** What reads the rows of this package's model, and the bytes of its wasm: `windowbox pack` writes it over the text. */
const READER = Object('windowbox.reader');

/** @param {Record<string, any>} is @param {Record<string, any>} wanted @param {string} [code] */
const compare = (is, wanted, code = 'unexpected-model') => {
  for (const [key, value] of Object.entries(wanted)) {
    value == null || value === is[key] || fail(code, `${key} is ${is[key]}, not ${value}`);
  }
};

/**
 * An instance of the compiled code with a copy of the model's bytes, and their hash: the
 * caller may change his, and the rest of the file need not stay.
 * Without https there is no SHA-256: then nothing can be proved, and what is asked for is refused.
 * @param {any} file
 * @param {any} model
 * @param {any} options
 */
const prove = async (file, model, { integrity, expect }) => {
  const compiled = `${file}` === '[object WebAssembly.Module]';
  const [code, section] = /** @type {any[]} */ (compiled ? [file, sectionOf(file, MODEL)] : split(view(file)));
  const found = !model ? section : isWasm(model) ? split(model)[1] : model;
  const bytes = found ? found.slice() : fail('no-model', 'no model');
  const sum = await globalThis.crypto?.subtle?.digest('SHA-256', bytes);
  const hash = sum ? Array.from(view(sum), (byte) => (byte + 256).toString(16).slice(1)).join('') : null;
  compare({ hash }, { hash: expect?.hash ?? (model ? null : hash && OWN) });
  const ready = compiled ? code : await WebAssembly.compile(code), windowbox = ascii(sectionOf(ready, 'windowbox.version') ?? []);
  compare({ windowbox }, { windowbox: VERSION }, 'version-mismatch');
  return { made: instance(ready, bytes), hash, size: bytes.length };
};

/**
 * A model ready to predict. The package's own wasm comes from its file, else from the
 * copy inside JavaScript: bundlers lose the file or take another model's of that name,
 * and their servers answer with a page and status 200. So the bytes decide, not the status.
 * @param {Environment} environment
 * @param {any} options
 * @param {AbortSignal} signal
 * @param {Seen['ears']} ears
 */
export const open = async (environment, options, signal, ears) => {
  const { wasm, read, extra } = environment, { module, url, model, integrity } = options, counts = options.onProgress && extra().catch(() => {});
  /** @returns {Part} */
  const part = () => ({
    counts,
    async take(reply) {
      this.reply = reply;
      return (await counts)?.gather(seen, this) ?? reply.arrayBuffer();
    },
  });
  /** @type {Seen} */
  const seen = { options, size: READER.size, wasm: part(), model: part(), ears };
  const given = model != null && (async () => seen.model.file = view(typeof model === 'string' || model.href ? await read(model, signal, seen.model) : model))().catch((cause) => {
    throw ours(cause, 'model-unavailable');
  });

  const finish = (/** @type {any} */ { made, hash, size }) => {
    seen.proven = true;
    seen.wasm.file = null;
    const ready = engine(made, READER), { name, version, made_with } = ready.shown.card;
    compare(ready.shown.version = { name, version, hash, windowbox: Object.fromEntries(made_with).windowbox ?? null }, { ...options.expect });
    return { ...ready, csv: environment.csv, size };
  };

  const from = async (/** @type {any} */ runtime) => {
    const [file, bytes] = await Promise.all([runtime, given]);
    seen.wasm.file = file;
    integrity != null && await (await extra()).hold(bytes || file, integrity);
    return finish(await prove(file, bytes, options));
  };

  try {
    return await from(module ?? (url == null ? wasm(signal, seen.wasm, integrity) : read(url, signal, seen.wasm)));
  } catch (cause) {
    const error = ours(cause, 'wasm-unavailable'), { rescue } = await extra().catch(() => { throw error; });
    return rescue(error, seen, environment, { from, finish });
  }
};
