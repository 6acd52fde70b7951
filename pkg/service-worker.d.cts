import type { Endpoint, EndpointOptions } from './endpoint.cjs';

export type { Endpoint, EndpointOptions };

/** As `endpoint` of the package's `./endpoint`, with the wasm among the scripts: so it answers offline. */
export declare function endpoint(options?: EndpointOptions): Endpoint;

/**
 * Makes a service worker of the script that calls it, while that first runs: pages of its scope
 * have their `fetch('/predict')` answered in the browser.
 *
 * @example <caption>sw.js, registered with `{ type: 'module' }`</caption>
 * import { serve } from './node_modules/titanic-survival/service-worker.js';
 * serve();
 */
export declare function serve(options?: EndpointOptions): Endpoint;
