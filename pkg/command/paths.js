// @ts-check
// Files and folders by their names.
import * as fs from 'node:fs';
import { refuse } from './errno.js';
import { ROOT } from './files.js';
import { putStat } from './streams.js';

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = fs.constants;

/** What WASI's bits ask for. */
const CREATE = 1, FOLDER = 2, EXCLUSIVE = 4, TRUNCATE = 8, APPEND = 1, READ = 1n << 1n, WRITE = 1n << 6n, FOLLOW = 1;

/** @param {number} how @param {bigint} rights @param {number} flags */
function flagsOf(how, rights, flags) {
  const access = !(rights & WRITE) ? O_RDONLY : rights & READ ? O_RDWR : O_WRONLY;
  return access | (how & CREATE && O_CREAT) | (how & EXCLUSIVE && O_EXCL) | (how & TRUNCATE && O_TRUNC) | (flags & APPEND && O_APPEND);
}

/** @param {import('./memory.js').Memory} memory @param {import('./files.js').Files} files */
export const calls = (memory, files) => {
  /** @param {number} folder @param {number} at @param {number} length */
  const named = (folder, at, length) => files.path(folder, memory.text(at, length));
  return {
    /** @param {number} number @param {number} at */
    fd_prestat_get(number, at) {
      if (number !== ROOT) refuse('EBADF');
      memory.put32(at, 0);
      memory.put32(at + 4, 1);
    },
    /** @param {number} number @param {number} at */
    fd_prestat_dir_name(number, at) {
      memory.bytes(at, 1)[0] = '/'.charCodeAt(0);
    },
    /** @param {number} folder @param {number} follow @param {number} name @param {number} length @param {number} how @param {bigint} rights @param {bigint} inherited @param {number} flags @param {number} opened */
    path_open(folder, follow, name, length, how, rights, inherited, flags, opened) {
      const path = named(folder, name, length);
      if (how & FOLDER && !fs.statSync(path).isDirectory()) refuse('ENOTDIR');
      memory.put32(opened, files.add(path, how & FOLDER ? O_RDONLY : flagsOf(how, rights, flags)));
    },
    /** @param {number} folder @param {number} follow @param {number} name @param {number} length @param {number} at */
    path_filestat_get(folder, follow, name, length, at) {
      const path = named(folder, name, length);
      putStat(memory, at, (follow & FOLLOW ? fs.statSync : fs.lstatSync)(path, { bigint: true }));
    },
    /** @param {number} folder @param {number} name @param {number} length */
    path_create_directory(folder, name, length) {
      fs.mkdirSync(named(folder, name, length));
    },
    /** @param {number} folder @param {number} name @param {number} length */
    path_unlink_file(folder, name, length) {
      fs.unlinkSync(named(folder, name, length));
    },
  };
};
