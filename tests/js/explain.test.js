// What each column adds to an answer, through the door: the numbers are the native ones, and what has none says so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inputOf } from './golden.js';
import { golden, runtime } from './packages.js';

const root = new URL('../../', import.meta.url);
const expected = (name) => JSON.parse(readFileSync(new URL(`tests/explain/${name}.json`, root)));
const own = (name) => readFileSync(new URL(`tests/explain/${name}.wbx`, root));

/** The records of a golden case. */
const recordsOf = (model, name) => {
  const columns = Object.entries(inputOf(model, name));
  return columns[0][1].map((_, row) => Object.fromEntries(columns.map(([column, cells]) => [column, cells[row]])));
};

const near = (got, wanted, tolerance, size) => assert.ok(Math.abs(got - wanted) <= tolerance * size, `${got} is not ${wanted}`);

const compare = ({ outputs }, { margins, tolerance }, row) => {
  assert.equal(outputs.length, margins.length);
  outputs.forEach(({ base, answer, parts }, k) => {
    const wanted = margins[k].contributions[row], size = Math.max(Math.abs(margins[k].base[row]), Math.abs(answer), ...wanted.map(Math.abs));
    near(base, margins[k].base[row], tolerance, size);
    parts.forEach(({ contribution }, i) => near(contribution, wanted[i], tolerance, size));
    near(parts.reduce((sum, { contribution }) => sum + contribution, base), answer, tolerance, size);
  });
};

for (const name of ['xgb-binary-titanic', 'xgb-multi-iris', 'lgb-multi-wine', 'lgb-reg-diabetes']) {
  test(`${name}: the contributions of its own library`, async () => {
    const model = await (await runtime()).load({ model: golden(name) }), wanted = expected(name), records = recordsOf(model, name);
    wanted.rows.forEach((at, row) => compare(model.explain(records[at], { coerce: true }), wanted, row));
    model.free();
  });
}

for (const name of ['sk-forest-breast', 'sk-boosting-diabetes', 'sk-logistic-breast']) {
  test(`${name}: the contributions of shap`, async () => {
    const model = await (await runtime()).load({ model: own(name) }), wanted = expected(name);
    const names = model.schema.columns.map((column) => column.name);
    wanted.records.forEach((cells, row) => compare(model.explain(Object.fromEntries(names.map((column, i) => [column, cells[i]]))), wanted, row));
    model.free();
  });
}

test('what is given comes back, column by column, with the class that it speaks for', async () => {
  const model = await (await runtime()).load({ model: golden('titanic-logistic') });
  const { outputs: [{ parts, ...rest }, ...others], method } = model.explain({ Sex: 'female', Age: null });
  assert.deepEqual([others, method], [[], 'linear']);
  assert.deepEqual([rest.target, rest.label, rest.space], ['Survived', 1, 'margin']);
  assert.deepEqual(parts.map(({ column, value }) => [column, value]), [['Age', null], ['Sex', 'female'], ['Embarked', null]]);
  assert.equal(rest.answer, model.predict({ Sex: 'female', Age: null }, { margin: true }).margin[0]);
  model.free();
});

test('against another record the base is its answer, and a forest adds probabilities', async () => {
  const model = await (await runtime()).load({ model: golden('titanic-forest') });
  const [record, against] = ['female', 'male'].map((Sex) => ({ Pclass: 3, Sex, Age: 30, SibSp: 0, Parch: 0, Fare: 8, Embarked: 'S' }));
  const { outputs, method } = model.explain(record, { against });
  assert.deepEqual([outputs.map(({ label, space }) => [label, space]), method], [[[0, 'probability'], [1, 'probability']], 'tree']);
  const { probabilities } = model.predictOne(against);
  outputs.forEach(({ label, base, parts }) => {
    assert.equal(base, probabilities[label]);
    // What is the same in both may count for more beside another sex, but not for as much.
    const [largest] = [...parts].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
    assert.equal(largest.column, 'Sex');
  });
  model.free();
});

test('what has no explanation says why, again and again, and predicts on', async () => {
  const { load, WindowboxError } = await runtime();
  for (const [name, words] of [['titanic-nearest', /nearest neighbours/], ['onnx-forest-wine', /covers/], ['lgb-linear-diabetes', /linear models/]]) {
    const model = await load({ model: golden(name) }), record = recordsOf(model, name)[0];
    for (let i = 0; i < 2; i++) {
      assert.throws(() => model.explain(record, { coerce: true }), (error) => error instanceof WindowboxError && error.code === 'no-explanation' && words.test(error.message), name);
    }
    assert.equal(model.predict(record, { coerce: true }).errors.length, 0);
    model.free();
  }
});

test('a bad record is the error that predicting gives; a freed model has no explanation', async () => {
  const model = await (await runtime()).load({ model: golden('titanic-forest') });
  assert.throws(() => model.explain({ Pclass: 3 }), { code: 'missing-column' });
  assert.throws(() => model.explain(null), { code: 'bad-row' });
  model.free();
  assert.throws(() => model.explain({}), { code: 'freed' });
});

test('a runtime that was built without refuses, and says what to do', async () => {
  const { load } = await runtime(), module = await WebAssembly.compile(readFileSync(new URL('pkg/variants/windowbox-core.wasm', root)));
  const model = await load({ module, model: golden('iris-tree') });
  assert.throws(() => model.explain({ sl: 3, sw: 2, pl: 1, pw: 1 }), { code: 'no-explanation', hint: /--explain/ });
  assert.equal(typeof model.predictOne({ sl: 3, sw: 2, pl: 1, pw: 1 }).prediction, 'string');
  model.free();
});
