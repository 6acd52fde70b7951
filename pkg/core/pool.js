// @ts-check
// A model in several workers: a batch is cut into pieces, whoever is idle takes the next,
// and the answers are put together in order. Pieces are copied when they are sent, so
// memory stays flat; nothing is shared, so no page needs special headers.
import { said } from './error.js';

/**
 * A worker as an environment has it.
 * @typedef {object} Hand
 * @property {(message: any, transfer: any[]) => void} post
 * @property {(heard: (message: any) => void, failed: (error: any) => void) => void} listen
 * @property {() => void} stop
 */

/** Rows a piece: enough that sending it costs little beside answering it. */
const PIECE = 16384;

/**
 * A worker that is asked one thing at a time.
 * @param {Hand} hand
 * @param {new (parts: any) => any} WindowboxError
 */
const member = ({ post, listen, stop }, WindowboxError) => {
  /** @type {any} */
  let waits;
  /** @type {any} */
  let broken;
  listen(({ result, error }) => error ? waits.reject(new WindowboxError(error)) : waits.resolve(result), (cause) => {
    broken = new WindowboxError({ code: 'worker-unavailable', message: cause.message ?? 'the worker failed', hint: "CSP: worker-src 'self'", cause });
    waits?.reject(broken);
  });
  /** @param {any} message @param {any[]} [transfer] @returns {Promise<any>} */
  const ask = (message, transfer = []) => new Promise((resolve, reject) => {
    if (broken) reject(broken);
    waits = { resolve, reject };
    try {
      post(message, transfer);
    } catch (cause) {
      reject(new WindowboxError({ code: 'unreadable', message: 'a worker cannot be sent this', hint: 'pass plain values', cause }));
    }
  });
  return { ask, stop };
};

/**
 * How many rows an input has; 1 where it is better sent whole: what is wrong with it, a worker says.
 * @param {string} verb
 * @param {any} input
 */
const lengthOf = (verb, input) => {
  if (verb === 'predict') return Array.isArray(input) ? input.length : 1;
  if (verb !== 'predictColumns') return 1;
  const [first, ...others] = Object.values(input ?? {}).filter((source) => source != null).map((source) => source.length);
  return Number.isInteger(first) && others.every((length) => length === first) ? first : 1;
};

/** @param {any} source @param {number} start @param {number} end */
const cut = (source, start, end) => source == null || source.length === undefined ? source
  : ArrayBuffer.isView(source) ? /** @type {any} */ (source).slice(start, end) : Array.prototype.slice.call(source, start, end);

/** @param {any} part */
const buffersOf = (part) => Object.values(part ?? {}).filter(ArrayBuffer.isView).map(({ buffer }) => buffer);

/**
 * Puts a piece's answers where they belong: typed arrays, lists of rows, or one of either for each target.
 * @param {any} all
 * @param {any} part
 * @param {number} start
 * @param {number} rows
 * @param {number} count
 * @returns {any}
 */
const put = (all, part, start, rows, count) => {
  if (ArrayBuffer.isView(part)) {
    const values = /** @type {any} */ (part), width = rows && values.length / rows;
    all ??= new values.constructor(count * width);
    all.set(values, start * width);
  } else if (part?.some(ArrayBuffer.isView)) {
    return part.map((/** @type {any} */ one, /** @type {number} */ t) => put(all?.[t], one, start, rows, count));
  } else if (part) {
    all ??= Array(count);
    for (let i = 0; i < rows; i++) all[start + i] = part[i];
  }
  return all ?? null;
};

/**
 * What is said of the pieces as if it had been said of the whole.
 * @param {any[][]} lists in the order of the pieces
 */
const together = (lists) => {
  const counted = new Map();
  return lists.flatMap((issues, piece) => issues.flatMap((issue) => {
    const found = { ...issue, row: issue.row + piece * PIECE }, key = `${issue.code} ${issue.column}`, old = counted.get(key);
    if (old) return old.count += issue.count, [];
    if (issue.count) counted.set(key, found);
    return [found];
  }));
};

