// @ts-check
// A worker of a pool: it opens the model, then answers what it is asked, one thing at a time.

/** Only what a message can carry. @param {any} value */
const plain = (value) => JSON.parse(JSON.stringify(value));

/** @param {any} result */
const buffersOf = (result) => Object.values(result ?? {}).flat().filter(ArrayBuffer.isView).map(({ buffer }) => buffer);

/**
 * @param {(options: any) => Promise<any>} load
 * @param {(message: any, transfer?: any[]) => void} post
 */
export const serve = (load, post) => {
  /** @type {any} */
  let model;
  return async (/** @type {any} */ { verb, input, options }) => {
    try {
      if (verb === 'load') {
        model = await load(input);
        const { schema, statistics, card, version } = model;
        return post({ result: { schema, statistics, card, version } });
      }
      const result = model[verb](input, options);
      post({ result }, buffersOf(result));
    } catch (/** @type {any} */ error) {
      // What was thrown below need not be such that it can be sent.
      post({ error: { ...plain({ ...error, cause: undefined }), code: error.code ?? 'trap', message: error.message } });
    }
  };
};
