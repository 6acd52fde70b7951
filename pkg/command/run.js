// @ts-check
// Runs a program that was compiled for WASI (preview 1) to its end.
import { randomFillSync } from 'node:crypto';
import { errno, refuse } from './errno.js';
import { Files } from './files.js';
import { Memory } from './memory.js';
import { calls as paths } from './paths.js';
import { calls as streams } from './streams.js';

/** What the program ends with, wherever it stands. */
class Exit extends Error {
  /** @param {number} code */
  constructor(code) {
    super();
    this.code = code;
  }
}

/** As a shell has it of a program that was stopped by its own fault. */
const CRASHED = 101;

/** What a program takes for the folder that it was started in: files.js knows it. */
const CWD = '/cwd:';

/** @typedef {Record<string, (...args: any[]) => void>} Calls */

/**
 * @param {BufferSource} wasm
 * @param {string[]} args with the program's own name
 * @param {NodeJS.ProcessEnv} env
 * @returns {number} the exit code
 */
export function run(wasm, args, env) {
  const memory = new Memory(), files = new Files(CWD.slice(1));
  const named = Object.entries({ ...env, PWD: CWD }).map(([name, value]) => `${name}=${value}`);
  const calls = { ...texts('args', memory, args), ...texts('environ', memory, named), ...machine(memory), ...streams(memory, files), ...paths(memory, files) };
  const module = new WebAssembly.Module(wasm);
  const { exports } = new WebAssembly.Instance(module, { wasi_snapshot_preview1: answering(module, calls) });
  memory.of = /** @type {WebAssembly.Memory} */ (exports.memory);
  return ended(/** @type {() => void} */ (exports._start));
}

/** @param {() => void} start */
function ended(start) {
  try {
    start();
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    // Too deep a recursion is a RangeError.
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
    console.error(`error: the command crashed: ${error.message}`);
    return CRASHED;
  }
}

/** What throws becomes a number for the program; what is not here, it is told is not. @param {WebAssembly.Module} module @param {Calls} calls */
function answering(module, calls) {
  const answer = (/** @type {string} */ name) => (/** @type {any[]} */ ...args) => {
    try {
      (calls[name] ?? (() => refuse('ENOSYS')))(...args);
      return 0;
    } catch (error) {
      if (error instanceof Exit) throw error;
      return errno(error);
    }
  };
  return Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, answer(name)]));
}

/** A list of texts: how long it is, and the texts. @param {string} name @param {Memory} memory @param {string[]} list */
function texts(name, memory, list) {
  const encoded = list.map((text) => new TextEncoder().encode(`${text}\0`));
  return {
    /** @param {number} count @param {number} length */
    [`${name}_sizes_get`](count, length) {
      memory.put32(count, encoded.length);
      memory.put32(length, encoded.reduce((sum, { length }) => sum + length, 0));
    },
    /** @param {number} list @param {number} at */
    [`${name}_get`](list, at) {
      encoded.forEach((text, i) => {
        memory.put32(list + 4 * i, at);
        memory.bytes(at, text.length).set(text);
        at += text.length;
      });
    },
  };
}

/** @param {Memory} memory */
const machine = (memory) => ({
  /** @param {number} code */
  proc_exit(code) {
    throw new Exit(code);
  },
  /** @param {number} at @param {number} length */
  random_get(at, length) {
    randomFillSync(memory.bytes(at, length));
  },
  /** @param {number} clock 0 tells the time @param {bigint} precision @param {number} at */
  clock_time_get(clock, precision, at) {
    memory.put64(at, clock === 0 ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint());
  },
  sched_yield() {},
});
