// node server.mjs
import { createServer } from 'node:http';
import { endpoint as iris } from 'iris-species/endpoint';
import { endpoint as titanic } from 'titanic-survival/endpoint';

const passengers = titanic({ cors: true });
const flowers = iris({ base: '/iris', cors: true });

createServer((request, response) => (flowers.matches(request) ? flowers : passengers).node(request, response))
  .listen(Number(process.env.PORT ?? 8080));
