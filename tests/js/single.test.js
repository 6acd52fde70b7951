// One row by the short way, and columns by the copied way: whatever the caller gives,
// the same is answered and said as by reading row for row.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { instances, newest, replaced } from './instances.js';
import { fresh, golden, runtime } from './packages.js';

const FLOWER = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
const PASSENGER = { Age: 30, Sex: 'female', Embarked: 'S' };
/** All numbers, so its package writes them itself; and one with levels. */
let iris;
let titanic;
/** What the canary is answered. */
let sound;

before(async () => {
  iris = await (await fresh('iris-species')).load();
  titanic = await (await fresh('titanic-survival')).load();
  sound = iris.predictOne(FLOWER, { margin: true });
});

/** What is answered or said, by predictOne and by predict. */
const both = (model, make, options) => {
  const tell = (ask) => {
    try {
      return ask();
    } catch (error) {
      return error.errors?.map(({ ...parts }) => parts) ?? error;
    }
  };
  const one = tell(() => model.predictOne(make(), { margin: true, ...options }));
  const { warnings, errors, ...lists } = model.predict([make()], { probabilities: true, margin: true, ...options });
  const listed = errors.length ? errors.map(({ ...parts }) => parts) : { ...Object.fromEntries(Object.entries(lists).map(([name, [first]]) => [name, first])), warnings };
  return [one, listed];
};

const odd = (row, [name, other]) => [
  row, {}, { ...row, more: 1 }, { ...row, [name]: undefined }, { ...row, [name]: null }, { ...row, [name]: NaN }, { ...row, [name]: '3' },
  { ...row, [name]: 'word' }, { ...row, [name]: 3n }, { ...row, [name]: true }, { ...row, [name]: {} }, { ...row, [name]: 1e300 }, { ...row, [name]: -Infinity },
  { ...row, [name]: -0 }, { [other]: row[other] }, { ...row, [name]: 0.1, [other]: 0.1 }, null, 7, [row], Object.create(row),
  Object.assign(Object.create(null), row), Object.freeze({ ...row }), new Proxy({ ...row }, {}), Object.defineProperty({ ...row }, 'hidden', { value: 1 }),
  Object.fromEntries(Object.entries(row).reverse()), new (class { constructor() { Object.assign(this, row); } })(), JSON.parse(JSON.stringify({ ...row, __proto__: null })),
];

for (const options of [{}, { strict: true }, { coerce: true }, { probabilities: false, margin: false }]) {
  test(`one row is answered as a list of one, with ${JSON.stringify(options)}`, () => {
    const cases = [...odd(FLOWER, ['pl', 'sw']).map((row) => [iris, row]), ...odd(PASSENGER, ['Age', 'Sex']).map((row) => [titanic, row]), ...odd(PASSENGER, ['Sex', 'Age']).map((row) => [titanic, row])];
    for (const [model, row] of cases) {
      const [one, listed] = both(model, () => row, options);
      if (options.probabilities === false) delete listed.probabilities, delete listed.margin;
      assert.deepEqual(one, listed);
      assert.deepEqual(iris.predictOne(FLOWER, { margin: true }), sound);
    }
  });
}

test('what throws names its column, and only that', () => {
  const boom = () => { throw Error('mine'); };
  for (const [row, column] of [[{ ...FLOWER, get pl() { return boom(); } }, 'pl'], [new Proxy(FLOWER, { get: boom }), 'sl'], [new Proxy(FLOWER, { ownKeys: boom })], [new Proxy(FLOWER, { getPrototypeOf: boom })]]) {
    assert.throws(() => iris.predictOne(row), (error) => error.code === 'unreadable' && error.column === column && error.cause.message === 'mine');
  }
});

test('each column is read exactly once, also where there is something to say', () => {
  for (const row of [FLOWER, { ...FLOWER, more: 1 }, { ...FLOWER, sl: 1e9 }, { ...FLOWER, sl: null }]) {
    const reads = [];
    try {
      iris.predictOne(new Proxy({ ...row }, { get: (target, name) => (reads.push(name), target[name]) }));
    } catch {}
    assert.deepEqual(reads, ['sl', 'sw', 'pl', 'pw']);
  }
});

