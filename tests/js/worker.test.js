// A model here, in a worker and in several: the same cases in node as in Chromium
// (../e2e/worker.test.js), of a packed package and of the runtime with a model in a file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folder, golden, project } from './packages.js';
import { cases, others } from './worker.cases.js';

const alive = new Set();
let started = 0, killed = 0;
process.on('worker', (worker) => {
  started++;
  alive.add(worker.once('exit', () => alive.delete(worker)));
});

/** Ends a worker, or makes it fail: a message that none of ours is. */
const kill = () => {
  const [worker] = [...alive].slice(-1);
  if (++killed % 2) worker?.terminate();
  else worker?.postMessage(null);
};

const worldOf = async (place, kills, options) => {
  const [{ load }, { openWorker, WindowboxError }] = await Promise.all(['node.js', 'worker.node.js'].map((file) => import(`${place}/${file}`)));
  return { load, openWorker, WindowboxError, options, kill, kills, started: () => started, cores: availableParallelism(), streamed: (pieces) => Readable.from(pieces, { objectMode: true }) };
};

const titanic = readFileSync(`${project}/titanic.wbx`), runtime = new URL('../../pkg/dist', import.meta.url).href;
for (const [name, all, world] of [
  ['a packed package', cases, await worldOf(pathToFileURL(folder('titanic-survival')).href, 50, () => ({}))],
  ['the runtime with a model', { ...cases, ...others }, {
    ...await worldOf(runtime, 10, () => ({ model: titanic })),
    slow: () => ({ model: golden('titanic-nearest') }), levels: () => ({ model: golden('hand-trees') }),
  }],
]) {
  describe(name, () => {
    for (const [what, run] of Object.entries(all)) test(what, (t) => run({ ...world, print: (line) => t.diagnostic(line) }));
  });
}

test('an idle worker keeps no program alive, one at work does', () => {
  const program = `
    import { openWorker } from '${runtime}/worker.node.js';
    const model = await openWorker({ model: '${project}/titanic.wbx' });
    model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' }).then(({ prediction }) => console.log(prediction));`;
  const { stdout, stderr, status } = spawnSync('node', ['--input-type=module', '-e', program], { encoding: 'utf8', timeout: 20_000 });
  assert.deepEqual([stdout, stderr, status], ['0\n', '', 0]);
});

/** A table of so many megabytes, made as it is read. */
const long = (megabytes) => Readable.from((function* () {
  yield `${Array.from({ length: 17 }, (_, i) => `note${i}`)},Age,Sex,Embarked\n`;
  const line = `${Array.from({ length: 17 }, (_, i) => `word ${i}`)},30,male,S\n`, piece = line.repeat(Math.ceil(65_536 / line.length));
  for (let i = 0; i < megabytes * 16; i++) yield piece;
})());

test('a long table takes no more memory than a short one', async () => {
  const { load } = await import(`${runtime}/node.js`), model = await load({ model: titanic });
  const memory = () => (globalThis.gc?.(), process.memoryUsage().rss);
  const read = async (megabytes) => (await model.predictCsv(long(megabytes), { onBlock: () => {} })).rows;
  const first = await read(20), before = memory();
  assert.ok(await read(120) > 5 * first);
  assert.ok(memory() - before < 120e6, `${Math.round((memory() - before) / 1e6)} MB more`);
  model.free();
});
