// @ts-check
// A table of text through a model that is here. Between two pieces others have their turn.
import { answer } from './piece.js';
import { pieces, predictCsv } from './predict.js';

const pause = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {any} model its schema, and how it answers columns
 * @param {import('./source.js').Fail} fail
 * @param {any} source
 * @param {any} options
 */
export const local = (model, fail, source, options) => predictCsv({
  schema: model.schema, hands: 1, fail, pace: pieces(),
  ask: async (piece, options, signal) => {
    await pause();
    if (signal?.aborted) throw signal.reason;
    const began = performance.now(), result = await answer(model, piece, options, fail);
    return { result, took: performance.now() - began };
  },
}, source, options);
