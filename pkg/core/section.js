// @ts-check
// A packed wasm carries its model in a custom section. It is cut off before compiling:
// what is compiled stays small, so that browsers let us instantiate it synchronously
// after a trap, whatever the size of the model.

import { ascii, isWasm, view } from './bytes.js';

/** The section that carries the model. */
export const MODEL = 'windowbox.model';

/**
 * A wasm file as code and model. Lying lengths end the walk; the compiler refuses them.
 * @param {Uint8Array} bytes
 * @returns {[code: Uint8Array, model?: Uint8Array]}
 */
export const split = (bytes) => {
  let at = 8;
  if (!isWasm(bytes)) throw Error('not wasm');

  /** An unsigned LEB128 number; behind the end it is none, which ends the walk. @returns {number} */
  const number = (byte = bytes[at++]) => byte > 127 ? byte - 128 + number() * 128 : byte;

  while (at < bytes.length) {
    const start = at++, end = number() + at;
    if (!bytes[start] && number() === MODEL.length && ascii(bytes.subarray(at, at + MODEL.length)) === MODEL) {
      const code = bytes.slice(0, start - end);
      code.set(bytes.subarray(end), start);
      return [code, bytes.subarray(at + MODEL.length, end)];
    }
    at = end;
  }
  return [bytes];
};

/**
 * The content of a section of a module that is compiled.
 * @param {WebAssembly.Module} module
 * @param {string} name
 */
export const sectionOf = (module, name) => WebAssembly.Module.customSections(module, name).map(view)[0];
