// @ts-check

/**
 * The bytes of a buffer or view, of this realm or another (Jest, iframes), without a copy.
 * A DataView takes nothing else, where Uint8Array would make zeros of a number.
 * @param {any} value
 */
export const view = (value) => new Uint8Array(new DataView(value.buffer ?? value).buffer, value.byteOffset, value.byteLength);

/** @param {Iterable<number>} bytes */
export const ascii = (bytes) => String.fromCharCode(...bytes);

/** @param {Uint8Array} bytes */
export const isWasm = (bytes) => ascii(bytes.subarray(0, 4)) === '\0asm';

/** A loop: `Uint8Array.from` takes seconds for some megabytes. @param {string} base64 */
export const decode = (base64) => {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};