test('a number out of range is said as it was given, not as the model rounds it', () => {
  const { warnings: [warning] } = iris.predictOne({ ...FLOWER, sl: 1234.56789012345678 });
  assert.deepEqual([warning.code, warning.value], ['out-of-range', 1234.56789012345678]);
});

test('a getter that predicts gets its own answer and spoils none', () => {
  const other = { sl: 6.3, sw: 3.3, pl: 6, pw: 2.5 }, inner = [];
  for (const name of Object.keys(FLOWER)) {
    const row = { ...FLOWER, get [name]() { inner.push(iris.predictOne(other, { margin: true })); return FLOWER[name]; } };
    assert.deepEqual(iris.predictOne(row, { margin: true }), sound);
  }
  assert.deepEqual(inner, Array(4).fill(iris.predictOne(other, { margin: true })));
  const keys = new Proxy({ ...FLOWER }, { ownKeys: (target) => (iris.predictOne(other), Reflect.ownKeys(target)) });
  assert.deepEqual(iris.predictOne(keys, { margin: true }), sound);
});

test('a getter that grows the memory, or loses the instance, spoils no answer', () => {
  const grows = { ...FLOWER, get pw() { newest().memory.grow(1); return 0.2; } };
  iris.predictOne(FLOWER);
  const mine = instances.findLast(({ memory }) => memory.buffer.byteLength) && instances;
  for (const { memory } of mine) memory.grow(1);
  assert.deepEqual(iris.predictOne(FLOWER, { margin: true }), sound);
  assert.deepEqual(iris.predictOne(grows, { margin: true }), sound);
  const loses = { ...FLOWER, get pw() {
    replaced.model_again = () => { throw new WebAssembly.RuntimeError('unreachable'); };
    assert.throws(() => iris.predictOne(FLOWER), { code: 'trap' });
    delete replaced.model_again;
    return 0.2;
  } };
  const { length } = instances;
  assert.deepEqual(iris.predictOne(loses, { margin: true }), sound);
  assert.equal(instances.length, length + 1, 'one fresh instance');
});

test('memory that grows while the row is answered', () => {
  replaced.model_again = (again, ...numbers) => {
    const found = again(...numbers);
    instances.forEach(({ memory }) => memory.grow(1));
    return found;
  };
  const found = iris.predictOne(FLOWER, { margin: true });
  delete replaced.model_again;
  assert.deepEqual(found, sound);
});

test('a polluted prototype is refused from the next row on', () => {
  try {
    Object.prototype.pl = 9;
    assert.throws(() => iris.predictOne(FLOWER), { code: 'inherited-column', column: 'pl' });
  } finally {
    delete Object.prototype.pl;
  }
  assert.deepEqual(iris.predictOne(FLOWER, { margin: true }), sound);
});

test("the runtime alone answers as the package's own reader", async () => {
  const { load } = await runtime(), { readFileSync } = await import('node:fs'), { folder } = await import('./packages.js');
  const model = await load({ model: readFileSync(`${folder('iris-species')}/windowbox.wasm`) });
  assert.deepEqual(model.predictOne(FLOWER, { margin: true }), sound);
  assert.deepEqual(model.predict([FLOWER, { ...FLOWER, sl: null }]), iris.predict([FLOWER, { ...FLOWER, sl: null }]));
});

test("a package's reader does not read for another model", async () => {
  const { load } = await fresh('iris-species');
  const other = await load({ model: golden('hand-line') });
  const row = { age: 30, sex: 'female', port: 'C' };
  const alone = await (await runtime()).load({ model: golden('hand-line') });
  assert.deepEqual(other.predictOne(row, { margin: true }), alone.predictOne(row, { margin: true }));
});

