// @ts-check
// One model in a wasm instance of its own. Nothing of a caller runs while wasm frames
// are on the stack; so what is thrown there is ours, and if it is not one of our plain
// errors the instance may be broken: it is dropped, and the next call starts another.
import { ours } from './error.js';

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

  /** @template T @param {(model: any) => T} work */
  const use = (work) => {
    try {
      if (!model) {
        const glue = createGlue();
        wasm = glue.initSync({ module });
        model = new glue.Model(bytes);
      }
      return work(model);
    } catch (cause) {
      const code = wasm ? 'trap' : 'wasm-unavailable';
      wasm = model = undefined;
      throw ours(cause, code);
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
      const address = model.begin(count), width = cells.length / count, numbers = new Float64Array(cells.length);
      cells.forEach((cell, i) => {
        const c = i % width, row = i / width | 0;
        numbers[c * count + row] = cell;
        if (typeof cell === 'string') model.text(c, row, cell);
      });
      view(Float64Array, address, cells.length).set(numbers);
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