/**
 * @param {new (parts: any) => any} WindowboxError the door's own
 * @param {() => Hand} spawn
 * @param {(address: any) => any} absolute an address as a worker understands it
 * @param {() => number} cores
 */
export const crew = (WindowboxError, spawn, absolute, cores) => async (/** @type {any} */ given = {}) => {
  const { workers = cores(), signal, url, model, ...options } = { ...given };
  const members = Array.from({ length: Math.max(1, workers) }, () => member(spawn(), WindowboxError)), idle = [...members];
  /** @type {((member: any) => Promise<void>)[]} */
  const waiting = [];
  const freed = () => new WindowboxError({ code: 'freed', message: 'the model was freed' });
  const free = () => {
    for (const { stop } of members) stop();
    for (const job of waiting.splice(0)) job(undefined);
    idle.length = members.length = 0;
  };

  const next = () => {
    while (idle.length && waiting.length) {
      const taken = idle.pop();
      /** @type {any} */ (waiting.shift())(taken).finally(() => members.length && idle.push(/** @type {any} */ (taken)) && next());
    }
  };
  /** @param {() => [message: any, transfer?: any[]]} make what is sent, made when somebody takes it @returns {Promise<any>} */
  const ask = (make) => new Promise((resolve, reject) => {
    waiting.push(async (taken) => {
      try {
        if (!taken) throw freed();
        resolve(await taken.ask(...make()));
      } catch (error) {
        reject(error);
      }
    });
    next();
  });

  /** @param {string} verb @param {any} input @param {any} [asked] */
  const answer = async (verb, input, asked) => {
    const { progress, signal, ...options } = { ...asked };
    if (!members.length) throw freed();
    const columns = verb === 'predictColumns' && input && typeof input === 'object' && !Array.isArray(input), source = columns ? { ...input } : input;
    const count = lengthOf(verb, source), whole = count <= PIECE;
    let done = 0, stopped = false;
    /** @type {any} */
    let all;
    /** @type {any[]} */
    const parts = [];
    const work = async (/** @type {number} */ piece) => {
      const start = piece * PIECE, rows = Math.min(PIECE, count - start);
      const part = await ask(() => {
        if (signal?.aborted) throw signal.reason;
        if (stopped) throw undefined;
        const slice = (/** @type {any} */ list) => cut(list, start, start + rows);
        const input = whole ? source : columns ? Object.fromEntries(Object.entries(source).map(([name, list]) => [name, slice(list)])) : slice(source);
        return [{ verb, input, options }, whole ? [] : buffersOf(input)];
      });
      progress?.(done += rows, count);
      if (whole) return all = part;
      const { warnings, errors, classes, ...lists } = parts[piece] = part;
      all ??= {};
      for (const name of Object.keys(lists)) all[name] = put(all[name], lists[name], start, rows, count), part[name] = undefined;
      if (classes) all.classes = classes;
    };
    try {
      await Promise.all(Array.from({ length: Math.max(1, Math.ceil(count / PIECE)) }, (_, piece) => work(piece)));
    } finally {
      stopped = true;
    }
    return whole ? all : { ...all, warnings: together(parts.map(({ warnings }) => warnings)), errors: together(parts.map(({ errors }) => errors)) };
  };

  try {
    if (signal?.aborted) throw signal.reason;
    const stop = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const load = { verb: 'load', input: said({ ...options, url: absolute(url), model: absolute(model) }) };
    const [shown] = await Promise.race([stop, Promise.all(members.map(({ ask }) => ask(load)))]);
    const verbs = ['predict', 'predictOne', 'predictColumns', 'selfTest'].map((verb) => [verb, (/** @type {any} */ input, /** @type {any} */ options) => answer(verb, input, options)]);
    return Object.freeze({ ...shown, ...Object.fromEntries(verbs), free, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: free });
  } catch (error) {
    free();
    throw error;
  }
};
