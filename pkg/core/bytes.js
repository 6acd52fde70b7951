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

/** @param {string} base64 */
export const decode = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
