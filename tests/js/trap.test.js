// After a trap: the call that met it gets a typed error, the next one a fresh instance,
// synchronously, with the same bits.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { instances, newest, replaced } from './instances.js';
import { fresh } from './packages.js';

const ROW = { Age: 30, Sex: 'female', Embarked: 'S' };

afterEach(() => Object.keys(replaced).forEach((name) => delete replaced[name]));

const open = async () => {
  const model = await (await fresh('titanic-survival')).load();
  return { model, sound: model.predictOne(ROW, { margin: true }), made: instances.length };
};

const trap = (error) => error.name === 'WindowboxError' && error.code === 'trap' && error.cause !== undefined;

for (const [what, thrown] of [
  ['a trap', new WebAssembly.RuntimeError('unreachable')],
  ['the end of the stack', new RangeError('Maximum call stack size exceeded')],
  ['anything', 'a text'],
]) {
  test(`${what} in any call into wasm`, async () => {
    const { model, sound, made } = await open();
    const calls = { model_begin: ROW, model_run: ROW, model_issues: ROW, model_classes: ROW, model_closest: { ...ROW, Sex: 'f' }, text_reserve: { ...ROW, agee: 1 } };
    let lost = made;
    for (const [name, row] of Object.entries(calls)) {
      replaced[name] = () => { throw thrown; };
      assert.throws(() => model.predict([ROW, row]), trap, name);
      delete replaced[name];
      assert.deepEqual(model.predictOne(ROW, { margin: true }), sound);
      assert.equal(instances.length, ++lost, 'exactly one fresh instance');
    }
  });
}

test('a memory that was overwritten', async () => {
  const { model, sound } = await open();
  new Uint8Array(newest().memory.buffer).fill(0xff);
  assert.throws(() => model.predict(Array(3).fill(ROW)), trap);
  assert.deepEqual(model.predictOne(ROW, { margin: true }), sound);
});

test('in the middle of a batch: the call is lost, not the model', async () => {
  const { model, sound } = await open();
  let calls = 0;
  replaced.model_run = (run, ...args) => { if (++calls === 3) throw new WebAssembly.RuntimeError('unreachable'); return run(...args); };
  assert.throws(() => model.predict(Array(7000).fill(ROW)), trap);
  assert.equal(model.predict(Array(7000).fill(ROW)).errors.length, 0);
  assert.deepEqual(model.predictOne(ROW, { margin: true }), sound);
});

test('a hundred times, and every handle recovers', async () => {
  const { load } = await fresh('titanic-survival');
  const [a, b] = [await load(), await load()];
  const sound = a.predictOne(ROW);
  for (let i = 0; i < 100; i++) {
    replaced.model_run = () => { throw new WebAssembly.RuntimeError('unreachable'); };
    assert.throws(() => a.predict(ROW), trap);
    delete replaced.model_run;
    assert.deepEqual(b.predictOne(ROW), sound);
  }
});

test('when even a fresh instance cannot be had, that is said, and tried again', async () => {
  const { model, sound } = await open();
  replaced.model_run = replaced.text_open = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  for (let i = 0; i < 3; i++) assert.throws(() => model.predict(ROW), trap);
  delete replaced.model_run;
  delete replaced.text_open;
  assert.deepEqual(model.predictOne(ROW, { margin: true }), sound);
});

test('one model\'s trap is not another\'s', async () => {
  const { model } = await open();
  const other = await (await fresh('iris-species')).load();
  const flower = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
  const made = instances.length;
  replaced.model_run = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  assert.throws(() => model.predict(ROW), trap);
  delete replaced.model_run;
  assert.equal(other.predictOne(flower).prediction, 'setosa');
  assert.equal(instances.length, made);
});
