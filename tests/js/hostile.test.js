// Rows that want to break something. Nothing is lost: every row has its answer or its
// error, and a canary beside them the same bits as always.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import vm from 'node:vm';
import { instances, newest, sizes } from './instances.js';
import { fresh } from './packages.js';

const CANARY = { Age: 30, Sex: 'female', Embarked: 'S' };
let model;
let sound;

before(async () => {
  model = await (await fresh('titanic-survival')).load();
  sound = model.predictOne(CANARY, { margin: true });
});

/** The codes of rows that stand among canaries. */
const codes = (...rows) => {
  const all = rows.flatMap((row) => [row, CANARY]);
  const { prediction, margin, errors } = model.predict(all, { margin: true });
  assert.equal(prediction.length, all.length);
  for (let i = 1; i < all.length; i += 2) assert.ok(Object.is(margin[i], sound.margin), 'the canary');
  return rows.map((_, i) => {
    const [error] = errors.filter(({ row }) => row === 2 * i);
    assert.equal(prediction[2 * i] === null, error !== undefined);
    return error?.code ?? 'answered';
  });
};

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

test('what throws when it is read', () => {
  const boom = () => { throw Error('mine'); };
  const traps = ['get', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'];
  const rows = [
    { get Age() { return boom(); }, Sex: 'male' },
    { get Age() { throw undefined; }, Sex: 'male' },
    revoked(),
    ...traps.map((trap) => new Proxy({ ...CANARY }, { [trap]: boom })),
    Object.create(revoked()),
  ];
  assert.deepEqual(codes(...rows), rows.map(() => 'unreadable'));
  assert.deepEqual(model.predict(revoked()).errors[0].code, 'unreadable');
});

test('an error names the column, and keeps what was thrown beside it', () => {
  const mine = new Error('mine');
  const { errors: [error] } = model.predict({ Age: 3, get Sex() { throw mine; } });
  assert.deepEqual([error.column, error.cause, JSON.stringify(error).includes('mine')], ['Sex', mine, false]);
});

test('what is no row', () => {
  const rows = [null, undefined, 7, 'Age', true, 7n, Symbol('row'), () => CANARY, [], [CANARY]];
  assert.deepEqual(codes(...rows), rows.map(() => 'bad-row'));
  const empty = [{}, new Map([['Age', 3]]), new Date(), /x/, new Float64Array(3), Object.create(null), { 0: CANARY, length: 1 }];
  assert.deepEqual(codes(...empty), empty.map(() => 'no-known-column'));
});

test('cyclic, frozen, without prototype, of another realm', () => {
  const cyclic = { ...CANARY };
  cyclic.self = cyclic;
  const rows = [cyclic, Object.freeze({ ...CANARY }), Object.assign(Object.create(null), CANARY),
    vm.runInNewContext(`(${JSON.stringify(CANARY)})`), new Proxy(CANARY, {}), { ...CANARY, [Symbol('x')]: 1 }];
  assert.deepEqual(codes(...rows), rows.map(() => 'answered'));
  assert.deepEqual(codes({ ...CANARY, Age: cyclic }), ['bad-type']);
  assert.equal(model.predict(vm.runInNewContext(`[${JSON.stringify(CANARY)}]`)).prediction[0], sound.prediction);
});

test('a class with getters on its prototype is refused, one with fields is a row', () => {
  class Getters { get Age() { return 3; } get Sex() { return 'male'; } }
  class Fields { Age = 3; Sex = 'male'; Embarked = 'S'; }
  const other = vm.runInNewContext('Object.prototype.Age = 99; ({ Sex: "male" })');
  assert.deepEqual(codes(new Getters(), new Fields(), other, Object.create(CANARY)), ['inherited-column', 'answered', 'inherited-column', 'inherited-column']);
});

test('a polluted Object.prototype is not read as data', () => {
  try {
    Object.prototype.Age = 99;
    const { errors, prediction } = model.predict([{ Sex: 'male' }, { ...CANARY }, Object.assign(Object.create(null), CANARY)]);
    assert.deepEqual(errors.map(({ row, code, column }) => [row, code, column]), [[0, 'inherited-column', 'Age'], [1, 'inherited-column', 'Age']]);
    assert.equal(prediction[2], sound.prediction);
  } finally {
    delete Object.prototype.Age;
  }
  assert.deepEqual(model.predictOne(CANARY, { margin: true }), sound);
});

test('a polluted Object.prototype chooses no option and no shape', async () => {
  const { load, predictOne } = await fresh('iris-species');
  const flower = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
  const iris = await load();
  const ask = () => [model.predict({ Sex: 'x' }), model.predictOne(CANARY), model.predictColumns({ Sex: ['male', 'x'] }), iris.predict([flower])];
  const wanted = ask();
  const polluted = { 0: { code: 'mine' }, 1: 'one', strict: true, probabilities: true, margin: true, coerce: true, module: new Uint8Array(3), model: 'x', url: 'x', signal: AbortSignal.abort(), integrity: 'x' };
  try {
    Object.assign(Object.prototype, polluted);
    const [found, one] = [ask(), await predictOne(flower)];
    const again = await load();
    for (const name of Object.keys(polluted)) delete Object.prototype[name];
    assert.deepEqual(found, wanted);
    assert.deepEqual([one.prediction, again.version], ['setosa', iris.version]);
  } finally {
    for (const name of Object.keys(polluted)) delete Object.prototype[name];
  }
});

test('predictOne keeps what was thrown', () => {
  const mine = new Error('mine');
  assert.throws(() => model.predictOne({ Age: 3, get Sex() { throw mine; } }), ({ code, column, cause }) => code === 'unreadable' && column === 'Sex' && cause === mine);
});

test('names of JavaScript as keys do nothing', () => {
  const row = JSON.parse('{"Age":30,"Sex":"female","Embarked":"S","__proto__":{"Age":99},"constructor":1,"toString":2}');
  const { prediction, warnings } = model.predict(row);
  assert.equal(prediction[0], sound.prediction);
  assert.deepEqual(warnings.map(({ column }) => column), ['__proto__', 'constructor', 'toString']);
  assert.equal({}.Age, undefined);
});

test('each column is read exactly once', () => {
  const reads = [];
  const row = new Proxy({ ...CANARY, more: 1 }, { get: (target, name) => (reads.push(name), target[name]) });
  model.predict(row);
  assert.deepEqual(reads, ['Age', 'Sex', 'Embarked']);
});

test('lists that lie about their length', () => {
  const lying = (length) => new Proxy([CANARY, CANARY], { get: (target, name) => name === 'length' ? length : target[name] });
  for (const length of [-1, 0.5, NaN, '2', 2 ** 28, 2 ** 53, Infinity, {}, null, Symbol('2')]) {
    assert.throws(() => model.predict(lying(length)), { code: 'limit' }, String(length));
  }
  assert.equal(model.predict(new Proxy([CANARY], { get() { throw Error('mine'); } })).errors[0].code, 'bad-row');
  const { prediction, errors } = model.predict(lying(4));
  assert.deepEqual([prediction.length, errors.map(({ row, code }) => `${row} ${code}`)], [4, ['2 bad-row', '3 bad-row']]);
  assert.deepEqual(model.predict(lying(1)).prediction.length, 1);
});

test('sparse lists, and lists that throw', () => {
  const sparse = [CANARY, , CANARY]; // eslint-disable-line no-sparse-arrays
  assert.deepEqual(model.predict(sparse).errors.map(({ row, code }) => `${row} ${code}`), ['1 bad-row']);
  const list = [CANARY, CANARY];
  Object.defineProperty(list, 1, { get() { throw Error('mine'); } });
  assert.deepEqual(model.predict(list).errors.map(({ row, code }) => `${row} ${code}`), ['1 unreadable']);
});

test('a getter that predicts, also of blocks, gets its own answer and spoils none', () => {
  const inner = [];
  const row = { ...CANARY, get Age() { inner.push(model.predict(Array(5000).fill(CANARY), { margin: true }).margin.at(-1)); return 30; } };
  const { margin } = model.predict([CANARY, row, CANARY], { margin: true });
  assert.deepEqual([...margin, ...inner], Array(4).fill(sound.margin));
});

test('a getter that grows the memory spoils no answer', () => {
  const row = { ...CANARY, get Sex() { newest().memory.grow(1); return 'female'; } };
  assert.deepEqual(model.predict([CANARY, row], { margin: true }).margin, [sound.margin, sound.margin]);
});

test('a getter that frees the model: the call is answered, the next one is refused', async () => {
  const mine = await (await fresh('titanic-survival')).load();
  const { margin } = mine.predict([{ ...CANARY, get Age() { mine.free(); return 30; } }, CANARY], { margin: true });
  assert.deepEqual(margin, [sound.margin, sound.margin]);
  assert.throws(() => mine.predict(CANARY), { code: 'freed' });
});

test('a getter that recurses until the stack ends', () => {
  const row = { ...CANARY, get Age() { return model.predictOne(row); } };
  const { errors: [error] } = model.predict(row);
  assert.ok(['unreadable', 'bad-type'].includes(error.code), error.code);
  assert.deepEqual(model.predictOne(CANARY, { margin: true }), sound);
});

test('long words are cut before they are looked up', () => {
  const long = 'f'.repeat(1 << 22);
  const before = sizes(newest());
  const { warnings } = model.predict({ ...CANARY, Sex: long, [long]: 1 });
  assert.ok(warnings.every(({ message }) => message.length < 100));
  assert.deepEqual(sizes(newest()), before);
});

const MILLION = 1_000_000;

/** Rows that are made when they are read, so that only the door's own memory counts. */
const made = (count, row) => new Proxy([], { get: (_, name) => name === 'length' ? count : row(Number(name)) });

test('a million good rows: memory and tables flat', () => {
  model.predict(made(10_000, () => CANARY));
  const before = sizes(newest());
  const { prediction } = model.predict(made(MILLION, (i) => ({ Age: i % 80 || 1, Sex: i % 2 ? 'male' : 'female', Embarked: 'S' })));
  assert.equal(prediction.length, MILLION);
  assert.ok(!prediction.includes(null));
  assert.deepEqual(sizes(newest()), before);
});

test('a million hostile rows: memory and tables flat, the canary among them answered', () => {
  const bad = [
    { get Age() { throw Error('mine'); } }, null, revoked(), { Sex: 7n }, { Sex: '"female"', Agee: 1 }, [], {},
  ];
  const { length } = instances;
  let before;
  // In parts: a million errors at once are a million objects, which is the caller's wish.
  for (let part = 0; part < 20; part++) {
    const { prediction, errors } = model.predict(made(MILLION / 20, (i) => i % 10 ? bad[i % bad.length] : CANARY));
    for (let i = 0; i < prediction.length; i += 10) assert.equal(prediction[i], sound.prediction);
    assert.ok(errors.length > prediction.length / 2);
    assert.deepEqual(model.predictOne(CANARY, { margin: true }), sound);
    before ??= sizes(newest());
  }
  assert.deepEqual(sizes(newest()), before);
  assert.equal(instances.length, length, 'no instance was lost');
});

test('a million rows in columns', () => {
  const before = sizes(newest());
  const { prediction, warnings } = model.predictColumns({ Age: new Float64Array(MILLION).fill(30), Sex: Array(MILLION).fill('"female"') });
  assert.equal(prediction.length, MILLION);
  assert.deepEqual(warnings.map(({ code, count }) => [code, count]).sort(), [['missing-column', MILLION], ['unknown-level', MILLION]]);
  assert.deepEqual(sizes(newest()), before);
});
