// @ts-check
// Reading and writing what is open.
import * as fs from 'node:fs';
import { refuse } from './errno.js';
import { ROOT } from './files.js';

/** How WASI tells what something is. */
const KINDS = /** @type {const} */ ([['isDirectory', 3], ['isFile', 4], ['isCharacterDevice', 2], ['isBlockDevice', 1], ['isSocket', 6], ['isSymbolicLink', 7]]);

/** @param {fs.BigIntStats | fs.Dirent} of */
const kind = (of) => KINDS.find(([is]) => of[is]())?.[1] ?? 0;

/** All rights; and those of a terminal, which is known by having no place in it. */
const ALL = 0xffff_ffffn, NO_PLACE = ALL & ~0x24n;

const wait = new Int32Array(new SharedArrayBuffer(4));

/** Pipes and terminals that node made non-blocking have to be asked again. @template T @param {() => T} ask @returns {T} */
function patiently(ask) {
  for (;;) {
    try {
      return ask();
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(wait, 0, 0, 5);
    }
  }
}

/** @param {number} fd @param {Uint8Array} bytes */
function read(fd, bytes) {
  try {
    return patiently(() => fs.readSync(fd, bytes));
  } catch (error) {
    // A pipe that ended, on Windows.
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EOF') return 0;
    throw error;
  }
}

/** @param {number} fd @param {Uint8Array} bytes */
function write(fd, bytes) {
  for (let done = 0; done < bytes.length;) done += patiently(() => fs.writeSync(fd, bytes, done));
  return bytes.length;
}

/** What is known of a file: 64 bytes. @param {import('./memory.js').Memory} memory @param {number} at @param {fs.BigIntStats} stat */
export function putStat(memory, at, stat) {
  memory.bytes(at, 64).fill(0);
  [stat.dev, stat.ino, BigInt(kind(stat)), stat.nlink, stat.size, stat.atimeNs, stat.mtimeNs, stat.ctimeNs]
    .forEach((value, i) => memory.put64(at + 8 * i, BigInt.asUintN(64, value)));
}

/** An entry of a folder: 24 bytes and its name. @param {fs.Dirent} entry @param {number} i */
function described(entry, i) {
  const name = new TextEncoder().encode(entry.name), bytes = new Uint8Array(24 + name.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(i + 1), true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, kind(entry));
  bytes.set(name, 24);
  return bytes;
}

/** @param {import('./memory.js').Memory} memory @param {import('./files.js').Files} files */
export const calls = (memory, files) => ({
  /** @param {number} number @param {number} list @param {number} count @param {number} done */
  fd_read(number, list, count, done) {
    const open = files.get(number), fd = files.fd(number);
    const [first] = memory.pieces(list, count).filter(({ length }) => length > 0);
    const length = first ? read(fd, first) : 0;
    open.at += length;
    memory.put32(done, length);
  },
  /** @param {number} number @param {number} list @param {number} count @param {number} done */
  fd_write(number, list, count, done) {
    const fd = files.fd(number);
    memory.put32(done, memory.pieces(list, count).reduce((sum, piece) => sum + write(fd, piece), 0));
  },
  /** Where it is read can be asked, and not changed. @param {number} number @param {bigint} offset @param {number} whence @param {number} at */
  fd_seek(number, offset, whence, at) {
    if (number < ROOT || offset !== 0n || whence !== 1) refuse('ESPIPE');
    memory.put64(at, BigInt(files.get(number).at));
  },
  /** @param {number} number */
  fd_close(number) {
    files.close(number);
  },
  /** @param {number} number @param {number} at */
  fd_filestat_get(number, at) {
    putStat(memory, at, files.stat(number));
  },
  /** @param {number} number @param {number} at */
  fd_fdstat_get(number, at) {
    memory.bytes(at, 24).fill(0);
    memory.bytes(at, 1)[0] = kind(files.stat(number));
    memory.put64(at + 8, number < ROOT ? NO_PLACE : ALL);
    memory.put64(at + 16, ALL);
  },
  /** @param {number} number @param {number} at @param {number} length @param {bigint} from @param {number} done */
  fd_readdir(number, at, length, from, done) {
    const entries = fs.readdirSync(files.get(number).path, { withFileTypes: true });
    const bytes = Buffer.concat(entries.map(described).slice(Number(from))).subarray(0, length);
    memory.bytes(at, bytes.length).set(bytes);
    memory.put32(done, bytes.length);
  },
});
