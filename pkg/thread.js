// @ts-check
import { load } from './browser.js';
import { listen } from './core/listen.js';

// Where PROD is known, Vite makes a worker one script, and refuses one that imports another: there it is copied.
listen(load, () => /** @type {any} */ (import.meta).env?.PROD
  ? import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('./csv.js', import.meta.url).href)
  : import('./csv.js'));
