// @ts-check
// What only some loads need: those that show progress, ask for integrity, or fail.
export { gather } from './core/extra/gather.js';
export { hear } from './core/extra/hear.js';
export { hold } from './core/extra/hold.js';
export { rescue } from './core/extra/rescue.js';
