import { load as open, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers } from '../../../golden.js';

export const load = async () => ({ answers: await answers(open, predict, predictFlowers) });
