// @ts-check
// What the program has open: standard streams, one folder in which all others are, files.
import * as fs from 'node:fs';
import { resolve } from 'node:path';
import { refuse } from './errno.js';

/** The folder of everything, which a program of WASI has from the start. */
export const ROOT = 3;

/** @typedef {{ fd: number | null, path: string, at: number }} Open `fd` of a file, null of a folder; `at`, where it is read */

export class Files {
  /** @type {Map<number, Open>} */
  open = new Map([0, 1, 2].map((fd) => [fd, { fd, path: '', at: 0 }]));
  /** @type {number} */
  next = ROOT + 1;

  /** @param {string} cwd what the program takes for the folder that it was started in */
  constructor(cwd) {
    this.cwd = cwd;
    this.open.set(ROOT, { fd: null, path: '/', at: 0 });
  }

  /** @param {number} number */
  get(number) {
    return this.open.get(number) ?? refuse('EBADF');
  }

  /** @param {number} number */
  fd(number) {
    return this.get(number).fd ?? refuse('EISDIR');
  }

  /** A path of the program's on this machine. @param {number} folder @param {string} path */
  path(folder, path) {
    if (folder !== ROOT) return resolve(this.get(folder).path, path);
    const [first, ...rest] = path.split('/');
    return first === this.cwd ? resolve(rest.join('/')) : resolve('/', path);
  }

  /** @param {string} path @param {number} flags */
  add(path, flags) {
    const folder = flags === fs.constants.O_RDONLY && fs.statSync(path).isDirectory();
    this.open.set(this.next, { fd: folder ? null : fs.openSync(path, flags), path, at: 0 });
    return this.next++;
  }

  /** @param {number} number */
  close(number) {
    const { fd } = this.get(number);
    if (fd !== null) fs.closeSync(fd);
    this.open.delete(number);
  }

  /** @param {number} number */
  stat(number) {
    const { fd, path } = this.get(number);
    return fd === null ? fs.statSync(path, { bigint: true }) : fs.fstatSync(fd, { bigint: true });
  }
}
