// What comes out: the examples' own stories, golden bits, every kind of label.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fresh, golden, require, runtime, table } from './packages.js';

const PASSENGERS = [
  { Age: 85, Sex: 'male', Embarked: 'S' }, { Age: 24, Sex: '"female"', Embarked: 'C' },
  { Age: 3, Sex: 'male', Embarked: 'C' }, { Age: 21, Sex: 'male', Embarked: 'S' },
];

for (const [kind, open] of [['ESM', () => fresh('titanic-survival')], ['CommonJS', () => require('titanic-survival')], ['a browser', () => fresh('titanic-survival', 'browser.js')]]) {
  test(`the tutorial's passengers, in ${kind}`, async () => {
    const { predict } = await open();
    const { prediction, warnings, errors, ...rest } = await predict(PASSENGERS);
    assert.deepEqual(prediction, [0, 1, 0, 0]);
    assert.deepEqual([errors, rest], [[], {}]);
    const [quoted] = warnings.filter(({ code }) => code === 'unknown-level');
    assert.deepEqual([quoted.row, quoted.column, quoted.value, quoted.closest], [1, 'Sex', '"female"', 'female']);
    assert.ok(warnings.some(({ row, column, code, value }) => row === 0 && column === 'Age' && code === 'out-of-range' && value === 85));
  });
}

test('a flower, in JSON as anyone would send it', async () => {
  const { predict, predictOne } = await fresh('iris-species');
  assert.deepEqual((await predict({ sl: 2.0, sw: 1.0, pl: 2.0, pw: 3.0 })).prediction.length, 1);
  const { prediction, probabilities, warnings } = await predictOne({ sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 });
  assert.deepEqual([prediction, Object.keys(probabilities), warnings], ['setosa', ['setosa', 'versicolor', 'virginica'], []]);
  assert.equal(JSON.stringify(probabilities), '{"setosa":1,"versicolor":0,"virginica":0}');
});

test('a whole table, as records of text with coerce, is answered as typed values are', async () => {
  const model = await (await fresh('titanic-survival')).load();
  const text = table('titanic/titanic.csv').map(({ Age, Sex, Embarked }) => ({ Age, Sex, Embarked }));
  const typed = text.map(({ Age, Sex, Embarked }) => ({ Age: Age === '' ? null : Number(Age), Sex, Embarked: Embarked || null }));
  const options = { probabilities: true, margin: true };
  const wanted = model.predict(typed, options);
  assert.deepEqual([wanted.errors, wanted.prediction.length], [[], 891]);
  assert.deepEqual(model.predict(text, { coerce: true, ...options }), wanted);
  const alone = typed.map((row) => model.predictOne(row, { margin: true }));
  assert.deepEqual(alone.map(({ margin }) => margin), wanted.margin);
  assert.deepEqual(alone.map(({ probabilities }) => probabilities), wanted.probabilities);
});

test('columns are answered as rows are', async () => {
  const model = await (await fresh('iris-species')).load();
  const flowers = table('iris/iris.csv').map(({ species, ...flower }) => Object.fromEntries(Object.entries(flower).map(([k, v]) => [k, +v])));
  const columns = Object.fromEntries(Object.keys(flowers[0]).map((name, i) =>
    [name, i % 2 ? flowers.map((flower) => flower[name]) : Float64Array.from(flowers, (flower) => flower[name])]));
  const rows = model.predict(flowers, { probabilities: true, margin: true });
  const { prediction, classes, probabilities, margin, errors } = model.predictColumns(columns, { probabilities: true, margin: true });
  assert.ok(prediction instanceof Int32Array && probabilities instanceof Float64Array);
  assert.deepEqual(Array.from(prediction, (code) => classes[code]), rows.prediction);
  assert.deepEqual([...probabilities], rows.probabilities.flatMap(Object.values));
  assert.deepEqual([...margin], rows.margin.flat());
  assert.deepEqual(errors, []);
});

/** The numbers of an answer as `bits.txt` writes them. */
const bits = (numbers) => numbers.map((number) => {
  const [low, high] = new Uint32Array(Float64Array.of(number).buffer);
  return Number.isNaN(number) ? 'f'.repeat(16) : high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
});

for (const name of ['hand-line', 'hand-stack', 'hand-trees', 'hand-vote']) {
  test(`golden ${name}: the same bits as natively`, async () => {
    const { load } = await runtime();
    const model = await load({ model: golden(name) });
    const { columns, rows } = JSON.parse(golden(name, 'input.json'));
    const { targets, columns: schema } = model.schema;
    const cell = (value, i) => schema[i].kind.type === 'numeric' && typeof value === 'string' ? Number(value) : value;
    const records = rows.map((row) => Object.fromEntries(row.map((value, i) => [columns[i], cell(value, i)])));
    const { margin, probabilities, prediction } = model.predict(records, { margin: true, probabilities: true });
    const each = (values) => targets.length > 1 ? values : [values];
    const lines = golden(name, 'bits.txt').toString().split('\n');
    let answered = 0;
    records.forEach((_, row) => {
      if (prediction[row] === null) return;
      answered++;
      const line = targets.flatMap(({ task }, t) => {
        const [m, p, label] = [margin, probabilities, prediction].map((all) => all && each(all[row])[t]);
        const scores = p ? task.classes.values.map((name) => p[name]) : [label];
        return [...bits([m, scores].flat()), p ? task.classes.values.indexOf(label) : 0];
      });
      assert.equal(`${line.join(' ')} `, lines[row], `row ${row}`);
    });
    assert.ok(answered > rows.length / 2, `${answered} of ${rows.length} rows`);
  });
}

test('labels keep their type: number, text, truth value', async () => {
  const { load } = await runtime();
  const row = { age: 30, sex: 'female', port: 'C' };
  assert.equal(typeof (await load({ model: golden('hand-line') })).predictOne(row).prediction, 'number');
  const truth = (await load({ model: golden('hand-stack') })).predictOne(row);
  assert.equal(typeof truth.prediction, 'boolean');
  assert.deepEqual(Object.keys(truth.probabilities), ['false', 'true']);
});

test('several targets are answered side by side', async () => {
  const model = await (await runtime()).load({ model: golden('hand-trees') });
  const row = { x: 1, level: 2, word: 'left', flag: true, single: 1 };
  const { prediction, probabilities, margin, warnings } = model.predictOne(row, { margin: true });
  assert.deepEqual(prediction, [1.125, 22, 'c', Math.exp(0.5), Math.fround(0.2)]);
  assert.deepEqual(probabilities.map((p) => p && Object.keys(p)), [null, null, ['a', 'b', 'c'], null, null]);
  assert.deepEqual([margin[2].length, warnings], [3, []]);
  const columns = model.predictColumns(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, [value, value]])), { probabilities: true });
  assert.deepEqual(columns.prediction.map((one) => one[1]), [1.125, 22, 2, Math.exp(0.5), Math.fround(0.2)]);
  assert.deepEqual(columns.classes, [null, null, ['a', 'b', 'c'], null, null]);
  assert.deepEqual(columns.probabilities.map((one) => one && one.length), [null, null, 6, null, null]);
});

test('no rows are no answers', async () => {
  const { predict, predictColumns } = await fresh('iris-species');
  assert.deepEqual(await predict([]), { prediction: [], warnings: [], errors: [] });
  assert.equal((await predictColumns({ sl: [], sw: [], pl: [], pw: [] })).prediction.length, 0);
});
