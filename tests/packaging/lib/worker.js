import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers } from './golden.js';

answers(load, predict, predictFlowers).then((told) => postMessage(told), (error) => postMessage({ error: String(error.stack) }));
