// @ts-check
// One model in a wasm instance of its own. Nothing of a caller runs while wasm frames
// are on the stack; so what is thrown there is ours, and if it is not one of our plain
// errors the instance may be broken: it is dropped, and the next call starts another.
import { fail } from './error.js';

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

  /** @param {any} error @returns {never} */
  const give = (error) => {
    const started = wasm, { fault, code, place, message, hint } = error;
    wasm = model = undefined;
    return fault ? fail(code, place ? `${place}: ${message}` : message, hint, { fault })
      : fail(started ? 'trap' : 'wasm-unavailable', `WebAssembly failed: ${message}`,
        started && 'the next call gets a fresh instance', { cause: error });
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
  /** @template T @param {new (buffer: ArrayBuffer, at: number, length: number) => T} Array @param {number} at @param {number} length */
  const at = (Array, at, length) => new Array(wasm.memory.buffer, at, length);

  /**
   * Cells come row after row, and lie column after column.
   * @param {number} count
   * @param {any[]} cells
   */
  const write = (count, cells) => {
    const address = model.begin(count), width = cells.length / count;
    cells.forEach((cell, i) => typeof cell === 'string' && model.text(i % width, i / width | 0, cell));
    const numbers = at(Float64Array, address, cells.length);
    cells.forEach((cell, i) => numbers[(i % width) * count + (i / width | 0)] = cell);
  };

  return {
    use,
    /**
     * Answers rows; the issues are row, column + 1, trouble and fatal.
     * @param {number} count
     * @param {any[]} cells
     * @param {{ width: number, slots: number }[]} targets
     */
    answer: (count, cells, targets) => use(() => {
      write(count, cells);
      const issues = model.run() * 4;
      return {
        issues: at(Uint32Array, model.issues(), issues).slice(),
        answers: targets.map(({ width, slots }, t) => ({
          classes: at(Uint32Array, model.classes(t), count).slice(),
          scores: at(Float64Array, model.scores(t), count * width).slice(),
          margins: at(Float64Array, model.margins(t), count * slots).slice(),
        })),
      };
    }),
  };
};
