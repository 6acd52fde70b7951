// @ts-check
// Questions about one answer, which only those load who ask them.
export { curve } from './core/insight/curve.js';
export { familiar } from './core/insight/familiar.js';
export { flips } from './core/insight/flips.js';
export { likely } from './core/insight/likely.js';
