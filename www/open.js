// @ts-check

import { texts } from './texts.js';

/**
 * Why a model cannot be opened, in words.
 * @typedef {{ message: string, hint: string, code: string }} Trouble
 */

/**
 * Opens a model. The runtime comes with the first one, so that its absence can be said.
 * @param {string} file
 */
export async function open(file) {
  // @ts-ignore: pkg/ is put there by the build
  const { load } = await import('./pkg/browser.js').catch((error) => {
    throw Object.assign(new Error(texts.noRuntime, { cause: error }), { code: 'no-runtime', hint: texts.noRuntimeHint });
  });
  return load({ model: new URL(file, document.baseURI).href });
}

/** @param {any} error @returns {Trouble} */
export function troubleOf(error) {
  const { message, hint, code } = error ?? {};
  return { message: String(message ?? error), hint: hint || texts.noModelHint, code: code ?? '' };
}
