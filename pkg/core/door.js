// @ts-check
// What a package exports. Equal options share one instance; each load is a handle of
// its own, and the instance goes with the last.
import { predictColumns } from './columns.js';
import { fail } from './error.js';
import { open } from './load.js';
import { predict, predictOne } from './predict.js';

/** @type {Record<string, (engine: any, input: any, options: any) => any>} */
const VERBS = { predict, predictOne, predictColumns };

/**
 * All verbs, done by one function.
 * @param {(verb: string, input: any, options: any) => any} work
 * @returns {Record<string, (input: any, options?: any) => any>}
 */
const verbs = (work) =>
  Object.fromEntries(Object.keys(VERBS).map((verb) => [verb, (input, options) => work(verb, input, options)]));

// Closures, not private fields: a handle works behind a proxy too.
/** @param {any} engine @param {() => void} release */
const handle = (engine, release) => {
  const { schema, statistics, card, version } = engine;
  const free = () => {
    if (engine) release();
    engine = undefined;
  };
  return Object.freeze({
    schema, statistics, card, version, free, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: free,
    ...verbs((verb, input, options) => VERBS[verb](engine ?? fail('freed', 'this model was freed'), input, options)),
  });
};

/** @param {AbortSignal} signal */
const aborted = (signal) => new Promise((_, reject) => {
  const give = () => reject(signal.reason);
  signal.aborted ? give() : signal.addEventListener('abort', give);
});

/**
 * @param {import('./load.js').Environment} environment
 * @returns {any} load and the verbs, as types.d.ts has them
 */
export const door = (environment) => {
  const loaded = new Map(), ids = new WeakMap();
  let last = 0;

  /** An address is its text, another object the same object. @param {any} part */
  const id = (part) => {
    if (Object(part) !== part || part.href) return `${part}`;
    ids.has(part) || ids.set(part, ++last);
    return ids.get(part);
  };

  /** @param {any} options */
  const entryOf = (options) => {
    const { module, url, model, integrity, expect } = options;
    const key = JSON.stringify([id(module), id(url), id(model), integrity, expect]), stop = new AbortController();
    const drop = () => loaded.get(key) === entry && loaded.delete(key);
    /** @type {any} */
    const entry = loaded.get(key) ?? {
      handles: 0,
      ready: open(environment, options, stop.signal),
      release: () => {
        if (--entry.handles) return;
        drop();
        stop.abort();
        entry.ready = undefined;
      },
    };
    loaded.set(key, entry);
    entry.ready.catch(drop);
    return entry;
  };

  const load = async (/** @type {any} */ options = {}) => {
    const entry = entryOf(options), { signal } = options;
    entry.handles++;
    try {
      return handle(await (signal ? Promise.race([entry.ready, aborted(signal)]) : entry.ready), entry.release);
    } catch (error) {
      entry.release();
      throw error;
    }
  };

  /** @type {any} */
  let own;
  const ready = () => own ??= load().catch((error) => {
    own = undefined;
    throw error;
  });

  return { load, ...verbs(async (verb, input, options) => (await ready())[verb](input, options)) };
};
