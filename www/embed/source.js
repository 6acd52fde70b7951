// @ts-check
// What an element in somebody's page is given: the runtime beside its script, and the model that it names.
import { decode } from '../../pkg/core/bytes.js';

/** A model in the address itself: then nothing is fetched, which a policy might forbid. */
const INSIDE = /^data:[^,]*;base64,/;

/** @returns {Promise<any>} */
// @ts-ignore: there, when it is built
export const runtime = () => import('./browser.js');
/** @returns {Promise<any>} */
// @ts-ignore: there, when it is built
export const workers = () => import('./worker.js');
/** @returns {Promise<any>} */
// @ts-ignore: there, when it is built
export const insight = () => import('./insight.js');
/** @returns {Promise<any>} */
// @ts-ignore: there, when it is built
export const tables = () => import('./csv.js');

/**
 * @param {any} model an address or bytes
 * @returns {Promise<string | Uint8Array>}
 */
export const modelOf = async (model) => {
  if (typeof model !== 'string') return model;
  return INSIDE.test(model) ? decode(model.replace(INSIDE, '')) : new URL(model, document.baseURI).href;
};
