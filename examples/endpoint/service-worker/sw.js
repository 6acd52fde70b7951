// Answers what this page asks of /predict and of /iris, in the browser, offline too.
import { serve as iris } from './node_modules/iris-species/service-worker.js';
import { serve as titanic } from './node_modules/titanic-survival/service-worker.js';

iris({ base: '/iris' });
titanic();
