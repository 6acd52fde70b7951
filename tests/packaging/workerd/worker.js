import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers } from './golden.js';

/** Why a table of text is not read here. */
const csv = async () => {
  const model = await load();
  return model.predictCsv('Age,Sex,Embarked\n3,male,C\n').then(() => ({}), ({ code, hint }) => ({ code, hint: /predictColumns/.test(hint) }));
};

const ROUTES = { '/answers': () => answers(load, predict, predictFlowers), '/csv': csv };

export default {
  fetch: (request) => ROUTES[new URL(request.url).pathname]?.().then(Response.json, (error) => Response.json({ error: String(error.stack) })) ?? new Response('ready'),
};
