// @ts-check

import { modelOf as carried, runtime } from './source.js';
import { texts } from './texts.js';

/**
 * Why a model cannot be opened: for a visitor, and for whoever runs the page.
 * @typedef {{ message: string, details: string[] }} Trouble
 */

/**
 * Opens a model. The runtime comes with the first one, so that its absence can be said.
 * @param {string | Blob} file
 */
export async function open(file) {
  const { load } = await runtime().catch((error) => {
    throw Object.assign(new Error(texts.noRuntimeDetail, { cause: error }), { code: 'no-runtime', hint: texts.noRuntimeHint });
  });
  return load({ model: await modelOf(file) });
}

/** What a load is given: what the page has of that name, or the bytes of a file that is here. @param {string | Blob} file */
export async function modelOf(file) {
  return typeof file === 'string' ? carried(file) : new Uint8Array(await file.arrayBuffer());
}

/** @param {any} error @returns {Trouble} */
export function troubleOf(error) {
  const { message, hint, code } = error ?? {};
  const said = String(message ?? error);
  return { message: told(code), details: [code ? `${said} (${code})` : said, hint].filter(Boolean) };
}

/** @param {string | undefined} code */
function told(code) {
  switch (code) {
    case 'no-runtime':
    case 'wasm-unavailable': return texts.noRuntime;
    case 'model-unavailable': return texts.notThere;
    case 'version-mismatch': return texts.mixed;
    case 'out-of-memory': return texts.noMemory;
    default: return texts.notRead;
  }
}
