// @ts-check
// Where a classic script lies, which has no import.meta. importScripts says it to nobody: a
// stack names the script on its top.
export const address = /** @type {any} */ (globalThis.document?.currentScript)?.src || Error().stack?.match(/\w+:\/\/\S+?(?=:\d+:\d+)/)?.[0];