/** Numbers of which there is something to say here and there. */
const NUMBERS = Float64Array.from({ length: 9000 }, (_, i) => i % 701 === 0 ? NaN : i % 503 === 0 ? 1e4 : i % 80);

const age = (Age) => ({ Age, Sex: Array(NUMBERS.length).fill('male'), Embarked: Array(NUMBERS.length).fill('S') });
const flowers = (sl) => ({ sl, sw: sl.map((x) => x / 9), pl: sl.map((x) => x / 7), pw: sl.map((x) => x / 5) });

test('typed arrays are answered as lists are, also where cells are missing', () => {
  const options = { margin: true, probabilities: true };
  assert.deepEqual(titanic.predictColumns(age(NUMBERS), options), titanic.predictColumns(age([...NUMBERS]), options));
  assert.deepEqual(iris.predictColumns(flowers(NUMBERS), options), iris.predictColumns(flowers([...NUMBERS]), options));
  for (const Typed of [Float32Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array]) {
    const typed = Typed.from(NUMBERS);
    for (const strict of [false, true]) assert.deepEqual(titanic.predictColumns(age(typed), { strict }), titanic.predictColumns(age([...typed]), { strict }), Typed.name);
  }
});

test('columns are answered as rows are, whatever is said of them', () => {
  const Sex = [...NUMBERS].map((x, i) => i % 97 ? 'male' : i % 2 ? 'f' : 7n), Age = [...NUMBERS].map((x, i) => i % 89 ? x : '3');
  const rows = Age.map((age, i) => ({ Age: age, Sex: Sex[i], Embarked: null }));
  const { prediction, classes, warnings, errors } = titanic.predictColumns({ Age, Sex, Embarked: Array(Age.length) });
  const listed = titanic.predict(rows);
  assert.deepEqual(Array.from(prediction, (code) => classes[code] ?? null), listed.prediction);
  assert.deepEqual(errors, listed.errors);
  for (const { code, column, count } of warnings) assert.equal(count, listed.warnings.filter((one) => one.code === code && one.column === column).length, code);
});

test('arrays that pretend', () => {
  const rows = (Age) => titanic.predictColumns({ Age, Sex: ['male', 'male'], Embarked: ['S', 'S'] }, { margin: true });
  const wanted = rows([3, 4]);
  class Mine extends Float64Array {
    static get [Symbol.species]() { throw Error('species'); }
    subarray() { throw Error('subarray'); }
    get buffer() { return new ArrayBuffer(1); }
  }
  assert.deepEqual(rows(Mine.of(3, 4)), wanted);
  assert.deepEqual(rows(Object.defineProperty(new Float64Array([3, 4, 5]), 'length', { value: 2 })), wanted);
  assert.deepEqual(rows(Object.defineProperty(new Float64Array([3]), 'length', { value: 2 })), rows([3, null]));
  assert.deepEqual(rows({ length: 2, 0: 3, 1: 4, [Symbol.toStringTag]: 'Float64Array' }), wanted);
  assert.deepEqual(rows(Float64Array.from([3, 4])), rows(new Float64Array(new SharedArrayBuffer(16)).map((_, i) => i + 3)));
  assert.deepEqual(rows(BigInt64Array.of(3n, 4n)).errors.map(({ code }) => code), ['bad-type', 'bad-type']);
});

test('memory that is taken away between two blocks is missing', () => {
  const Age = new Float64Array(5000).fill(30), Sex = Array(5000).fill('male');
  Object.defineProperty(Sex, 2500, { get: () => (structuredClone(Age.buffer, { transfer: [Age.buffer] }), 'male') });
  const { margin, errors } = titanic.predictColumns({ Age, Sex, Embarked: Array(5000).fill('S') }, { margin: true });
  const [there, gone] = [30, null].map((age) => titanic.predictOne({ Age: age, Sex: 'male', Embarked: 'S' }, { margin: true }).margin);
  assert.deepEqual([margin[0], margin[4999], errors.length], [there, gone, 0]);
});
