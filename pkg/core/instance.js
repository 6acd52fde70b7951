// @ts-check
// One model in a wasm instance of its own. Nothing of a caller runs while wasm frames
// are on the stack; so what is thrown there is ours, and if it is not one of our plain
// errors the instance may be broken: it is dropped, and the next call starts another.
// The exports of src/wasm.rs are called as they are: they take and give numbers.
import { ours } from './error.js';

/** What answers are made of, and the bytes of each number. @type {Record<string, number>} */
const SIZES = { margins: 8, scores: 8, classes: 4 };

/**
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} bytes
 */
export const instance = (module, bytes) => {
  /** @type {any} */
  let wasm;
  /** @type {any} */
  let model;
  /** @type {any} */
  let text;
  /** Where the single row lies, and its answers to the first target; `numbers` is empty where they do not. @type {any} */
  const place = { numbers: [] };

  // Memory may have grown, and every view of it died: each is made where it is used.
  // An address above 2 GB comes as a number below 0.
  /** @param {any} Array @param {number} [at] @param {number} [length] */
  const view = (Array, at = 0, length) => new Array(wasm.memory.buffer, at >>> 0, length);

  /** @param {number} at @param {number} length */
  const decode = (at, length) => new TextDecoder().decode(view(Uint8Array, at, length));

  /** What wasm asks of JavaScript. @type {Record<string, (...numbers: number[]) => any>} */
  const serve = {
    throw: (at, length) => { throw Error(decode(at, length)); },
    error: (at, length) => console.error(decode(at, length)),
    number: (x, at) => new TextEncoder().encodeInto(`${x}`, view(Uint8Array, at)).written,
  };

  const start = () => {
    /** @type {any} */
    const imports = {};
    // Their names end in a hash; a table for JavaScript's values, which is among them, stays empty.
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      (imports[from] ??= {})[name] = serve[name.slice(0, -17).replace(/.*_/, '')] ?? (() => {});
    }
    ({ exports: wasm } = new WebAssembly.Instance(module, imports));
    wasm.__wbindgen_start();
    text = wasm.text_new();
    write(bytes);
    if (!(model = wasm.text_open(text))) throw JSON.parse(written());
  };

  /** @template T @param {() => T} work */
  const use = (work) => {
    try {
      if (!model) start();
      return work();
    } catch (cause) {
      const code = wasm ? 'trap' : 'wasm-unavailable';
      wasm = model = undefined;
      place.numbers = [];
      throw ours(cause, code);
    }
  };

  /** @param {Uint8Array} bytes */
  const write = (bytes) => {
    const at = wasm.text_reserve(text, bytes.length);
    view(Uint8Array, at, bytes.length).set(bytes);
  };

  /** What wasm has written, JSON. */
  const written = () => decode(wasm.text_at(text), wasm.text_length(text));

  /** @param {string} word */
  const say = (word) => write(new TextEncoder().encode(word));

  const settle = () => {
    if (place.wasm !== wasm) {
      Object.assign(place, { wasm, at: (wasm.model_single(model) >>> 0) / 8 });
      for (const [of, size] of Object.entries(SIZES)) place[of] = (wasm[`model_${of}`](model, 0) >>> 0) / size;
    }
    place.numbers = view(Float64Array);
    place.codes = view(Int32Array);
  };

  return {
    /** Calls an export of the model that gives a number. @param {string} name @param {any[]} numbers */
    ask: (name, ...numbers) => use(() => wasm[`model_${name}`](model, ...numbers)),
    /** Whether there is such an export: a runtime may have been built without. @param {string} name */
    asks: (name) => use(() => !!wasm[`model_${name}`]),
    /** Calls one that writes JSON, perhaps of the file, which it is given. @param {string} name @param {boolean} [file] */
    tell: (name, file) => use(() => {
      if (file) write(bytes);
      wasm[`model_${name}`](model, text);
      return written();
    }),
    /**
     * The position of the level of a column, or of the column (-1), that is closest to a word.
     * @param {number} column
     * @param {string} word
     */
    closest: (column, word) => use(() => {
      say(word);
      return wasm.model_closest(model, column, text);
    }),
    /**
     * Answers rows, whose cells lie column after column. The issues are row, column + 1,
     * trouble and fatal.
     * @param {import('./run.js').Block} block
     * @returns {Uint32Array}
     */
    answer: ({ rows, parts, texts }) => use(() => {
      let at = wasm.model_begin(model, rows);
      for (const [c, r, word] of texts) {
        say(word);
        wasm.model_text(model, c, r, text);
      }
      for (const part of parts) {
        view(Float64Array, at, part.length).set(part);
        at += part.length * 8;
      }
      const issues = wasm.model_run(model) * 4;
      return view(Uint32Array, wasm.model_issues(model), issues).slice();
    }),
    /**
     * The answers to a target where they lie: to be read before anything else is asked.
     * @param {number} t
     * @param {[of: string, width: number]} part
     * @param {number} rows
     */
    read: (t, [of, width], rows) =>
      use(() => view(SIZES[of] < 8 ? Int32Array : Float64Array, wasm[`model_${of}`](model, t), rows * width)),
    /**
     * Where a single row of numbers is written. The memory may die while a caller's code
     * runs: then it is empty.
     */
    place: () => {
      if (!place.numbers.length) use(settle);
      return place;
    },
    /** Answers the single row to the first target; whether there is nothing to say of it. */
    again: () => use(() => {
      const quiet = !wasm.model_again(model);
      // It may have grown the memory.
      if (!place.numbers.length) settle();
      return quiet;
    }),
  };
};
