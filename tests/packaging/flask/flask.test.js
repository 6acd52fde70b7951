// Replay: the tutorials' server (Flask, scikit-learn) and the package that windowbox made of
// its model are asked the same by the same client, which changes nothing but the origin.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { table } from '../../js/packages.js';
import { FLOWER, freePort, PASSENGERS, start } from '../endpoint/apps.js';
import { python } from '../python.js';

const here = import.meta.dirname, root = resolve(here, '../../..'), place = mkdtempSync(`${tmpdir()}/windowbox-flask-`);
const command = process.env.WINDOWBOX ?? `${root}/target/release/windowbox`;
const servers = {};

before(async () => {
  const bin = python(`${here}/requirements.txt`), env = { ...process.env, PYTHONPATH: `${root}/exporters/python`, WINDOWBOX: command };
  const { status, stderr } = spawnSync(`${bin}/python`, [`${here}/train.py`, `${root}/examples`, place], { env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  for (const name of ['titanic-survival', 'iris-species']) {
    const [theirs, ours] = [await freePort(), await freePort()];
    servers[name] = await Promise.all([
      start(`${bin}/python`, [`${here}/server.py`, `${place}/${name}.joblib`, `${theirs}`], { port: theirs }),
      start('node', [`${place}/node_modules/${name}/serve.mjs`, '--port', `${ours}`], { port: ours }),
    ]);
  }
}, { timeout: 600_000 });
after(() => {
  for (const { stop } of Object.values(servers).flat()) stop();
  rmSync(place, { recursive: true });
});

/** A front end that was written for the tutorials' server. */
const client = (origin) => async (path, records) => {
  const reply = await fetch(`${origin}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(records) });
  return (await reply.json()).prediction;
};

const same = async (name, path, records) => {
  const [theirs, ours] = await Promise.all(servers[name].map(({ url }) => client(url)(path, records)));
  assert.ok(Array.isArray(theirs) && theirs.length, 'the server answers');
  assert.deepEqual(ours, theirs, JSON.stringify(records).slice(0, 200));
  return theirs;
};

const number = (text) => text === '' ? null : Number(text);
const passengers = table('titanic/titanic.csv').map(({ Age, Sex, Embarked }) => ({ Age: number(Age), Sex, Embarked: Embarked || null }));
const flowers = table('iris/iris.csv').map(({ sl, sw, pl, pw }) => ({ sl: +sl, sw: +sw, pl: +pl, pw: +pw }));

test("the tutorials' own records", async () => {
  assert.deepEqual(await same('titanic-survival', '/predict', JSON.parse(PASSENGERS)), [0, 1, 0, 0]);
  await same('iris-species', '/', JSON.parse(FLOWER));
});

test('every passenger and every flower, at once', async () => {
  const prediction = await same('titanic-survival', '/predict', passengers);
  assert.ok(prediction.length === 891 && new Set(prediction).size === 2);
  assert.equal(new Set(await same('iris-species', '/predict', flowers)).size, 3);
});

test('one after the other, as forms ask', async () => {
  for (let i = 0; i < passengers.length; i += 30) await same('titanic-survival', '/predict', passengers[i]);
  for (let i = 0; i < flowers.length; i += 10) await same('iris-species', '/', [flowers[i]]);
});

test('rows with holes, unseen levels, and values that nobody had', async () => {
  const rows = [{ Sex: 'male' }, { Age: 30, Sex: 'f', Embarked: 'X' }, { Age: -1e9, Sex: 'female' }, { Age: 1e300, Sex: 'female', Embarked: null }];
  await same('titanic-survival', '/predict', rows);
  for (let scale = -3; scale < 9; scale++) await same('iris-species', '/predict', { sl: 10 ** scale, sw: 1 / 3, pl: -(10 ** scale), pw: 0.8 });
});

test('columns in place of records', async () => {
  const lists = Object.fromEntries(['sl', 'sw', 'pl', 'pw'].map((name) => [name, flowers.map((flower) => flower[name])]));
  const ask = client(servers['iris-species'][1].url);
  assert.deepEqual(await ask('/predict', lists), await same('iris-species', '/predict', flowers));
});

test('the answer has more, and what was there is there', async () => {
  const body = async ({ url }) => (await fetch(`${url}/predict`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: PASSENGERS })).json();
  const [theirs, ours] = await Promise.all(servers['titanic-survival'].map(body));
  assert.deepEqual({ ...ours, ...theirs }, ours);
  assert.deepEqual(Object.keys(theirs), ['prediction']);
});

test('the package knows its model: the card says what made it', () => {
  const { windowbox } = JSON.parse(readFileSync(`${place}/node_modules/titanic-survival/package.json`, 'utf8'));
  assert.equal(windowbox.model.name, 'titanic-survival');
});
