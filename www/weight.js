// @ts-check

/**
 * What the browser measured: bytes of the runtime and of a model, unpacked.
 * @param {string | Blob} file of the model
 * @returns {{ runtime: number, model: number } | null} nothing where it did not measure
 */
export function weight(file) {
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource'));
  const bytes = (/** @type {(path: string) => boolean} */ wanted) => entries
    .filter((entry, i) => wanted(new URL(entry.name).pathname) && entries.findIndex((e) => e.name === entry.name) === i)
    .reduce((sum, entry) => sum + entry.decodedBodySize, 0);
  const runtime = bytes((path) => path.includes('/pkg/'));
  const model = bytes((path) => path.endsWith(`/${file}`));
  return runtime && model ? { runtime, model } : null;
}
