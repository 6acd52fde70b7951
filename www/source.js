// @ts-check
// The one door to what the page is given: the runtime and the models, here as files beside it. The page that is one
// file has www/alone/source.js in its place.

/** The runtime: `load`. @returns {Promise<any>} */
// @ts-ignore: pkg/ is put there by the build
export const runtime = () => import('./pkg/browser.js');

/** The runtime in workers: `openWorker`. @returns {Promise<any>} */
// @ts-ignore: pkg/ is put there by the build
export const workers = () => import('./pkg/worker.js');

/** Questions about one answer. @returns {Promise<any>} */
// @ts-ignore: pkg/ is put there by the build
export const insight = () => import('./pkg/insight.js');

/** The reader of tables. @returns {Promise<any>} */
// @ts-ignore: pkg/ is put there by the build
export const tables = () => import('./pkg/csv.js');

/**
 * What `load` and `openWorker` take as their `model`.
 * @param {string} file of an offer
 * @returns {Promise<string | Uint8Array>}
 */
export const modelOf = async (file) => new URL(file, document.baseURI).href;
