// @ts-check

/**
 * The bytes of a buffer or view, of this realm or another (Jest, iframes), without a copy.
 * @param {any} value
 */
export const view = (value) => new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength);

/** @param {Uint8Array} bytes */
export const isWasm = (bytes) => String(bytes.subarray(0, 4)) === '0,97,115,109';

/** @param {string} base64 */
const decode = (base64) => {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

/**
 * The wasm from its own file, else the copy inside JavaScript: bundlers lose the file,
 * and their servers answer with a page and status 200. So the bytes decide, not the status.
 * @param {Promise<any>} file
 * @param {() => Promise<{ default: string }>} inline
 */
export const orInline = async (file, inline) => {
  try {
    const bytes = view(await file);
    if (isWasm(bytes)) return bytes;
  } catch {}
  return decode((await inline()).default);
};
