// All peers of one model, each in a process of its own, asked in turns.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from './answers.js';
import { CELLS, measured } from './cells.js';
import { cold } from './cold.js';
import { order } from './ratios.js';
import { Worker } from './worker.js';

const script = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Doubles of a file. */
const doubles = (file) => new Float64Array(new Uint8Array(readFileSync(file)).buffer);

const THREADS = Object.fromEntries(['OMP', 'OPENBLAS', 'MKL'].map((name) => [`${name}_NUM_THREADS`, '1']));

/** Why a peer is not asked about a model, as far as one knows before. */
function without(peer, model, { absent }) {
  const converted = join(model.made, `${peer.needs}.absent`);
  if (!peer.reads(model)) return peer.else;
  if (peer.engine === 'windowbox' && model.unpacked) return model.unpacked;
  return absent[peer.where] ?? (existsSync(converted) ? readFileSync(converted, 'utf8') : null);
}

function start(peer, { python, chromium }) {
  if (!peer.web) return new Worker(python[peer.where], [script('native/worker.py'), peer.engine], THREADS);
  return new Worker('node', [script(`web/${peer.where}.js`), peer.engine], { CHROMIUM: chromium });
}

/** A peer's process that has loaded the model, or the reason why there is none. */
async function loaded(peer, model, options) {
  const reason = without(peer, model, options);
  if (reason) return { peer, absent: reason };
  const worker = start(peer, options);
  const told = await worker.ask({ do: 'load', ...question(model, options) });
  return { peer, worker, ...told };
}

const question = (model, { bundles }) => ({
  folder: model.folder, made: model.made, bundles, rows: 20000,
  model: { name: model.name, columns: model.columns, classes: model.classes ?? null },
});

/** How its answers, or its margins, compare with the library's; `null` where there is nothing to compare. */
async function right({ peer, worker }, model, margin) {
  const expected = join(model.made, margin ? 'margins.f64' : 'expected.f64');
  if (margin && !existsSync(expected)) return null;
  const file = join(model.made, `${peer.id.replace('/', '-')}.f64`);
  const told = await worker.ask({ do: 'answers', file, margin });
  if (told.absent || peer.own) return told.absent ? told : null;
  const width = model.classes?.length > 2 ? model.classes.length : 1;
  return compare(doubles(file), doubles(expected), { width, labels: Boolean(model.classes), border: margin ? 0 : 0.5 });
}

/**
 * Every cell of a model, round by round:
 * `{ library, peers: { id: { version, absent, own, answers, margins } }, samples: { cell: { id: [number a round] } } }`.
 */
export async function measure(model, peers, options) {
  const found = { library: model.library, peers: {}, samples: {} };
  const running = [];
  for (const peer of peers) {
    const one = await loaded(peer, model, options);
    const described = await description(one, model);
    options.say(`${model.name}: ${peer.id}: ${told(described)}`);
    found.peers[peer.id] = described;
    if (!described.absent) running.push(one);
    else await one.worker?.close();
  }
  for (let round = 0; round < options.rounds; round++) await turn(model, running, round, options, found.samples);
  await Promise.all(running.map(({ worker }) => worker.close()));
  return found;
}

async function description(one, model) {
  const answers = one.absent ? one : await right(one, model, false);
  if (answers?.absent) return { absent: answers.absent };
  const margins = one.peer.engine === 'windowbox' ? await right(one, model, true) : null;
  return { version: one.version, own: one.peer.own, answers, margins };
}

const told = ({ absent, answers }) => absent ? `absent: ${absent}` : !answers ? 'trees of its own'
  : `largest difference ${answers.difference.toPrecision(2)}, ${answers.differ} of ${answers.rows} rows differ`;

async function turn(model, running, round, options, samples) {
  for (const cell of CELLS.filter(({ name }) => options.cells.includes(name))) {
    for (const one of order(running, round).filter(({ peer }) => measured(cell, peer, model))) {
      const { absent, ...values } = await sample(cell, one, model, options);
      for (const [name, value] of Object.entries(values)) ((samples[name] ??= {})[one.peer.id] ??= [])[round] = value;
      options.say(`${model.name}: round ${round + 1}: ${cell.name}: ${one.peer.id}: ${absent ?? shown(values, cell)}`);
    }
  }
}

async function sample(cell, one, model, options) {
  if (cell.what === 'cold') return cold(one, question(model, options)).catch((error) => ({ absent: error.message.split('\n')[0] }));
  const { seconds, absent } = await one.worker.ask({ do: 'time', what: cell.what, rows: cell.rows, slot: options.slot });
  return absent ? { absent } : { [cell.name]: seconds };
}

function shown(values, { name, rows }) {
  if (rows === 1) return `${(values[name] * 1e6).toPrecision(3)} us`;
  if (name === 'cold') return `${(values.cold * 1000).toFixed(0)} ms`;
  return `${Math.round(rows / values[name]).toLocaleString('en')} rows/s`;
}
