// A model here, in a worker and in several: the same cases in node as in Chromium
// (../e2e/worker.test.js), of a packed package and of the runtime with a model in a file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
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

const command = process.env.WINDOWBOX_BIN ?? `${process.env.CARGO_TARGET_DIR ?? `${import.meta.dirname}/../../target`}/release/windowbox`;

test('a table is answered as the command answers it', { skip: !existsSync(command) && 'no command: cargo xtask demo' }, async () => {
  const folder = mkdtempSync(`${tmpdir()}/windowbox-csv-`), file = `${folder}/table.csv`;
  const lines = ['30,male,S', ' 31 ,female,C', '"4""2",male,S', 'NA,male,', ',mael,Q', '1e1,male,S,more', '0x1f,male,S', 'inf,female,S', '-0.0,"male",s', '', '9007199254740993,male,S', '5,NULL,S', '0.1,female,"S"'];
  writeFileSync(file, `\ufeffAge,Sex,Embarked\r\n${lines.join('\r\n')}`);
  const { stdout } = spawnSync(command, ['predict', `${project}/titanic.wbx`, file, '--output', 'json', '--proba', '--margin'], { encoding: 'utf8' });
  const theirs = JSON.parse(stdout), { load } = await import(`${runtime}/node.js`), model = await load({ model: titanic });
  const { prediction, probabilities, margin, classes, errors, warnings } = await model.predictCsv(readFileSync(file), { probabilities: true, margin: true });
  const ours = { prediction: Array.from(prediction, (code) => classes[code] ?? null), probability: Array.from(prediction, (code, i) => code < 0 ? null : probabilities[2 * i + 1]), margin: Array.from(prediction, (code, i) => code < 0 ? null : margin[i]) };
  assert.deepEqual(ours, { prediction: theirs.prediction, probability: theirs.probabilities.map((row) => row?.[1] ?? null), margin: theirs.margin.map((one) => one === null ? one : Number(one)) });
  const said = (issues) => issues.map(({ row, line, code, column }) => [row, line, code, column]);
  // In columns, equal warnings are one, with a count.
  const first = theirs.warnings.filter(({ code, column }, i) => i === theirs.warnings.findIndex((other) => other.code === code && other.column === column));
  assert.deepEqual([said(errors), said(warnings)], [said(theirs.errors), said(first)]);
  assert.equal(warnings.reduce((sum, { count }) => sum + count, 0), theirs.warnings.length);
  assert.ok(errors.length > 3 && warnings.length > 2);
  rmSync(folder, { recursive: true });
  model.free();
});
