// What a row costs on its way from JavaScript through a model and back: nanoseconds of
// CPU time, the median of some rounds, everything interleaved.
//
//   node benches/boundary.mjs PLACE... [--model MODEL.wbx]... [--rounds 7]
//
// A PLACE is a folder: a packed model, or a runtime (pkg/dist), which opens each MODEL.
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: { model: models, rounds }, positionals: places } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', multiple: true, default: [] }, rounds: { type: 'string', default: '7' } },
});

/** How many rows a batch has, and how long a measurement takes at least, in microseconds. */
const ROWS = 20_000, ENOUGH = 60_000;

/** Every model that a place can open, with its name. */
const open = async (place) => {
  const { load } = await import(pathToFileURL(resolve(place, 'node.js')));
  if (!existsSync(`${place}/package.json`)) return Promise.all(models.map(async (file) => [basename(file), await load({ model: readFileSync(file) })]));
  const model = await load();
  return [[`${model.version.name}, packed`, model]];
};

/** A cell as training had it: a number in its range or a level. */
const cell = ({ kind, statistics }, i) => {
  const share = (i * 0.6180339887) % 1, low = statistics?.min ?? -1, high = statistics?.max ?? 1;
  if (kind.type === 'numeric') return Math.fround(low + (0.05 + 0.9 * share) * (high - low));
  return kind.type === 'categorical' ? kind.levels.values[i % kind.levels.values.length] : kind.type === 'boolean' ? i % 2 > 0 : `word ${i % 7}`;
};

/** Rows that JavaScript made one like the other, as a form or JSON.parse does. */
const recordsOf = (columns) => JSON.parse(JSON.stringify(Array.from({ length: 1000 }, (_, i) =>
  Object.fromEntries(columns.map((column, c) => [column.name, cell(column, i * 31 + c)])))));

const columnsOf = (columns) => Object.fromEntries(columns.map((column, c) => {
  const cells = Array.from({ length: ROWS }, (_, i) => cell(column, i * 31 + c));
  return [column.name, column.kind.type === 'numeric' ? Float32Array.from(cells) : cells];
}));

/** The ways in, each with how many rows a call answers. */
const waysOf = (model) => {
  const records = recordsOf(model.schema.columns), columns = columnsOf(model.schema.columns), { targets } = model.schema;
  const options = { probabilities: targets.some(({ task }) => task.type === 'classification') };
  let next = 0;
  return {
    'one row': [1, () => model.predictOne(records[next++ % records.length])],
    records: [records.length, () => model.predict(records, options)],
    columns: [ROWS, () => model.predictColumns(columns, options)],
  };
};

const nanoseconds = ([rows, ask]) => {
  const start = process.cpuUsage();
  let calls = 0, used;
  do {
    for (let i = 0; i < 1 + 2000 / rows; i++, calls++) ask();
    ({ user: used } = process.cpuUsage(start));
  } while (used < ENOUGH);
  return used * 1000 / calls / rows;
};

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const asked = (await Promise.all(places.map(open))).flatMap((opened, p) =>
  opened.flatMap(([name, model]) => Object.entries(waysOf(model)).map(([way, ask]) => ({ name: `${places[p]}: ${name}`, way, ask, found: [] }))));
for (let round = 0; round < Number(rounds); round++) for (const { ask, found } of asked) found.push(nanoseconds(ask));
const table = {};
for (const { name, way, found } of asked) (table[name] ??= {})[way] = Math.round(median(found) * 10) / 10;
console.table(table);
