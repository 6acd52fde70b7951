// @ts-check
// The endpoint as a whole service worker. Its scripts are kept by the browser with it, all
// of one version, and so the wasm comes as a script: it answers offline, and no new wasm
// meets an old script. What import() could bring is forbidden there.
import { decode } from './core/bytes.js';
import { serving } from './core/endpoint/worker.js';
import { endpoint as over } from './endpoint.js';
import base64 from './inline.js';

/** The package's own wasm, decoded when it is asked for: a worker is started again for events of all kinds. @param {any} load */
const loading = (load) => typeof load === 'function' || load?.module || load?.url ? load : { ...load, get module() { return decode(base64); } };

/** @param {any} [options] */
export const endpoint = ({ load, ...options } = {}) => over({ ...options, load: loading(load) });

export const serve = serving(endpoint);
