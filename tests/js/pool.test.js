// A pool of workers answers as the model itself does, in order, whoever is first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { folder, golden } from './packages.js';

const ROWS = 100_003;
let pool;
let WindowboxError;
let model;

/** A package's own pool beside its model: both from the same door, so that errors are of one class. */
before(async () => {
  const place = folder('titanic-survival');
  const own = await import(`${place}/pool.node.js`);
  WindowboxError = own.WindowboxError;
  pool = await own.pool({ workers: 3 });
  model = await (await import(`${place}/node.js`)).load();
});
after(() => {
  pool.free();
  model.free();
});

const columns = () => ({
  Age: Float64Array.from({ length: ROWS }, (_, i) => i % 90),
  Sex: Array.from({ length: ROWS }, (_, i) => i % 9999 ? ['male', 'female'][i % 2] : 'f'),
  Embarked: Array.from({ length: ROWS }, (_, i) => i % 40_000 ? 'S' : 7n),
});

test('columns: the same arrays, warnings and errors', async () => {
  const options = { probabilities: true, margin: true };
  const said = [];
  const found = await pool.predictColumns(columns(), { ...options, progress: (done, all) => said.push([done, all]) });
  assert.deepEqual(found, model.predictColumns(columns(), options));
  assert.deepEqual(found.errors.map(({ row }) => row), [0, 40_000, 80_000]);
  assert.deepEqual(said.at(-1), [ROWS, ROWS]);
  assert.ok(said.length > 3 && said.every(([done], i) => !i || done > said[i - 1][0]), 'progress ascends');
});

test('rows: the same answers, also of one', async () => {
  const { Age, Sex } = columns();
  const rows = Array.from(Age, (age, i) => i === 50_000 ? null : ({ Age: age, Sex: Sex[i], Embarked: 'S', more: 1 }));
  assert.deepEqual(await pool.predict(rows, { probabilities: true }), model.predict(rows, { probabilities: true }));
  assert.deepEqual(await pool.predictOne(rows[5]), model.predictOne(rows[5]));
  assert.deepEqual(await pool.predict(rows[5]), model.predict(rows[5]));
  assert.deepEqual(await pool.predict([]), model.predict([]));
});

test('it knows what the model is', async () => {
  assert.deepEqual(pool.schema, model.schema);
  assert.deepEqual(pool.version, model.version);
  assert.deepEqual(await pool.selfTest(), model.selfTest());
});

test('several targets come as a list each', async () => {
  const { pool: runtime } = await import('../../pkg/dist/pool.node.js');
  const bytes = golden('hand-trees'), every = await runtime({ model: bytes, workers: 2 });
  const { load } = await import('../../pkg/dist/node.js');
  const one = await load({ model: bytes });
  const input = { x: new Float32Array(40_000).fill(1), level: Array(40_000).fill(2), word: Array(40_000).fill('left'), flag: Array(40_000).fill(true), single: new Float32Array(40_000) };
  assert.deepEqual(await every.predictColumns(input, { probabilities: true }), one.predictColumns(input, { probabilities: true }));
  every.free();
  one.free();
});

test('what is wrong with the call is an error as everywhere', async () => {
  const refused = (code) => (error) => error instanceof WindowboxError && error.code === code;
  await assert.rejects(pool.predictColumns({ Age: [1, 2], Sex: ['male'] }), refused('column-length'));
  await assert.rejects(pool.predictColumns({ Age: [1] }), refused('missing-column'));
  await assert.rejects(pool.predictColumns([{ Age: 1 }]), refused('bad-row'));
  await assert.rejects(pool.predictOne({ Age: '1', Sex: 'male' }), refused('bad-type'));
  await assert.rejects(pool.predictOne({ Age: () => 1, Sex: 'male' }), refused('unreadable'));
  assert.equal((await pool.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' })).prediction, 0, 'and the worker still answers');
});

test('a signal stops it, and the next call is answered', async () => {
  const stop = new AbortController(), mine = new Error('enough');
  await assert.rejects(pool.predictColumns(columns(), { signal: stop.signal, progress: () => stop.abort(mine) }), mine);
  await assert.rejects(pool.predictColumns(columns(), { signal: AbortSignal.abort(mine) }), mine);
  assert.equal((await pool.predictColumns({ Age: [30], Sex: ['male'], Embarked: ['S'] })).prediction[0], 0);
});

test('calls at the same time do not disturb one another', async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => pool.predictColumns(columns())));
  const { prediction } = model.predictColumns(columns());
  for (const one of all) assert.deepEqual(one.prediction, prediction);
});

test('freed, it refuses; a model that cannot be had is said', async () => {
  const { pool: runtime } = await import('../../pkg/dist/pool.node.js');
  await assert.rejects(runtime({ model: new Uint8Array(9), workers: 2 }), { code: 'bad-magic' });
  await assert.rejects(runtime({ model: golden('hand-line'), workers: 1, signal: AbortSignal.abort(Error('mine')) }), { message: 'mine' });
  const gone = await runtime({ model: golden('hand-line'), workers: 1 });
  gone.free();
  await assert.rejects(gone.predictOne({}), { code: 'freed' });
});
