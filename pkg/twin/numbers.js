// @ts-check
// Arrays of numbers out of text: the bytes of a typed array in base64, behind a letter that
// says of which numbers. So every bit arrives, NaN and negative zero too, and no engine
// needs to have `atob`.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @type {Record<string, any>} */
const ARRAYS = { B: Uint8Array, H: Uint16Array, I: Uint32Array, f: Float32Array, d: Float64Array };

/**
 * Bytes of base64 without padding, from `at` on.
 * @param {string} text
 * @param {number} at
 */
const bytes = (text, at) => {
  const values = new Uint8Array(128), decoded = new Uint8Array((text.length - at) * 3 >> 2);
  for (let i = 0; i < 64; i++) values[DIGITS.charCodeAt(i)] = i;
  for (let i = 0, held = 0, bits = 0; at < text.length; at++) {
    held = (held << 6 | values[text.charCodeAt(at)]) & 0xffff;
    if ((bits += 6) >= 8) decoded[i++] = held >> (bits -= 8);
  }
  return decoded;
};

/**
 * The numbers of a text; singles become the doubles that they are.
 * @param {string} text
 * @returns {any}
 */
export const numbers = (text) => {
  const array = new ARRAYS[text[0]](bytes(text, 1).buffer);
  return text[0] === 'f' ? Float64Array.from(array) : array;
};

/**
 * The position of the first number of an ascending list that is not below `x`; behind
 * those that equal it where `behind` is set.
 * @param {ArrayLike<number>} list
 * @param {number} x
 * @param {boolean} behind
 */
export const above = (list, x, behind) => {
  let low = 0, end = list.length;
  while (low < end) {
    const middle = (low + end) >> 1;
    if (list[middle] < x || behind && list[middle] === x) low = middle + 1;
    else end = middle;
  }
  return low;
};

/** What results are rounded to. @param {string} precision @returns {(x: number) => number} */
export const rounding = (precision) => precision === 'f32' ? Math.fround : (x) => x;
