// What a page downloads.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const npm = fileURLToPath(new URL('../node_modules/', import.meta.url));
const ORT = ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/** Above this brotli's best takes minutes. */
const BIG = 6e6;

const CUSTOM = 0;
const MODEL = 'windowbox.model';

/** Bytes as they are, by gzip -9 and by brotli, of some files together. */
export function sizes(contents) {
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > BIG ? 9 : 11 } });
  const sum = (of) => contents.reduce((all, bytes) => all + of(bytes).length, 0);
  return { raw: sum((bytes) => bytes), gzip: sum((bytes) => gzipSync(bytes, { level: 9 })), brotli: sum(brotli) };
}

/** A packed module without its model: the runtime. */
export function bare(wasm) {
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const [length, begin] = unsigned(wasm, at + 1);
    if (wasm[at] !== CUSTOM || nameOf(wasm, begin) !== MODEL) kept.push(wasm.subarray(at, begin + length));
    at = begin + length;
  }
  return Buffer.concat(kept);
}

function nameOf(wasm, at) {
  const [length, begin] = unsigned(wasm, at);
  return new TextDecoder().decode(wasm.subarray(begin, begin + length));
}

/** A number of WebAssembly's, and where it ends. */
function unsigned(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

const read = (file) => readFileSync(file);
const some = (...files) => files.every((file) => existsSync(file)) ? sizes(files.map(read)) : null;

/** The runtime that a model was packed with, as its package says. */
const variant = (packed) => [`windowbox, ${JSON.parse(read(join(packed, 'package.json'))).windowbox.variant}`, own(packed)];

/** Runtimes of ours, each that some model was packed with and in its smallest package, and of peers. */
export const runtimes = (folders) => ({
  ...Object.fromEntries(folders.map((made) => variant(join(made, 'packed'))).sort(([, a], [, b]) => b.gzip - a.gzip)),
  'onnxruntime-web': some(...ORT.map((file) => join(npm, 'onnxruntime-web/dist', file))),
  'ydf-inference': some(
    ...['ydf-inference/dist/inference.js', 'ydf-inference/dist/inference.wasm', 'jszip/dist/jszip.min.js'].map((file) => join(npm, file))),
});

const own = (packed) => sizes([bare(read(join(packed, 'windowbox.wasm'))), read(join(packed, 'browser.js'))]);

/** One model as each writes it. */
export const files = (made) => ({
  windowbox: some(join(made, 'model.wbx')), ONNX: some(join(made, 'model.onnx')), m2cgen: some(join(made, 'm2cgen.mjs')),
});
