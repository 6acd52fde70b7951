// deno run --allow-net --allow-read --allow-env server.js
import { endpoint as iris } from 'iris-species/endpoint';
import { endpoint as titanic } from 'titanic-survival/endpoint';

const passengers = titanic({ cors: true });
const flowers = iris({ base: '/iris', cors: true });

Deno.serve({ port: Number(Deno.env.get('PORT') ?? 8080) },
  (request) => (flowers.matches(request) ? flowers : passengers)(request));
