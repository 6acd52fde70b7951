// @ts-check
// A table of text through a model that is here. Between two pieces others have their turn.
import { answer } from './piece.js';
import { pieces, predictCsv } from './predict.js';

/** @param {any} engine @param {(engine: any, columns: any, options: any) => any} predictColumns */
const modelOf = (engine, predictColumns) => ({ ...engine.shown, predictColumns: (/** @type {any} */ columns, /** @type {any} */ options) => predictColumns(engine, columns, options) });

const pause = () => new Promise((resolve) => setTimeout(resolve));

/**
 * @param {any} engine
 * @param {(engine: any, columns: any, options: any) => any} predictColumns
 * @param {import('./source.js').Fail} fail
 * @param {any} source
 * @param {any} options
 */
export const local = (engine, predictColumns, fail, source, options) => predictCsv({
  schema: engine.shown.schema, hands: 1, fail, pace: pieces(),
  ask: async (piece, options, signal) => {
    await pause();
    if (signal?.aborted) throw signal.reason;
    const began = performance.now(), result = await answer(modelOf(engine, predictColumns), piece, options, fail);
    return { result, took: performance.now() - began };
  },
}, source, options);
