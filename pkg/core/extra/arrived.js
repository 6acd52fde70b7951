// @ts-check
// What arrived in place of a file, by its bytes: addresses, statuses and types lie.
import { isWasm, view } from '../bytes.js';

/** @typedef {[message: string, hint: string]} Words */

const UNPACK = 'send Content-Encoding with it, or the file as it was built';
const AGAIN = 'it was cut off while it was built, uploaded or sent: compare its length with that of the one that was built';
const PAGE = 'the file is not at this address, and the server answers with a page instead: check the address, and that the build took the file along (Vite before 8 in development: optimizeDeps.exclude)';

/** How it begins, and what that is. @type {[RegExp, string, string][]} */
const BEGINNINGS = [
  [/^$/, 'an empty file', AGAIN],
  [/^(?:ï»¿)?\s*<(?:!doctype|html|head|body|!--|\?xml)/i, 'a web page', PAGE],
  [/^\x1f\x8b/, 'gzip, which nobody has unpacked', UNPACK],
  [/^\x28\xb5\x2f\xfd/, 'Zstandard, which nobody has unpacked', UNPACK],
  [/^PK\x03\x04/, 'a zip archive', 'unpack it'],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS', 'fetch the file itself where it is built: git lfs pull'],
  [/^(?:AGFzb|d2luZG93Yn)/, 'base64', 'decode it first'],
  [/^.{0,16}ï¿½/s, 'a file that was read as text', 'keep its bytes: treat .wasm and .wbx as binary where it is built or served'],
  [/^\s*[[{]/, 'JSON', 'the server answers with something else: check the address'],
];

/** Sections that reach past the end. @param {Uint8Array} bytes */
const cutOff = (bytes) => {
  let at = 8;
  while (at < bytes.length) {
    let size = 0, scale = 1, byte;
    at++;
    do {
      byte = bytes[at++];
      size += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    at += size;
  }
  return at !== bytes.length;
};

/**
 * What a file is, if it is none that can be loaded.
 * @param {any} file
 * @returns {Words | undefined}
 */
export const arrived = (file) => {
  if (!(file?.buffer ?? file)?.slice || typeof file === 'string') return;
  const bytes = view(file), start = String.fromCharCode(...bytes.subarray(0, 256)), known = BEGINNINGS.find(([is]) => is.test(start));
  if (known) return [known[1], known[2]];
  if (isWasm(bytes) && cutOff(bytes)) return ['a part of the file', AGAIN];
};
