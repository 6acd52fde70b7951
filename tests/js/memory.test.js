// Many models: they do not disturb one another, and what is freed, or forgotten, gives its memory back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { instances } from './instances.js';
import { large } from './large.js';
import { folder, fresh, golden, project, runtime } from './packages.js';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

const FLOWER = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
const MB = 2 ** 20;
const iris = readFileSync(`${project}/iris.wbx`);
const story = "The species of an iris from the sizes of its flower's leaves.";
const five = (letter) => large(iris, story, 5 * MB, letter);

/** Collects until nothing more goes. */
const collected = async () => {
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    gc();
  }
  return process.memoryUsage();
};

/** Loads, answers and frees, again and again. */
const cycles = async (load, count, options) => {
  for (let i = 0; i < count; i++) {
    const model = await load(options());
    assert.equal(model.predictOne(FLOWER).prediction, 'setosa');
    model.free();
    instances.length = 0;
  }
  return collected();
};

test('fifty loads and frees of a model of 5 MB leave nothing behind', { timeout: 120_000 }, async () => {
  const { load } = await runtime(), bytes = five(), options = () => ({ model: new Uint8Array(bytes), onProgress: () => {} });
  const before = await cycles(load, 10, options), after = await cycles(load, 50, options);
  for (const kind of ['rss', 'external', 'arrayBuffers', 'heapUsed']) {
    const grown = (after[kind] - before[kind]) / MB;
    // One model that stayed would be 5 MB of bytes, and 10 MB of wasm memory.
    assert.ok(grown < (kind === 'rss' ? 40 : 4), `${kind} grew by ${grown.toFixed(1)} MB`);
  }
});

test('a model that is forgotten without free is collected, and so is a load that failed', async () => {
  const { load } = await runtime(), bytes = five();
  const gone = await (async () => {
    const refs = [];
    for (let i = 0; i < 5; i++) {
      const model = new Uint8Array(bytes);
      (await load({ model })).predictOne(FLOWER);
      refs.push(new WeakRef(model), new WeakRef(instances.pop().memory));
    }
    const broken = new Uint8Array(bytes.subarray(0, MB));
    await assert.rejects(load({ model: broken }), { code: 'truncated' });
    refs.push(new WeakRef(broken));
    return refs;
  })();
  instances.length = 0;
  await collected();
  assert.deepEqual(gone.map((ref) => ref.deref()), gone.map(() => undefined));
});

test('what the one-liners loaded stays', async () => {
  const { predictOne } = await fresh('iris-species'), made = instances.length;
  await predictOne(FLOWER);
  await collected();
  await predictOne(FLOWER);
  assert.equal(instances.length - made, 1);
});

test('a handle that is alive keeps its model, whatever was collected', async () => {
  const { load } = await fresh('iris-species'), model = await load(), made = instances.length;
  await collected();
  assert.equal(model.predictOne(FLOWER).prediction, 'setosa');
  const again = await load();
  assert.equal(instances.length, made, 'and shares it');
  again.free();
  assert.equal(model.predictOne(FLOWER).prediction, 'setosa');
});

test('a new version is swapped in, and rolled back, while the old one answers', async () => {
  const { load } = await runtime(), [one, two] = [five('1'), five('2')];
  let model = await load({ model: one });
  const ask = () => [model.predictOne(FLOWER).prediction, model.card.description[0]];
  assert.deepEqual(ask(), ['setosa', '1']);
  const [old, next] = [model, await load({ model: two })];
  assert.deepEqual(ask(), ['setosa', '1'], 'both answer');
  model = next;
  assert.deepEqual(ask(), ['setosa', '2']);
  const { rows, passed } = next.selfTest();
  assert.equal(passed, rows);
  model = old;
  next.free();
  assert.deepEqual(ask(), ['setosa', '1'], 'the old one is still there');
  assert.throws(() => next.predictOne(FLOWER), { code: 'freed' });
  model.free();
});

test('many models in one program do not disturb one another', async () => {
  const { load } = await runtime(), [titanic, flowers] = [await fresh('titanic-survival'), await fresh('iris-species')];
  const person = { Age: 30, Sex: 'female', Embarked: 'S' }, line = { age: 30, sex: 'female', port: 'C' };
  const models = await Promise.all([titanic.load(), flowers.load(), load({ model: golden('hand-line') }), load({ model: iris })]);
  const ask = () => [models[0].predictOne(person), models[1].predictOne(FLOWER), models[2].predictOne(line), models[3].predictOne(FLOWER)];
  const alone = ask();
  for (let i = 0; i < 4; i++) {
    const other = await load({ model: five(String(i)) });
    assert.deepEqual(ask(), alone);
    // One that breaks is one's own matter.
    assert.throws(() => other.predictOne({}), { code: 'no-known-column' });
    other.free();
  }
  models[1].free();
  assert.throws(ask, { code: 'freed' });
  models[1] = await flowers.load();
  assert.deepEqual(ask(), alone);
});

test('loads and frees at once, in any order', async () => {
  const { load } = await runtime(), files = ['a', 'b', 'c'].map((letter) => large(iris, story, 1000, letter));
  await Promise.all(Array.from({ length: 60 }, async (_, i) => {
    const model = await load({ model: files[i % 3] });
    await new Promise((resolve) => setTimeout(resolve, (i * 7) % 5));
    assert.deepEqual([model.card.description[0], model.predictOne(FLOWER).prediction], ['abc'[i % 3], 'setosa']);
    model.free();
  }));
});
