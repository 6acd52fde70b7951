import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { measured, CELLS } from '../lib/cells.js';
import { models } from '../lib/models.js';
import { PEERS, title } from '../lib/peers.js';
import { Worker } from '../lib/worker.js';

const folder = mkdtempSync(join(tmpdir(), 'windowbox-peers-'));
after(() => rmSync(folder, { recursive: true }));

function put(name, about) {
  mkdirSync(join(folder, name), { recursive: true });
  for (const file of ['model.txt', 'rows.f32']) writeFileSync(join(folder, name, file), '');
  writeFileSync(join(folder, name, 'bench.json'), JSON.stringify(about));
}

test('a folder of models is read, and what one lacks is named', () => {
  put('mine', { library: 'lightgbm', file: 'model.txt', columns: ['a'] });
  mkdirSync(join(folder, 'no model'));
  assert.deepEqual(models(folder).map(({ name, columns }) => [name, columns]), [['mine', ['a']]]);
  put('other', { library: 'lightgbm', file: 'lost.txt', columns: ['a'] });
  assert.throws(() => models(folder), /other lacks lost.txt/);
  put('other', { library: 'lightgbm', file: 'model.txt', columns: [] });
  assert.throws(() => models(folder), /other\/bench.json lacks "columns"/);
});

test('a worker answers line by line, and one that ended says why', async () => {
  const script = "process.stdin.once('data', (line) => { console.log(line.toString()); console.error('out of memory'); process.exit(1); })";
  const worker = new Worker('node', ['-e', script]);
  assert.deepEqual(await worker.ask({ do: 'time' }), { do: 'time' });
  assert.deepEqual(await worker.ask({ do: 'time' }), { absent: 'out of memory' });
  await worker.close();
  assert.match((await new Worker('no such program', []).ask({})).absent, /ENOENT/);
});

test('every peer has a name of its own, and cold starts are of JavaScript', () => {
  assert.equal(new Set(PEERS.map(({ id }) => title(id, 'xgboost'))).size, PEERS.length);
  const cold = CELLS.find(({ name }) => name === 'cold');
  const asked = (model) => PEERS.filter((peer) => measured(cold, peer, model)).every(({ web }) => web);
  assert.ok(asked({ name: 'num_xgb100' }) && asked({ name: 'mine', foreign: true }));
  assert.ok(!PEERS.some((peer) => measured(cold, peer, { name: 'mine' })));
});
