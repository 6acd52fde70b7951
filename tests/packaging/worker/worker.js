import { load, predict } from './node_modules/titanic-survival/browser.js';
import { predict as predictFlowers } from './node_modules/iris-species/browser.js';
import { answers } from './golden.js';

answers(load, predict, predictFlowers).then(postMessage, (error) => postMessage({ error: String(error.stack) }));
