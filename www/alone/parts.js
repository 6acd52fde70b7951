// @ts-check
// What page and worker share.

/** There is nobody to ask. @returns {Promise<any>} */
export const read = async () => {
  throw Error('a page that is one file fetches nothing');
};

export const extra = () => import('../../pkg/extra.js');

/** With its wasm in it. @returns {Promise<any>} */
// @ts-ignore: built
export const csv = () => import('../../pkg/dist/csv.js');
