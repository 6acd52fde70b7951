// @ts-check
// What a package exports. Equal options share one instance; each load is a handle of
// its own, and the instance goes with the last.
import { predictColumns } from './columns.js';
import { edges } from './edges.js';
import { fail } from './error.js';
import { explain } from './explain.js';
import { open } from './load.js';
import { predict, predictOne } from './predict.js';

/** @type {Record<string, (engine: any, input: any, options: any) => any>} */
const VERBS = {
  predict, predictOne, predictColumns,
  predictCsv: async (engine, source, options) => (await engine.csv()).local(engine, predictColumns, fail, source, options),
  selfTest: (engine) => engine.selfTest(),
  explain, edges,
};

/** All options, as own properties: a prototype may be polluted. @type {any} */
const NONE = Object.freeze({ prediction: true, probabilities: undefined, margin: undefined, strict: undefined, coerce: undefined, against: undefined });

/**
 * All verbs, done by one function.
 * @param {(verb: string, input: any, options: any) => any} work
 * @returns {Record<string, (input: any, options?: any) => any>}
 */
const verbs = (work) =>
  Object.fromEntries(Object.keys(VERBS).map((verb) => [verb, (input, options) => work(verb, input, options ? { ...NONE, ...options, prediction: true } : NONE)]));

// Closures, not private fields: a handle works behind a proxy too.
/** @param {any} engine @param {() => void} release */
const handle = (engine, release) => {
  const { shown } = engine;
  const free = () => {
    if (engine) release();
    engine = undefined;
  };
  return /** @type {any} */ (Object.freeze({
    ...shown, free, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: free,
    ...verbs((verb, input, options) => VERBS[verb](engine ?? fail('freed', 'the model was freed'), input, options)),
  }));
};

/**
 * @param {import('./load.js').Environment} environment
 * @returns {any} load and the verbs, as types.d.ts has them
 */
export const door = (environment) => {
  /** Handles alone keep what is loaded: whoever forgets to free his loses no memory. @type {{ deref: () => any }[]} */
  let loaded = [];

  /** @param {any} options */
  const entryOf = (options) => {
    const { module, url, model, integrity, expect } = options, stop = new AbortController(), ears = new Set();
    // An address is its text, another object the same object.
    const parts = [module, url, model, integrity, JSON.stringify(expect)].map((part) => part?.href ?? part);
    loaded = loaded.filter((ref) => ref.deref()?.ready);
    const found = loaded.find((ref) => parts.every((part, i) => part === ref.deref().parts[i]));
    if (found) return found.deref();
    const drop = () => entry.ready = entry.parts = undefined;
    /** @type {any} */
    const entry = {
      parts, ears,
      handles: 0,
      ready: open(environment, options, stop.signal, ears),
      release: () => {
        if (--entry.handles) return;
        drop();
        stop.abort();
      },
    };
    entry.ready.catch(drop);
    loaded.push(globalThis.WeakRef ? new WeakRef(entry) : { deref: () => entry });
    return entry;
  };

  const load = async (/** @type {any} */ options = {}) => {
    options = { __proto__: null, ...options };
    const entry = entryOf(options), { signal, onProgress } = options;
    /** @type {any} */
    let give;
    entry.handles++;
    try {
      // A service worker cannot import what tells of progress.
      const told = onProgress && environment.extra().then(({ hear }) => hear(entry, options), () => {});
      const [engine] = await Promise.race([Promise.all([entry.ready, told]), new Promise((_, reject) => {
        give = () => reject(signal.reason);
        signal?.aborted ? give() : signal?.addEventListener('abort', give);
      })]);
      return handle(engine, entry.release);
    } catch (error) {
      entry.release();
      throw error;
    } finally {
      signal?.removeEventListener('abort', give);
    }
  };

  // What the one-liners answer with is never freed.
  /** @type {any} */
  let kept;
  return { load, ...verbs(async (verb, input, options) => (kept = await (kept ?? load()))[verb](input, options)) };
};
