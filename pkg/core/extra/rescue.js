// @ts-check
// What can be done where a load failed: the copy of the wasm inside JavaScript, else an error that says why.
import { decode } from '../bytes.js';
import { explain } from './riddles.js';

/** The smallest wasm that needs SIMD, as the runtime does. */
const PROBE = 'AGFzbQEAAAABBQFgAAF7AwIBAAoKAQgAQQD9D/1iCw==';

/**
 * Why no wasm of ours can be had here, whatever its bytes: an engine without WebAssembly or
 * its SIMD, or a policy that forbids it. It is asked once something failed: a host that
 * compiles nothing may still have compiled the file.
 */
export const barred = () => {
  try {
    new WebAssembly.Module(decode(PROBE));
  } catch (/** @type {any} */ cause) {
    return cause;
  }
};

/** Whatever happens, the error that there was is not lost. @type {typeof explain} */
const better = (error, seen) => {
  try {
    return explain(error, seen);
  } catch {
    return {};
  }
};

/**
 * @typedef {object} Ways
 * @property {(runtime: any) => Promise<any>} from a model from a runtime
 * @property {(proved: any) => any} finish one from an instance, its hash and how much was read
 */

/**
 * A model made in another way, or the error in better words.
 * @param {any} error
 * @param {import('../load.js').Seen} seen
 * @param {import('../load.js').Environment} environment
 * @param {Ways} ways
 */
export const rescue = async (error, seen, { inline, twin }, { from, finish }) => {
  // Nobody waits any more.
  if (error.cause?.name === 'AbortError') throw error;
  const bar = error.code === 'wasm-unavailable' && barred(), WindowboxError = error.constructor;
  const { module, url } = seen.options, own = (module ?? url) == null && !seen.proven && error.code !== 'model-unavailable';
  /** Why there is no other way. @type {string | false | undefined} */
  let none;
  if (own && bar && twin) {
    const other = await twin().catch(() => undefined);
    // What a file must be was proved before it was compiled, if there was one.
    none = seen.options.integrity != null && !seen.wasm.file ? 'without a file there is no integrity to prove'
      : other ? other.lacks(seen.options) : 'twin.js, which would answer without it, is lost';
    if (other && !none) return finish(other.open());
  }
  if (own && inline && !bar) {
    const { file, reply } = seen.wasm;
    try {
      return await from(inline().then(({ default: base64 }) => decode(base64)));
    } catch (/** @type {any} */ cause) {
      // What is wrong with the first copy is told, unless the second came further.
      const second = cause.fault ? new WindowboxError(cause) : cause;
      if (second instanceof WindowboxError && second.code !== 'wasm-unavailable') error = second;
      else Object.assign(seen.wasm, { file, reply });
    }
  }
  const told = bar ? { ...error, message: bar.message, cause: bar } : { message: error.message, ...error }, more = better(told, seen);
  throw new WindowboxError({ ...told, ...more, ...none && { hint: [more.hint, none].filter(Boolean).join('; ') } });
};
