// @ts-check
// A handle of a model that lives in workers: the members of a model that was loaded, with
// promises. A batch is cut into pieces, whoever is idle takes the next, and the answers are
// put together in order. Pieces are copied when they are sent, so memory stays flat.
import { crew } from './crew.js';
import { said } from './error.js';
import { join } from './join.js';
import { pace } from './pace.js';

/**
 * What differs between environments.
 * @typedef {object} Environment
 * @property {new (parts: any) => any} WindowboxError the door's own
 * @property {import('./crew.js').Spawn} spawn
 * @property {(address: any) => any} absolute an address as a worker understands it
 * @property {() => number} cores
 * @property {() => Promise<any>} csv what reads tables of text
 */

/** Rows of the first piece, before anything is known of the model's speed, and of the largest. */
const FIRST = 4;
const MOST = 1 << 16;

/** More would only wait for one another. */
const WORKERS = 64;

/**
 * How many rows an input has, if it can be cut; what is wrong with it, a worker says.
 * @param {string} verb
 * @param {any} input
 */
const lengthOf = (verb, input) => {
  if (verb === 'predict') return Array.isArray(input) ? input.length : 0;
  if (verb !== 'predictColumns' || !input || typeof input !== 'object' || Array.isArray(input)) return 0;
  const [first, ...others] = Object.values(input).filter((source) => source != null).map((source) => source.length);
  return Number.isInteger(first) && others.every((length) => length === first) ? first : 0;
};

/** @param {any} source @param {number} start @param {number} end */
const cut = (source, start, end) => source == null ? source
  : ArrayBuffer.isView(source) ? /** @type {any} */ (source).slice(start, end) : Array.prototype.slice.call(source, start, end);

/**
 * The rows of an input from `start` on.
 * @param {any} input
 * @param {number} start
 * @param {number} end
 */
const piece = (input, start, end) => Array.isArray(input) ? cut(input, start, end)
  : Object.fromEntries(Object.entries(input).map(([name, list]) => [name, cut(list, start, end)]));

/** @param {any} part */
const buffersOf = (part) => Object.values(part).filter(ArrayBuffer.isView).map(({ buffer }) => buffer);

/**
 * @param {ReturnType<typeof crew>['ask']} ask
 * @param {number} hands
 * @param {import('./pace.js').Pace} speed
 */
const batch = (ask, hands, speed) => async (/** @type {string} */ verb, /** @type {any} */ input, /** @type {number} */ count, /** @type {any} */ { progress, signal, ...options }) => {
  /** @type {import('./join.js').Part[]} */
  const parts = [];
  let taken = 0, done = 0, stopped = false;
  const work = async () => {
    while (taken < count && !stopped) {
      const start = taken, end = taken = Math.min(count, start + speed.size());
      const { result, took } = await ask(() => {
        const part = piece(input, start, end);
        return [{ verb, input: part, options }, verb === 'predictColumns' ? buffersOf(part) : []];
      }, signal);
      speed.learn(end - start, took);
      parts.push({ start, answer: result });
      progress?.(done += end - start, count);
    }
  };
  try {
    await Promise.all(Array.from({ length: hands }, work));
  } finally {
    stopped = true;
  }
  return join(parts.sort((a, b) => a.start - b.start));
};

/**
 * @param {Environment} environment
 * @returns {(given?: any) => Promise<any>} openWorker, as worker.d.ts has it
 */
export const opener = ({ WindowboxError, spawn, absolute, cores, csv }) => async (given = {}) => {
  const { workers: wanted = 1, signal, onProgress, url, model, ...options } = { __proto__: null, .../** @type {any} */ (given) };
  const hands = wanted === 'all' ? cores() : wanted;
  /** @type {(code: string, message: string, more?: object) => never} */
  const fail = (code, message, more) => { throw new WindowboxError({ code, message, ...more }); };
  Number.isInteger(hands) && hands > 0 && hands <= WORKERS || fail('limit', `workers: 1 to ${WORKERS}, or 'all'`);
  const load = { id: 0, verb: 'load', input: said({ ...options, url: absolute(url), model: absolute(model) }), options: { watched: !!onProgress } };
  const { ask, open, free, check } = crew(WindowboxError, spawn, hands, load, onProgress);

  const speeds = { predict: pace(FIRST, MOST), predictColumns: pace(FIRST, MOST) };
  /** @type {(verb: keyof typeof speeds | string, input: any, asked: any) => Promise<any>} */
  const answer = async (verb, input, asked) => {
    const given = { ...asked }, source = verb === 'predictColumns' && lengthOf(verb, input) ? { ...input } : input;
    const count = lengthOf(verb, source);
    if (count) return batch(ask, hands, speeds[/** @type {keyof typeof speeds} */ (verb)])(verb, source, count, given);
    const { progress, signal, ...options } = given;
    return (await ask(() => [{ verb, input: source, options }], signal)).result;
  };

  /** @param {any} shown @returns {(source: any, asked: any) => Promise<any>} */
  const csvOf = ({ schema }) => async (source, asked) => {
    check();
    const { pieces, predictCsv } = await csv();
    return predictCsv({
      schema, hands, fail, pace: pieces(),
      ask: (/** @type {any} */ input, /** @type {any} */ options, /** @type {any} */ signal) => ask(() => [{ verb: 'predictCsv', input, options }], signal),
    }, source, { ...asked });
  };

  /** @type {any} */
  let give;
  try {
    if (signal?.aborted) throw signal.reason;
    const shown = await Promise.race([open(), new Promise((_, reject) => signal?.addEventListener('abort', give = () => reject(signal.reason)))]);
    const verbs = ['predict', 'predictOne', 'predictColumns', 'selfTest', 'explain', 'edges'].map((verb) => [verb, (/** @type {any} */ input, /** @type {any} */ asked) => answer(verb, input, asked)]);
    return Object.freeze({ ...shown, ...Object.fromEntries(verbs), predictCsv: csvOf(shown), free, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: free });
  } catch (error) {
    free();
    throw error;
  } finally {
    signal?.removeEventListener('abort', give);
  }
};
