// @ts-check
// Integrity: bytes are what they were said to be, before anything is compiled or opened.
import { ascii, view } from '../bytes.js';

/** A plain error, as the model's reader throws them. @param {string} message @returns {never} */
const refuse = (message) => {
  throw { fault: 'file', code: 'unexpected-model', message };
};

/**
 * Holds bytes to what `fetch` takes as integrity: of several hashes, one of the strongest kind must be theirs.
 * Without https there is no `crypto.subtle`: what cannot be proved is refused.
 * @param {any} file
 * @param {string} wanted
 */
export const hold = async (file, wanted) => {
  const hashes = `${wanted}`.trim().split(/\s+/).map((hash) => hash.replace(/\?.*/, ''));
  const kind = ['sha512', 'sha384', 'sha256'].find((kind) => hashes.some((hash) => hash.startsWith(`${kind}-`)));
  const subtle = globalThis.crypto?.subtle;
  if (!kind) return refuse(`integrity is ${wanted}: neither sha256-, sha384- nor sha512-`);
  if (!subtle) refuse('integrity cannot be proved: there is no crypto.subtle');
  if (`${file}` === '[object WebAssembly.Module]') refuse('integrity cannot be proved of a compiled module');
  // A copy, as shared memory may change, and browsers hash none.
  const sum = await subtle.digest(kind.replace('sha', 'SHA-'), view(file).slice()), is = `${kind}-${btoa(ascii(view(sum)))}`;
  if (!hashes.includes(is)) refuse(`integrity is ${is}, not ${wanted}`);
};
