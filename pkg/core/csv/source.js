// @ts-check
// A table of text as pieces of UTF-8, wherever it comes from: never more of it in memory
// than is asked for.
import { view } from '../bytes.js';

/** @typedef {() => Promise<Uint8Array | undefined>} Pull the next bytes, or none */
/** @typedef {(code: string, message: string, more?: object) => never} Fail */

/** Bytes that are read at once, and on which delimiter and encoding are decided. */
const PIECE = 1 << 16;
/** Of what lies in memory or on a disk so many are taken at once. */
const SLICE = 1 << 20;

/** @param {Uint8Array[]} parts */
export const together = (parts) => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};

/**
 * A Blob, or a typed array, slice by slice.
 * @param {any} whole
 * @param {number} total
 * @param {(part: any) => any} read
 * @returns {Pull}
 */
const sliced = (whole, total, read) => {
  let at = 0;
  return async () => at < total ? view(await read(whole.slice(at, at += SLICE))) : undefined;
};

/**
 * @param {any} next of an iterator or of a stream's reader
 * @param {Fail} fail
 * @returns {Pull}
 */
const streamed = (next, fail) => async () => {
  const { done, value } = await next();
  if (done) return;
  try {
    return typeof value === 'string' ? new TextEncoder().encode(value) : view(value);
  } catch (cause) {
    fail('unreadable', 'a piece of the table is neither bytes nor text', { cause });
  }
};

/**
 * @param {any} source
 * @param {Fail} fail
 * @returns {{ pull: Pull, total?: number, stop: () => any }}
 */
const opened = (source, fail) => {
  const stop = () => {};
  if (typeof source === 'string') source = new Blob([source]);
  if (typeof source?.arrayBuffer === 'function' && source.size >= 0) return { pull: sliced(source, source.size, (part) => part.arrayBuffer()), total: source.size, stop };
  if (source?.byteLength >= 0) return { pull: sliced(view(source), source.byteLength, (part) => part), total: source.byteLength, stop };
  if (source?.getReader) {
    const reader = source.getReader();
    return { pull: streamed(() => reader.read(), fail), stop: () => reader.cancel() };
  }
  const iterator = source?.[Symbol.asyncIterator]?.() ?? source?.[Symbol.iterator]?.();
  iterator ?? fail('unreadable', 'this is no table of text', { hint: 'pass text, bytes, a Blob, or a stream' });
  return { pull: streamed(() => iterator.next(), fail), stop: () => iterator.return?.() };
};

/**
 * The encoding that a byte order mark names, and its length.
 * @param {Uint8Array} head
 * @returns {[encoding: string | undefined, length: number]}
 */
const marked = ([a, b, c]) => a === 0xef && b === 0xbb && c === 0xbf ? ['utf-8', 3]
  : a === 0xff && b === 0xfe ? ['utf-16le', 2] : a === 0xfe && b === 0xff ? ['utf-16be', 2] : [undefined, 0];

/**
 * The encoding that the beginning of a table suggests: what its mark names, UTF-16 where every other byte is zero,
 * else UTF-8 if it can be read as such, and at last Windows-1252.
 * @param {Uint8Array} head
 * @returns {[encoding: string, mark: number]}
 */
export const encodingOf = (head) => {
  const [found, mark] = marked(head), half = head.length / 4;
  if (found) return [found, mark];
  const zeros = (/** @type {number} */ odd) => head.filter((byte, i) => !byte && i % 2 === odd).length;
  if (half && zeros(1) > half) return ['utf-16le', 0];
  if (half && zeros(0) > half) return ['utf-16be', 0];
  try {
    // The last letter may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return ['utf-8', 0];
  } catch {
    return ['windows-1252', 0];
  }
};

/**
 * What makes UTF-8 of bytes; UTF-8 itself is read as it is, and proved where it is read.
 * @param {string} encoding
 * @param {Fail} fail
 * @returns {(bytes?: Uint8Array) => Uint8Array}
 */
const decoder = (encoding, fail) => {
  /** @type {any} */
  let decoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    fail('bad-text', `no encoding is called ${encoding}`, { cause });
  }
  if (decoder.encoding === 'utf-8') return (bytes = new Uint8Array()) => bytes;
  return (bytes) => {
    try {
      return new TextEncoder().encode(decoder.decode(bytes, { stream: !!bytes }));
    } catch (cause) {
      fail('bad-text', `the text is not ${decoder.encoding}`, { cause, hint: 'pass its encoding: { encoding }' });
    }
  };
};

/**
 * @param {any} source
 * @param {string | undefined} encoding where no mark says another
 * @param {Fail} fail
 */
export const open = async (source, encoding, fail) => {
  const { pull, total, stop } = opened(source, fail), begin = [];
  /** @type {Uint8Array | undefined} */
  let bytes;
  let read = 0;
  while (read < PIECE && (bytes = await pull())) read += begin.push(bytes) && bytes.length;
  const head = together(begin), [found, mark] = marked(head), decode = decoder(found ?? encoding ?? 'utf-8', fail);
  let rest = decode(head.subarray(mark)), ended = false;
  return {
    head: rest, total, stop,
    /** How much was read of the source, in bytes. */
    read: () => read,
    /**
     * The next bytes, at most as many; none at the end.
     * @param {number} most
     */
    next: async (most) => {
      while (!rest.length && !ended) {
        const bytes = await pull();
        ended = !bytes;
        read += bytes?.length ?? 0;
        rest = decode(bytes);
      }
      const part = rest.subarray(0, most);
      rest = rest.subarray(most);
      return part.length ? part : undefined;
    },
  };
};
