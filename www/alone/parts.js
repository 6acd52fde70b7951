// @ts-check
// What page and worker share.

/** There is nobody to ask. @returns {Promise<any>} */
export const read = async () => {
  throw Error('a page that is one file fetches nothing');
};

export const extra = () => import('../../pkg/extra.js');

/** As it is built, with its wasm in it. @returns {Promise<any>} */
export const csv = () => import(/** @type {any} */ ('../../pkg/dist/csv.js'));
