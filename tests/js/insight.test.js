// Questions about one answer: curves, flips, whether a record is like the training data, what is likely.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from '../../pkg/dist/node.js';
import { openWorker } from '../../pkg/dist/worker.node.js';
import { curve, familiar, flips, likely } from '../../pkg/dist/insight.js';
import { cases, inputOf } from './golden.js';
import { golden, project } from './packages.js';

const titanic = () => load({ model: readFileSync(`${project}/titanic.wbx`) });
const iris = () => load({ model: readFileSync(`${project}/iris.wbx`) });
const goldenModel = (name) => load({ model: golden(name, 'packed.wbx') });

/** The rows of a golden case as records. */
const records = (model, name) => {
  const columns = inputOf(model, name), [first] = Object.values(columns);
  return first.map((_, i) => Object.fromEntries(Object.entries(columns).map(([column, list]) => [column, list[i]])));
};

/** Those that have an answer. */
const good = (model, name) => records(model, name).filter((record) => !model.predict(record).errors.length);

/** Numbers from 0 to 1, always the same. */
const random = (seed) => () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;

/** A number between two. */
const between = (from, to, share) => Math.min(to, Math.max(from, from + (to - from) * share));

test('the piece that holds a number has the answer of the record with it, to the bit', async () => {
  const next = random(5);
  let exact = 0;
  for (const name of cases) {
    const model = await goldenModel(name), [record] = good(model, name);
    for (const { name: column, kind } of record ? model.schema.columns : []) {
      const { from, to, levels, prediction, probabilities, kind: made } = curve(model, record, column);
      const looked = made === 'levels' ? levels : from.flatMap((low, i) => kind.integer ? [low, to[i]] : [low, to[i], between(low, to[i], next())]);
      const many = looked.length / prediction.length;
      const truth = model.predict(looked.map((value) => ({ ...record, [column]: value })), { probabilities: true });
      looked.forEach((_, i) => {
        assert.deepStrictEqual(truth.prediction[i], prediction[Math.floor(i / many)], `${name}: ${column}`);
        if (probabilities) assert.deepStrictEqual(truth.probabilities[i], probabilities[Math.floor(i / many)], `${name}: ${column}`);
      });
      exact += made === 'steps';
    }
    model.free();
  }
  assert.ok(exact > 300, `${exact} columns are exact`);
});

test('pieces ascend without a gap over the training range, and the record lies in one', async () => {
  const model = await goldenModel('fare-boosting'), [record] = records(model, 'fare-boosting');
  for (const { name, kind, statistics } of model.schema.columns.filter(({ kind }) => kind.type === 'numeric')) {
    const { from, to, kind: made } = curve(model, { ...record, [name]: statistics.max + 10 }, name);
    assert.equal(made, 'steps');
    assert.deepEqual([from[0], to.at(-1)], [statistics.min, statistics.max + 10]);
    from.slice(1).forEach((start, i) => kind.integer ? assert.equal(start, to[i] + 1) : assert.ok(start > to[i] && (start + to[i]) / 2 <= to[i] || (start + to[i]) / 2 >= start));
  }
});

test('another range is looked at where one is asked for', async () => {
  const model = await goldenModel('xgb-reg-diabetes'), [record] = records(model, 'xgb-reg-diabetes'), [{ name }] = model.schema.columns;
  const { from, to } = curve(model, record, name, { from: -0.05, to: 0.02 });
  assert.deepEqual([from[0], to.at(-1)], [-0.05, 0.02]);
  assert.ok(from.length > 2);
});

test('a category has its levels, and missing where the model knows what that means', async () => {
  const model = await titanic(), { prediction, levels, kind } = curve(model, passenger, 'Sex');
  assert.deepEqual([kind, levels.slice(0, 2), prediction.length], ['levels', ['female', 'male'], levels.length]);
  const { missing } = model.schema.columns.find(({ name }) => name === 'Sex');
  assert.equal(levels.includes(null), missing);
});

test('what has no steps is sampled, the quantiles and the own value among the samples', async () => {
  const model = await goldenModel('titanic-logistic'), [record] = records(model, 'titanic-logistic');
  const { name, statistics } = model.schema.columns.find(({ kind }) => kind.type === 'numeric');
  const own = (statistics.min + statistics.max) / Math.PI, { kind, from, to, prediction } = curve(model, { ...record, [name]: own }, name);
  assert.equal(kind, 'samples');
  assert.deepEqual(from, to);
  for (const x of [own, ...statistics.quantiles]) assert.ok(from.includes(x), `${x}`);
  assert.equal(prediction.length, from.length);
});

const passenger = { Pclass: 3, Sex: 'male', Age: 30, SibSp: 0, Parch: 0, Fare: 7.9, Embarked: 'S' };

