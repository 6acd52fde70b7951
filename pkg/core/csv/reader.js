// @ts-check
// The reader of CSV, which is that of the command line, in a wasm of its own.
import { decode } from '../bytes.js';

/** In base64: the build writes it over the text. */
const WASM = 'windowbox.csv';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** Compiled once. @returns {Promise<WebAssembly.Module>} */
const compile = () => compiled ??= WebAssembly.compile(decode(WASM)).catch((error) => {
  compiled = undefined;
  throw error;
});

/**
 * @param {(code: string, message: string, more?: object) => never} fail
 */
export const reading = async (fail) => {
  const module = await compile().catch((cause) => fail('wasm-unavailable', cause.message, { hint: "CSP: script-src 'wasm-unsafe-eval'; where a host compiles nothing, read the table yourself, and give its columns to predictColumns()", cause }));
  return (/** @type {number} */ delimiter) => reader(module, delimiter, fail);
};

/**
 * @param {WebAssembly.Module} module
 * @param {number} delimiter
 * @param {(code: string, message: string, more?: object) => never} fail
 */
const reader = (module, delimiter, fail) => {
  /** @type {any} */
  const imports = {};
  // All that it asks for is to throw; a table for JavaScript's values, which is among them, stays empty.
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => { if (/throw/.test(name)) throw Error('the reader of CSV failed'); };
  }
  const wasm = /** @type {any} */ (new WebAssembly.Instance(module, imports).exports);
  wasm.__wbindgen_start?.();
  const csv = wasm.csv_new(delimiter);

  // Memory may have grown, and every view of it died: each is made where it is used.
  /** @param {any} Array @param {number} at @param {number} length */
  const view = (Array, at, length) => new Array(wasm.memory.buffer, at >>> 0, length);
  const said = () => JSON.parse(new TextDecoder().decode(view(Uint8Array, wasm.csv_said(csv), wasm.csv_said_length(csv))) || 'null');

  /** @param {Uint8Array} bytes */
  const put = (bytes) => view(Uint8Array, wasm.csv_reserve(csv, bytes.length), bytes.length).set(bytes);

  /** What went wrong stands in a line of the file. @param {any} well */
  const orFail = (well) => {
    if (well) return said();
    const { code, message, ...more } = said(), [, line] = more.place.match(/^line (\d+)$/) ?? [];
    fail(code, message, { ...more, line: line && +line, hint: /UTF-8/.test(message) ? "pass { encoding: 'windows-1252' }, or what it is" : more.hint });
  };

  return {
    /** The delimiter that the beginning of a table suggests. @param {Uint8Array} bytes @returns {number} */
    guess: (bytes) => (put(bytes), wasm.csv_guess(csv)),
    /** Where the last record ends of the bytes, which come in order; 0 where none does. @param {Uint8Array} bytes @returns {number} */
    cut: (bytes) => (put(bytes), wasm.csv_cut(csv) >>> 0),
    /** The names of the columns. @param {Uint8Array} bytes @returns {string[]} */
    header: (bytes) => (put(bytes), orFail(wasm.csv_header(csv)).map((/** @type {string} */ name) => name.trim())),
    /** @param {{ width: number, comma: boolean, wanted: [string, number, boolean][], kept?: number[] }} plan */
    begin: ({ width, comma, wanted, kept = [] }) => {
      wasm.csv_begin(csv, width, comma);
      for (const [, place, number] of wanted) wasm.csv_want(csv, place, number);
      for (const place of kept) wasm.csv_want(csv, place, false);
    },
    /**
     * Reads a piece. What is handed out is there until the next.
     * @param {{ bytes: Uint8Array, line: number, headed: boolean }} piece
     */
    read: ({ bytes, line, headed }) => {
      put(bytes);
      orFail(wasm.csv_read(csv, line, headed));
      const rows = wasm.csv_rows(csv), ends = view(Uint32Array, wasm.csv_ends(csv), wasm.csv_words(csv));
      const text = view(Uint8Array, wasm.csv_text(csv), ends.at(-1) ?? 0);
      return {
        rows, words: words(text, ends),
        lines: view(Uint32Array, wasm.csv_lines(csv), rows),
        ragged: view(Uint32Array, wasm.csv_ragged(csv), wasm.csv_ragged_length(csv)),
        /** @param {number} c @returns {Float64Array} */
        numbers: (c) => view(Float64Array, wasm.csv_numbers(csv, c), rows),
        /** @param {number} c @returns {Uint32Array} */
        codes: (c) => view(Uint32Array, wasm.csv_codes(csv, c), wasm.csv_codes_length(csv, c)),
      };
    },
  };
};

/**
 * The texts that end at these bytes.
 * @param {Uint8Array} bytes
 * @param {Uint32Array} ends
 */
const words = (bytes, ends) => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true }), whole = decoder.decode(bytes);
  // Of plain ASCII, a byte is a character.
  const plain = whole.length === bytes.length;
  return Array.from(ends, (end, i) => plain ? whole.slice(ends[i - 1] ?? 0, end) : decoder.decode(bytes.subarray(ends[i - 1] ?? 0, end)));
};

/** @typedef {ReturnType<typeof reader>} Reader */
/** @typedef {ReturnType<Reader['read']>} Table */
