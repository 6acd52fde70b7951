import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers, tell } from './golden.js';

answers(load, predict, predictFlowers).then(tell, tell);
