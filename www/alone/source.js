// @ts-check
// What the page is given, where it is one file: everything comes out of it, nothing is fetched.
import { door } from '../../pkg/core/door.js';
import { WindowboxError } from '../../pkg/core/error.js';
import { opener } from '../../pkg/core/open.js';
import { spawning } from '../../pkg/core/spawn.js';
import { bytes, text } from './blocks.js';
import { csv, extra, read } from './parts.js';

/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** Compiled once, for the page and its workers; asked for again where that failed. */
const wasm = () => compiled ??= bytes('windowbox-runtime').then((code) => WebAssembly.compile(code)).catch((error) => {
  compiled = undefined;
  throw error;
});

const { load } = door({ read, wasm, extra, csv });

/** A worker runs the script of the page, which knows where it is. The address is given back once the worker has it. */
function start() {
  const address = URL.createObjectURL(new Blob([text('windowbox-script')], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

const open = opener({
  WindowboxError, csv, spawn: spawning(start),
  absolute: (address) => address,
  cores: () => navigator.hardwareConcurrency ?? 2,
});

/** @param {any} options */
const openWorker = async (options) => open({ module: await wasm(), ...options });

export const runtime = async () => ({ load, WindowboxError });
export const workers = async () => ({ openWorker, WindowboxError });
export const insight = async () => import('../../pkg/insight.js');
export const tables = csv;
export const modelOf = bytes;
