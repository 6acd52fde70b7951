// @ts-check

import { modelOf } from '../open.js';
import { workers } from '../source.js';
import { answers } from './answers.js';

/**
 * How to ask: where each column of the model stands, and the true answers, if they are there.
 * @typedef {{ columns: Record<string, number | null>, truth: number | null }} Plan
 */
/**
 * @typedef {object} Hooks
 * @property {AbortController} stop
 * @property {(bytes: number, total: number, rows: number) => void} progress
 * @property {() => boolean} wanted whether anybody still looks
 */

/** One core stays free for the page. */
const hands = () => Math.max(1, Math.min(4, (navigator.hardwareConcurrency ?? 2) - 1));

/**
 * Opens a model in workers of its own, for one table; they end with `work`.
 * @template T
 * @param {string | Blob} file
 * @param {AbortSignal} signal
 * @param {(worker: any) => Promise<T>} work
 */
export async function withWorkers(file, signal, work) {
  const worker = await (await workers()).openWorker({ model: await modelOf(file), workers: hands(), signal });
  try {
    return await work(worker);
  } finally {
    worker.free();
  }
}

/**
 * Answers a table. `begin` is given what will hold the answers, also those until it failed or was stopped.
 * @param {any} worker
 * @param {import('./source.js').Table} table
 * @param {Plan} plan
 * @param {Hooks} hooks
 * @param {(kept: import('./answers.js').Answers) => void} begin
 */
export async function run(worker, { text, delimiter, comma }, { columns, truth }, { stop, progress, wanted }, begin) {
  const kept = answers(worker.schema, comma);
  begin(kept);
  await worker.predictCsv(text, {
    columns, delimiter, decimal: comma ? ',' : '.', places: true, keep: truth === null ? [] : [truth],
    probabilities: true, signal: stop.signal, progress,
    onBlock: (/** @type {any} */ block) => {
      if (!wanted()) stop.abort();
      kept.take(block);
    },
  });
  kept.whole = true;
}
