// @ts-check
// One model in a wasm instance of its own. Nothing of a caller runs while wasm frames
// are on the stack; so what is thrown there is ours, and if it is not one of our plain
// errors the instance may be broken: it is dropped, and the next call starts another.
import { WindowboxError } from './error.js';

/**
 * @param {() => any} createGlue
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} bytes
 */
export const instance = (createGlue, module, bytes) => {
  /** @type {any} */
  let wasm;
  /** @type {any} */
  let model;

  const start = () => {
    const glue = createGlue();
    wasm = glue.initSync({ module });
    model = new glue.Model(bytes);
  };

  /** @param {any} cause @returns {never} */
  const give = (cause) => {
    const code = wasm ? 'trap' : 'wasm-unavailable';
    wasm = model = undefined;
    throw new WindowboxError(cause.fault ? cause : { code, message: cause.message, cause });
  };

  /** @template T @param {(model: any) => T} work */
  const use = (work) => {
    try {
      model || start();
      return work(model);
    } catch (error) {
      return give(error);
    }
  };

  // Memory may have grown, and every view of it died: each is made where it is used.
  /** @param {any} Array @param {number} at @param {number} length */
  const view = (Array, at, length) => new Array(wasm.memory.buffer, at, length);

  return {
    use,
    /**
     * Answers rows, whose cells come row after row, and lie column after column. The
     * issues are row, column + 1, trouble and fatal.
     * @param {number} count
     * @param {any[]} cells
     */
    answer: (count, cells) => use(() => {
      const address = model.begin(count), width = cells.length / count;
      cells.forEach((cell, i) => typeof cell === 'string' && model.text(i % width, i / width | 0, cell));
      const numbers = view(Float64Array, address, cells.length);
      cells.forEach((cell, i) => numbers[(i % width) * count + (i / width | 0)] = cell);
      const issues = model.run() * 4;
      return view(Uint32Array, model.issues(), issues).slice();
    }),
    /**
     * The numbers of the answers to a target.
     * @param {number} t
     * @param {[of: string, width: number]} part
     * @param {number} count
     */
    read: (t, [of, width], count) =>
      use(() => view(of === 'classes' ? Uint32Array : Float64Array, model[of](t), count * width).slice()),
  };
};
