// @ts-check
// What can be done where a load failed: the copy of the wasm inside JavaScript, else an error that says why.
import { explain } from './riddles.js';

/** @param {string} base64 */
const decode = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

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
 * A model made in another way, or the error in better words.
 * @param {any} error
 * @param {import('../load.js').Seen} seen
 * @param {import('../load.js').Environment} environment
 * @param {(runtime: any) => Promise<any>} from makes the model from a runtime
 */
export const rescue = async (error, seen, { inline }, from) => {
  const bar = error.code === 'wasm-unavailable' && barred(), WindowboxError = error.constructor;
  const { module, url } = seen.options, other = inline && (module ?? url) == null && !seen.proven && error.code !== 'model-unavailable';
  if (other && !bar) {
    const { file, reply } = seen.wasm;
    // What came was not all of what will be.
    seen.whole = false;
    try {
      return await from(inline().then(({ default: base64 }) => decode(base64)));
    } catch (/** @type {any} */ cause) {
      // What is wrong with the first copy is told, unless the second came further.
      const second = cause.fault ? new WindowboxError(cause) : cause;
      if (second instanceof WindowboxError && second.code !== 'wasm-unavailable') error = second;
      else Object.assign(seen.wasm, { file, reply });
    }
  }
  const told = bar ? { ...error, message: bar.message, cause: bar } : { message: error.message, ...error };
  throw new WindowboxError({ ...told, ...better(told, seen) });
};
