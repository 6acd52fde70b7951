// @ts-check
// The door without an environment: what browser.js, node.js and workerd.js open.
import createGlue from './glue.js';
import { door as opened } from './core/door.js';

export { decode } from './core/bytes.js';
export { WindowboxError } from './core/error.js';

/** @param {import('./core/load.js').Environment} environment */
export const door = (environment) => opened(createGlue, environment);
