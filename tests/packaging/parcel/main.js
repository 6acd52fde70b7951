import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers, tell } from './golden.js';

const worker = new Worker(new URL('./golden.worker.js', import.meta.url), { type: 'module' });
const inWorker = new Promise((told) => { worker.onmessage = ({ data }) => told(data); });
Promise.all([answers(load, predict, predictFlowers), inWorker]).then(tell, tell);
