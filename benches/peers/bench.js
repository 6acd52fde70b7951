// windowbox beside its peers. `cargo xtask bench` sets up what this needs and calls it; see README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CELLS } from './lib/cells.js';
import { chart } from './lib/chart.js';
import { machine } from './lib/machine.js';
import { bundle, convert, grow, pack, readable, train } from './lib/make.js';
import { measure } from './lib/measure.js';
import { models } from './lib/models.js';
import { PEERS } from './lib/peers.js';
import { report } from './lib/report.js';
import { files, runtimes } from './lib/sizes.js';

const { values } = parseArgs({
  options: {
    work: { type: 'string' },
    models: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    slot: { type: 'string', default: '0.3' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    peers: { type: 'string' },
    cells: { type: 'string' },
    windowbox: { type: 'string' },
    exporter: { type: 'string' },
    chromium: { type: 'string' },
    python: { type: 'string', multiple: true, default: [] },
    absent: { type: 'string', multiple: true, default: [] },
    docs: { type: 'string' },
    train: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
});

const pairs = (list) => Object.fromEntries(list.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]));
const chosen = (text, all) => text ? text.split(',') : all;
const work = resolve(values.work);
const made = join(work, 'made');
const results = join(work, 'results.json');
const part = values.only || values.peers || values.cells || values.quick || !values.docs;
const options = {
  rounds: Number(values.rounds ?? (values.quick ? 3 : 7)), slot: Number(values.slot),
  cells: chosen(values.cells, CELLS.map(({ name }) => name)),
  python: pairs(values.python), absent: pairs(values.absent), chromium: values.chromium,
  windowbox: values.windowbox, exporter: values.exporter, bundles: join(work, 'bundles'),
  say: (text) => process.stderr.write(`${text}\n`),
};

/** Ours, trained if they are not there, and those of other folders. */
function wanted() {
  const ours = join(work, 'models');
  const names = values.only?.split(',');
  const own = names?.filter((name) => !values.models.some((folder) => existsSync(join(folder, name))));
  train(ours, own ?? (values.quick ? 'small' : 'all'), options);
  const foreign = values.models.flatMap(models).map((model) => ({ ...model, foreign: true, small: true }));
  const all = [...models(ours), ...foreign].filter(({ name, small }) => names ? names.includes(name) : small || !values.quick);
  return all.map((model) => ({ ...model, made: join(made, model.name) }));
}

async function prepare(list) {
  await bundle(options.bundles);
  convert(list, made, options);
  for (const model of list) {
    readable(model);
    await grow(model, options.bundles);
    model.unpacked = pack(model, options);
    if (model.unpacked) options.say(`${model.name}: windowbox: absent: ${model.unpacked}`);
  }
}

/** Those whose name, or whose name and place, is asked for. */
function asked() {
  const names = values.peers?.split(',') ?? PEERS.map(({ id }) => id);
  const unknown = names.filter((name) => !PEERS.some(({ id, engine }) => name === id || name === engine));
  if (unknown.length) throw new Error(`no peer is called ${unknown.join(', ')}: there are ${PEERS.map(({ id }) => id).join(', ')}`);
  return PEERS.filter(({ id, engine }) => names.includes(id) || names.includes(engine));
}

/** All that one model tells. */
async function about(model, peers) {
  const { nodes } = JSON.parse(readFileSync(join(model.made, 'about.json')));
  const { title = model.name, columns } = model;
  return { title, columns: columns.length, nodes, files: files(model.made), ...await measure(model, peers, options) };
}

/** Writes what was found, after each model: who stops it has the models before. */
async function run(list, peers) {
  const before = part ? known() : { models: {}, runtimes: {} };
  const found = { machine: machine(options), rounds: options.rounds, models: before.models, runtimes: { ...before.runtimes, ...downloads(list) } };
  for (const model of list) {
    found.models[model.name] = await about(model, peers);
    writeFileSync(results, JSON.stringify(found));
    write(found);
  }
}

/** Bytes of the runtimes, in the packages that were just made: others may be of an older windowbox. */
const downloads = (list) => runtimes(list.map((model) => model.made).filter((folder) => existsSync(join(folder, 'packed'))));

/** What was found before: a part of it can be measured again. */
const known = () => existsSync(results) ? JSON.parse(readFileSync(results)) : { models: {}, runtimes: {} };

/** The table and the picture: into target/ if only a part was asked for. */
function write(found) {
  const folder = part ? work : values.docs;
  writeFileSync(join(folder, 'bench.md'), report(found));
  writeFileSync(join(folder, 'bench.svg'), chart(found));
}

async function main() {
  if (values.again) return write(known());
  const peers = asked();
  const list = wanted();
  await prepare(list);
  if (values.train) return;
  await run(list, peers);
  process.stdout.write(readFileSync(join(part ? work : values.docs, 'bench.md')));
}

await main().catch((error) => {
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
});
