// bun server.js
import { endpoint as iris } from 'iris-species/endpoint';
import { endpoint as titanic } from 'titanic-survival/endpoint';

const passengers = titanic({ cors: true });
const flowers = iris({ base: '/iris', cors: true });

export default {
  port: Number(process.env.PORT ?? 8080),
  fetch: (request) => (flowers.matches(request) ? flowers : passengers)(request),
};
