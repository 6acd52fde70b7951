// windowbox beside its peers. `cargo xtask bench` sets up what this needs and calls it; see README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CELLS } from './lib/cells.js';
import { bundle, convert, grow, pack, rows, train } from './lib/make.js';
import { measure } from './lib/measure.js';
import { models } from './lib/models.js';
import { PEERS } from './lib/peers.js';

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
    chromium: { type: 'string', default: 'chromium' },
    python: { type: 'string', multiple: true, default: [] },
    absent: { type: 'string', multiple: true, default: [] },
    train: { type: 'boolean', default: false },
  },
});

const pairs = (list) => Object.fromEntries(list.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]));
const chosen = (text, all) => text ? text.split(',') : all;
const work = resolve(values.work);
const made = join(work, 'made');
const options = {
  rounds: Number(values.rounds ?? (values.quick ? 3 : 7)), slot: Number(values.slot),
  cells: chosen(values.cells, CELLS.map(({ name }) => name)),
  python: pairs(values.python), absent: pairs(values.absent), chromium: values.chromium,
  windowbox: resolve(values.windowbox), exporter: resolve(values.exporter), bundles: join(work, 'bundles'),
  say: (text) => process.stderr.write(`${text}\n`),
};

/** Ours, trained if they are not there, and those of other folders. */
function wanted() {
  const ours = join(work, 'models');
  const names = values.only?.split(',');
  train(ours, names ?? [], options);
  const all = models([ours, ...values.models]).filter(({ name, small }) => names ? names.includes(name) : small || !values.quick);
  return all.map((model) => ({ ...model, made: join(made, model.name) }));
}

async function prepare(list) {
  await bundle(options.bundles);
  convert(list, made, options);
  for (const model of list) {
    rows(model);
    await grow(model, options.bundles);
    model.unpacked = pack(model, options);
    if (model.unpacked) options.say(`${model.name}: windowbox: absent: ${model.unpacked}`);
  }
}

/** Those whose name, or whose name and place, is asked for. */
function asked() {
  const names = values.peers?.split(',');
  return PEERS.filter(({ id, engine }) => !names || names.includes(id) || names.includes(engine));
}

const list = wanted();
await prepare(list);
if (!values.train) {
  const file = join(work, 'results.json');
  const results = existsSync(file) ? JSON.parse(readFileSync(file)) : {};
  for (const model of list) {
    results[model.name] = await measure(model, asked(), options);
    writeFileSync(file, JSON.stringify(results));
  }
}
