// @ts-check
// What runs in a worker: it opens the model, then answers what it is asked, one thing
// after the other. A message `{ id, verb, input, options }` is answered by `{ id, result,
// took }`, the milliseconds, or `{ id, error }`.

/** Only what a message can carry. @param {any} value */
const plain = (value) => JSON.parse(JSON.stringify(value, (_, part) => typeof part === 'bigint' ? `${part}` : part));

/** @param {any} result */
const buffersOf = (result) => Object.values(result ?? {}).flat().filter(ArrayBuffer.isView).map(({ buffer }) => buffer);

/**
 * @param {(options: any) => Promise<any>} load
 * @param {() => Promise<any>} csv what answers tables of text
 * @param {(message: any, transfer?: any[]) => void} post
 */
export const serve = (load, csv, post) => {
  /** @type {any} */
  let model;
  let last = Promise.resolve();

  /** @type {Record<string, (input: any, options: any) => any>} */
  const verbs = {
    load: async (input, { watched }) => {
      model = await load({ ...input, ...watched && { onProgress: (/** @type {any[]} */ ...event) => post({ event }) } });
      const { schema, statistics, card, version } = model;
      return { schema, statistics, card, version };
    },
    predictCsv: async (piece, options) => (await csv()).answer(model, piece, options),
  };

  /** @param {any} message */
  const answer = async ({ id, verb, input, options }) => {
    try {
      const began = performance.now(), result = await (verbs[verb] ?? model[verb])(input, options);
      post({ id, result, took: performance.now() - began }, buffersOf(result));
    } catch (/** @type {any} */ error) {
      // What was thrown below need not be such that it can be sent.
      post({ id, error: { ...plain({ ...error, cause: undefined }), code: error.code ?? 'trap', message: error.message } });
    }
  };
  // Whether it lives, it says at once.
  return (/** @type {any} */ message) => message?.id < 0 ? post(message) : last = last.then(() => answer(message));
};
