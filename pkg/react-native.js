// @ts-check
// React Native: its engine has no WebAssembly, so the model is its twin in plain JavaScript.
import { door } from './core/door.js';
import * as extra from './extra.js';
import * as twin from './twin.js';

export { WindowboxError } from './core/error.js';

const none = async () => {
  throw Error('React Native has no WebAssembly');
};

export const { load, predict, predictOne, predictColumns } = door({ wasm: none, read: none, extra: async () => extra, twin: async () => twin });
