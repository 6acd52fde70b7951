// @ts-check
// What goes wrong, by the name that node has for it, as WASI numbers it.

/** @type {Record<string, number>} */
const NUMBERS = {
  EACCES: 2, EBADF: 8, EBUSY: 10, EEXIST: 20, EFBIG: 22, EINVAL: 28, EIO: 29, EISDIR: 31, ELOOP: 32, EMFILE: 33,
  ENAMETOOLONG: 37, ENOENT: 44, ENOSPC: 51, ENOSYS: 52, ENOTDIR: 54, ENOTEMPTY: 55, ENOTSUP: 58, EPERM: 63,
  EPIPE: 64, EROFS: 69, ESPIPE: 70, ETXTBSY: 74,
};

/** @param {unknown} error */
export const errno = (error) => NUMBERS[/** @type {NodeJS.ErrnoException} */ (error)?.code ?? 'EIO'] ?? NUMBERS.EIO;

/** Throws as node would. @param {string} code @returns {never} */
export const refuse = (code) => {
  throw Object.assign(Error(code), { code });
};
