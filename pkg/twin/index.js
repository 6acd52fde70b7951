// @ts-check
// The plain JavaScript twin of a model, for where there is no WebAssembly: `windowbox pack`
// writes what it is made of over the texts.
import { instance } from './instance.js';

/** What the door of wasm says of the model, and the model itself: JSON. */
const DESCRIPTION = Object('windowbox.twin.description'), MODEL = Object('windowbox.twin.model');

/** Of the model that this is the twin of. */
const hash = 'windowbox.twin.hash';

/** Why there is none for a load, if so. @param {any} options of `load` @returns {string | false} */
export const lacks = ({ model }) => model != null ? 'only the model of a package has a plain JavaScript twin' : MODEL[0] !== '{' && 'this package has no model';

/** What proving a file gives: an instance as core/instance.js makes one, the hash of its model, and how much there was to read. */
export const open = () => ({ made: instance(`${DESCRIPTION}`, JSON.parse(MODEL)), hash, size: MODEL.length });
