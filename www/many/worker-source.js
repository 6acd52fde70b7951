// @ts-check
// Where the parts of the runtime come from that only tables need. A page that is one file
// puts another module in this one's place.

/**
 * A model in workers.
 * @param {{ model: string | Uint8Array, workers: number, signal?: AbortSignal }} options
 * @returns {Promise<any>}
 */
export async function openWorker(options) {
  // @ts-ignore: pkg/ is put there by the build
  return (await import('../pkg/worker.js')).openWorker(options);
}

/** The reader of tables. @returns {Promise<any>} */
export function csv() {
  // @ts-ignore: pkg/ is put there by the build
  return import('../pkg/csv.js');
}
