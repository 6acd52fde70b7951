// All peers of one model, each in a process of its own, asked in turns.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from './answers.js';
import { CELLS } from './cells.js';
import { order } from './ratios.js';
import { Worker } from './worker.js';

const script = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Doubles of a file. */
export const doubles = (file) => new Float64Array(new Uint8Array(readFileSync(file)).buffer);

/** A peer's process, or the reason why there is none. */
function start(peer, model, { python, absent, chromium }) {
  if (peer.engine === 'windowbox' && model.unpacked) return { absent: model.unpacked };
  if (absent[peer.where]) return { absent: absent[peer.where] };
  if (!peer.web) return { worker: new Worker(python[peer.where], [script('native/worker.py'), peer.engine], THREADS) };
  return { worker: new Worker('node', [script(`web/${peer.where}.js`), peer.engine], { CHROMIUM: chromium }) };
}

const THREADS = Object.fromEntries(['OMP', 'OPENBLAS', 'MKL'].map((name) => [`${name}_NUM_THREADS`, '1']));

/** One that has loaded the model. */
async function loaded(peer, model, options) {
  const started = start(peer, model, options);
  if (started.absent) return { peer, absent: started.absent };
  const told = await started.worker.ask({
    do: 'load', folder: model.folder, made: model.made, bundles: options.bundles,
    model: { name: model.name, columns: model.columns, classes: model.classes ?? null },
  });
  if (told.absent) await started.worker.close();
  return { peer, worker: started.worker, ...told };
}

/** How its answers compare with the library's. */
async function right({ peer, worker }, model) {
  const file = join(model.made, `${peer.id.replace('/', '-')}.f64`);
  const told = await worker.ask({ do: 'answers', file });
  if (told.absent || peer.own) return told.absent ? { absent: told.absent } : null;
  const want = doubles(join(model.made, 'expected.f64'));
  const width = model.classes?.length > 2 ? model.classes.length : 1;
  return compare(doubles(file), want, { width, labels: Boolean(model.classes) });
}

/**
 * Every cell of a model, round by round:
 * `{ peers: { id: { version, absent, answers, own } }, samples: { cell: { id: [seconds a call] } } }`.
 */
export async function measure(model, peers, options) {
  const found = { library: model.library, peers: {}, samples: {} };
  const running = [];
  for (const peer of peers.filter((peer) => peer.reads(model))) {
    const one = await loaded(peer, model, options);
    const { version = null, absent } = one;
    found.peers[peer.id] = absent ? { absent } : { version, own: peer.own, answers: await right(one, model) };
    options.say(`${model.name}: ${peer.id}: ${told(found.peers[peer.id])}`);
    if (!absent) running.push(one);
  }
  for (let round = 0; round < options.rounds; round++) await turn(model, running, round, options, found.samples);
  await Promise.all(running.map(({ worker }) => worker.close()));
  return found;
}

const told = ({ absent, answers }) => absent ? `absent: ${absent}`
  : answers ? `largest difference ${answers.difference.toPrecision(2)}, ${answers.differ} of ${answers.rows} rows differ` : 'loaded';

async function turn(model, running, round, { cells, slot, say }, samples) {
  for (const cell of CELLS.filter(({ name }) => cells.includes(name))) {
    for (const { peer, worker } of order(running, round)) {
      if (cell.ours && peer.engine !== 'windowbox') continue;
      const { seconds = NaN, absent } = await worker.ask({ do: 'time', what: cell.what, rows: cell.rows, slot });
      ((samples[cell.name] ??= {})[peer.id] ??= [])[round] = seconds;
      say(`${model.name}: round ${round + 1}: ${cell.name}: ${peer.id}: ${absent ?? rate(seconds, cell.rows)}`);
    }
  }
}

const rate = (seconds, rows) => rows === 1 ? `${(seconds * 1e6).toPrecision(3)} us`
  : `${Math.round(rows / seconds).toLocaleString('en')} rows/s`;
