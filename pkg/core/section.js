// @ts-check
// A packed wasm carries its model in a custom section. It is cut off before compiling:
// what is compiled stays small, so that browsers let us instantiate it synchronously
// after a trap, whatever the size of the model.

const NAME = 'windowbox.model';

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {[number, number]} an unsigned LEB128 number, and where it ends
 */
const number = (bytes, at) => {
  let value = 0, byte, scale = 1;
  do {
    byte = bytes[at++];
    value += (byte & 127) * scale;
    scale *= 128;
  } while (byte > 127);
  return [value, at];
};

/**
 * A wasm file as code and model. Lying lengths end the walk; the compiler refuses them.
 * @param {Uint8Array} bytes
 * @returns {[code: Uint8Array, model?: Uint8Array]}
 */
export const split = (bytes) => {
  for (let start = 8; start < bytes.length;) {
    const [size, at] = number(bytes, start + 1);
    const end = at + size;
    const [length, name] = number(bytes, at);
    if (!bytes[start] && length === NAME.length && String.fromCharCode(...bytes.subarray(name, name + length)) === NAME) {
      const code = new Uint8Array(start + Math.max(bytes.length - end, 0));
      code.set(bytes.subarray(0, start));
      code.set(bytes.subarray(end), start);
      return [code, bytes.subarray(name + length, end)];
    }
    start = end;
  }
  return [bytes];
};

/**
 * The same of a module that the host has compiled.
 * @param {WebAssembly.Module} module
 * @returns {Uint8Array | undefined}
 */
export const sectionOf = (module) => {
  const [model] = WebAssembly.Module.customSections(module, NAME);
  return model && new Uint8Array(model);
};
