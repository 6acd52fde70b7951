import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers } from './golden.js';

export default {
  fetch: (request) => new URL(request.url).pathname === '/answers'
    ? answers(load, predict, predictFlowers).then(Response.json, (error) => Response.json({ error: String(error.stack) }))
    : new Response('ready'),
};