test('a flip does flip, and nothing nearer on its column does', async () => {
  let found = 0;
  for (const name of ['xgb-binary-titanic', 'lgb-multi-wine', 'iris-tree', 'titanic-logistic', 'cat-multi-wine']) {
    const model = await goldenModel(name);
    for (const record of good(model, name).slice(0, 3)) {
      const { prediction } = model.predictOne(record), all = flips(model, record);
      assert.deepEqual(all.map(({ distance }) => distance), all.map(({ distance }) => distance).toSorted((a, b) => a - b));
      for (const { column, from, to, prediction: flipped, distance } of all) {
        found++;
        assert.equal(model.predictOne({ ...record, [column]: to }).prediction, flipped);
        assert.notEqual(flipped, prediction);
        assert.ok(distance >= 0 && distance <= 1);
        const { kind, from: low, to: high, prediction: classes } = curve(model, record, column);
        if (kind === 'levels' || typeof from !== 'number') continue;
        // No piece with another class lies wholly between the two.
        low.forEach((start, i) => classes[i] === prediction || !(start > Math.min(from, to) && high[i] < Math.max(from, to)) || assert.fail(`${name}: ${column} ${start}`));
      }
    }
    model.free();
  }
  assert.ok(found > 10, `${found} flips`);
});

test('a regression has no flips', async () => {
  const model = await goldenModel('fare-ridge');
  assert.deepEqual(flips(model, records(model, 'fare-ridge')[0]), []);
});

test('the numbers of a flip are such as people write', async () => {
  const model = await goldenModel('iris-tree'), all = good(model, 'iris-tree').flatMap((record) => flips(model, record));
  assert.ok(all.length > 0);
  for (const { to } of all) assert.ok(`${to}`.length <= 5, `${to}`);
});

test('what is out of the ordinary is named, with how many had it', async () => {
  const model = await titanic(), reasons = (change) => familiar(model, { ...passenger, ...change }).columns.map(({ column, reason }) => [column, reason]);
  assert.deepEqual(familiar(model, passenger), { verdict: 'usual', columns: [] });
  assert.deepEqual(reasons({ Age: 120 }), [['Age', 'above']]);
  assert.deepEqual(reasons({ Age: -1 }), [['Age', 'below']]);
  assert.deepEqual(reasons({ Sex: 'mael' }), [['Sex', 'unknown-level']]);
  assert.equal(familiar(model, { ...passenger, Age: 120 }).verdict, 'unusual');
  assert.equal(familiar(model, { ...passenger, Age: 1000 }).verdict, 'unlike');
  assert.equal(familiar(model, { ...passenger, Age: 120, Sex: 'mael', Embarked: 'X' }).verdict, 'unlike');
});

test('without statistics nothing is said of familiarity', async () => {
  const model = await goldenModel('hand-trees');
  assert.equal(familiar(model, records(model, 'hand-trees')[0]), null);
});

test('classes that the held-out rows do not exclude, at the next stricter level', async () => {
  const model = await titanic(), { conformal } = model.statistics, { probabilities } = model.predictOne(passenger);
  const [, quantile] = conformal.quantiles.find(([miss]) => miss === 0.1);
  const labels = model.schema.targets[0].task.classes.values.filter((label) => 1 - probabilities[label] <= quantile);
  assert.deepEqual(likely(model, passenger), { level: 0.9, n: conformal.n, labels });
  assert.equal(likely(model, passenger, 0.85).level, 0.9);
  assert.equal(likely(model, passenger, 0.99), null);
  assert.ok(likely(model, passenger, 0.95).labels.length >= labels.length);
});

test('a number has an interval', async () => {
  const model = await goldenModel('fare-ridge'), [record] = records(model, 'fare-ridge'), { prediction } = model.predictOne(record);
  const [, quantile] = model.statistics.conformal.quantiles.find(([miss]) => miss === 0.2);
  assert.deepEqual(likely(model, record, 0.8).interval, [prediction - quantile, prediction + quantile]);
});

test('a model in workers says the same, later', async () => {
  const here = await titanic(), there = await openWorker({ model: readFileSync(`${project}/titanic.wbx`) });
  try {
    assert.deepEqual(await curve(there, passenger, 'Age'), curve(here, passenger, 'Age'));
    assert.deepEqual(await flips(there, passenger), flips(here, passenger));
    assert.deepEqual(await likely(there, passenger), likely(here, passenger));
    assert.deepEqual(familiar(there, passenger), familiar(here, passenger));
  } finally {
    there.free();
  }
});

test('what is wrong with a record is thrown as of any other', async () => {
  const model = await titanic();
  assert.throws(() => curve(model, { ...passenger, Age: 'old' }, 'Sex'), { name: 'WindowboxError', code: 'bad-type' });
  assert.throws(() => flips(model, null), { name: 'WindowboxError', code: 'no-known-column' });
  assert.throws(() => flips(model, {}), { name: 'WindowboxError', code: 'no-known-column' });
  assert.throws(() => curve(model, passenger, 'age'), { name: 'WindowboxError', code: 'unknown-column' });
});
