// workerd serve config.capnp; wrangler takes the same file, without the list of modules
import { endpoint as iris } from 'iris-species/endpoint';
import { endpoint as titanic } from 'titanic-survival/endpoint';

const passengers = titanic({ cors: true });
const flowers = iris({ base: '/iris', cors: true });

export default {
  fetch: (request) => (flowers.matches(request) ? flowers : passengers)(request),
};
