// @ts-check
// The worker of the page that is one file: runtime and model are sent to it.
import { door } from '../../pkg/core/door.js';
import { listen } from '../../pkg/core/listen.js';
import { csv, extra, read } from './parts.js';

listen(door({ read, wasm: read, extra, csv }).load, csv);
