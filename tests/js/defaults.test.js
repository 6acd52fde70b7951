// The table of defaults in the README, line by line.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { golden, runtime } from './packages.js';

/** age may be missing, sex not, port may. */
let passengers;
/** x, level (1, 2, 3), word and flag may be missing, single not. */
let every;
let WindowboxError;

before(async () => {
  const { load, WindowboxError: E } = await runtime();
  WindowboxError = E;
  passengers = await load({ model: golden('hand-line') });
  every = await load({ model: golden('hand-trees') });
});

const good = { age: 30, sex: 'female', port: 'C' };
const full = { x: 1, level: 2, word: 'left', flag: true, single: 1 };

/** What is said of a row: `code column`, errors with `!`. */
const said = (model, row, options) => {
  const { prediction, warnings, errors } = model.predict(row, options);
  assert.equal(prediction[0] === null, errors.length > 0, 'a row has an answer or an error');
  const line = ({ code, column }, mark = '') => `${mark}${code}${column ? ` ${column}` : ''}`;
  return [...errors.map((error) => line(error, '!')), ...warnings.map((warning) => line(warning))];
};

const without = (row, name) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

describe('missing', () => {
  test('an absent or undefined column is missing with a warning, where missing is defined', () => {
    assert.deepEqual(said(passengers, without(good, 'age')), ['missing-column age']);
    assert.deepEqual(said(passengers, { ...good, age: undefined }), ['missing-column age']);
  });
  test('else it is an error', () => {
    assert.deepEqual(said(passengers, without(good, 'sex')), ['!missing-column sex']);
  });
  test('null and NaN are missing without a word, where missing is defined', () => {
    for (const age of [null, NaN]) assert.deepEqual(said(passengers, { ...good, age }), []);
    assert.deepEqual(said(passengers, { ...good, port: null }), []);
    for (const name of ['x', 'level', 'word', 'flag']) assert.deepEqual(said(every, { ...full, [name]: null }), []);
  });
  test('else they are errors', () => {
    for (const sex of [null, NaN]) assert.deepEqual(said(passengers, { ...good, sex }), ['!missing-not-allowed sex']);
    assert.deepEqual(said(every, { ...full, single: NaN }), ['!missing-not-allowed single']);
  });
  test('the answer is the same however a cell is missing', () => {
    const answer = (row) => passengers.predictOne(row, { margin: true }).margin;
    assert.deepEqual([{ ...good, age: null }, { ...good, age: NaN }, without(good, 'age')].map(answer), Array(3).fill(-0.5 - -0.5 * 0.2 + 1.25 + 0.25 - 0));
  });
});

describe('columns', () => {
  test('an unknown key is a warning with the closest column, once a call', () => {
    const { warnings, prediction } = passengers.predict([good, { ...good, Agee: 3 }, { ...good, Agee: 4, qqqqqqq: 1 }]);
    assert.ok(prediction.every((label) => label !== null));
    assert.deepEqual(warnings.map(({ row, column, closest, count }) => [row, column, closest, count]), [[1, 'Agee', 'age', 2], [2, 'qqqqqqq', undefined, 1]]);
    assert.match(warnings[0].hint, /"age"/);
  });
  test('and an error in strict', () => {
    assert.deepEqual(said(passengers, { ...good, Agee: 3 }, { strict: true }), ['!unknown-column Agee']);
  });
  test('a record with no known column is an error that says what was meant', () => {
    const { errors, warnings } = passengers.predict({ Age: 3, Sex: 'male' });
    assert.deepEqual(errors.map(({ code }) => code), ['no-known-column']);
    assert.deepEqual(warnings.map(({ closest }) => closest), ['age', 'sex']);
    assert.deepEqual(said(passengers, {}), ['!no-known-column']);
  });
});

describe('types', () => {
  test('a number as text is bad-type', () => {
    const { errors: [error] } = passengers.predict({ ...good, age: '30' });
    assert.deepEqual([error.code, error.column], ['bad-type', 'age']);
    assert.match(error.hint, /coerce/);
  });
  test('text that coerce cannot read is shown, without the advice to coerce', () => {
    const { errors: [error] } = passengers.predict({ ...good, age: '5,1' }, { coerce: true });
    assert.deepEqual([error.message, error.hint], ['"age" is "5,1", not a number', undefined]);
  });
  test('with coerce, words for a missing cell are missing where they are no levels', () => {
    for (const port of ['', 'NA', 'n/a', ' None ']) assert.deepEqual(said(passengers, { ...good, port }, { coerce: true }), [], port);
    for (const sex of ['', 'NULL']) assert.deepEqual(said(passengers, { ...good, sex }, { coerce: true }), ['!missing-not-allowed sex']);
    assert.deepEqual(said(passengers, { ...good, port: 'NA' }), ['unknown-level port']);
    assert.deepEqual(said(every, { ...full, level: '9' }, { coerce: true }), ['unknown-level level']);
  });
  test('unless coerce reads it, as CSV is read', () => {
    const margin = (age) => passengers.predictOne({ ...good, age }, { coerce: true, margin: true }).margin;
    assert.equal(margin(' 3e1 '), margin(30));
    for (const text of ['', ' ', 'NA', ' NA ', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None']) assert.equal(margin(text), margin(null), text);
    for (const text of ['0x1e', '0b1', '1_0', '3O', 'thirty', '1,5', 'none', 'na']) {
      assert.deepEqual(said(passengers, { ...good, age: text }, { coerce: true }), ['!bad-type age'], text);
    }
  });
  test('every other type is bad-type, also with coerce', () => {
    for (const coerce of [false, true]) {
      for (const odd of [30n, new Date(), {}, [30], Symbol('30'), new Number(30), () => 30, true]) {
        assert.deepEqual(said(passengers, { ...good, age: odd }, { coerce }), ['!bad-type age'], String(odd));
      }
      for (const odd of [1n, {}, true, Symbol('female'), new String('female')]) {
        assert.deepEqual(said(passengers, { ...good, sex: odd }, { coerce }), ['!bad-type sex'], String(odd));
      }
    }
  });
  test('truth values are true and false, and with coerce 0, 1 and their texts', () => {
    const kind = (flag, options) => every.predict({ ...full, flag }, options).prediction[0]?.[2];
    assert.deepEqual([kind(false), kind(true)], ['a', 'c']);
    for (const odd of [1, 0, 'true', 'false', '1']) assert.equal(kind(odd), undefined, odd);
    for (const yes of [1, '1', 'true', ' TRUE ']) assert.equal(kind(yes, { coerce: true }), 'c', yes);
    for (const no of [0, '0', 'False']) assert.equal(kind(no, { coerce: true }), 'a', no);
    for (const odd of ['yes', 2, '']) assert.deepEqual(said(every, { ...full, flag: odd }, { coerce: true }), odd === '' ? [] : ['!bad-type flag']);
  });
  test('levels that are numbers take numbers, and with coerce their text', () => {
    const answer = (level, options) => every.predict({ ...full, level }, options).prediction[0]?.[1];
    assert.equal(answer('2'), undefined);
    assert.equal(answer('2.0', { coerce: true }), answer(2));
    assert.deepEqual(said(every, { ...full, level: 4 }), ['unknown-level level']);
  });
  test('levels that are text take a number as its decimal text', async () => {
    assert.deepEqual(said(passengers, { ...good, sex: 1 }), ['unknown-level sex']);
    assert.deepEqual(said(every, { ...full, word: 1 }), []);
  });
  test('infinite is a number', () => {
    assert.deepEqual(said(every, { ...full, x: Infinity }), []);
    assert.deepEqual(said(passengers, { ...good, age: -Infinity }), []);
  });
  test('and where the answer is none, the row is told so', async () => {
    const { load } = await runtime();
    const vote = await load({ model: golden('hand-vote') });
    const codes = [Infinity, -Infinity].flatMap((x) => said(vote, { x, y: x }));
    assert.ok(codes.every((code) => code === '!no-answer'), String(codes));
  });
});

describe('levels', () => {
  test('the empty string is a level like any other', () => {
    const { warnings: [warning], prediction } = passengers.predict({ ...good, sex: '' });
    assert.deepEqual([warning.code, warning.value, prediction.length], ['unknown-level', '', 1]);
  });
  test('an unknown level is predicted, with a warning and the closest', () => {
    const { warnings: [warning], prediction } = passengers.predict({ ...good, sex: 'Femal' });
    assert.deepEqual([warning.value, warning.closest], ['Femal', 'female']);
    assert.notEqual(prediction[0], null);
    for (const name of ['__proto__', 'constructor', 'toString']) assert.deepEqual(said(passengers, { ...good, sex: name }), ['unknown-level sex']);
  });
  test('strict refuses it', () => {
    const { errors: [error], prediction } = passengers.predict([{ ...good, sex: 'Femal' }, good], { strict: true });
    assert.deepEqual([error.row, error.code, error.closest], [0, 'unknown-level', 'female']);
    assert.equal(prediction[0], null);
    assert.notEqual(prediction[1], null);
  });
});

describe('one row', () => {
  test('throws its first error, with all of them', () => {
    assert.throws(() => passengers.predictOne({ age: '1', sex: true }), (error) => {
      assert.ok(error instanceof WindowboxError && error instanceof Error);
      assert.deepEqual([error.name, error.code, error.column, error.row], ['WindowboxError', 'bad-type', 'age', 0]);
      assert.deepEqual(error.errors.map(({ column }) => column), ['age', 'sex']);
      return true;
    });
  });
  test('has probabilities unless they are not wanted, margins if they are', () => {
    assert.deepEqual(Object.keys(passengers.predictOne(good)), ['prediction', 'probabilities', 'warnings']);
    assert.deepEqual(Object.keys(passengers.predictOne(good, { probabilities: false, margin: true })), ['prediction', 'margin', 'warnings']);
  });
});

describe('columns of a table', () => {
  const columns = { age: [30, null, NaN, 4], sex: ['female', 'male', 'f', null], port: ['C', 'C', 'C', 'C'] };
  test('a bad row is -1 or NaN, the others are answered', () => {
    const { prediction, probabilities, errors, warnings } = passengers.predictColumns(columns, { probabilities: true });
    assert.equal(prediction[3], -1);
    assert.ok([...prediction.subarray(0, 3)].every((code) => code >= 0));
    assert.deepEqual(Array.from(probabilities, Number.isNaN), [false, false, false, false, false, false, true, true]);
    assert.deepEqual(errors.map(({ row, code }) => [row, code]), [[3, 'missing-not-allowed']]);
    assert.deepEqual(warnings.map(({ row, code, count }) => [row, code, count]), [[2, 'unknown-level', 1]]);
  });
  test('equal warnings are counted', () => {
    const { warnings } = passengers.predictColumns({ sex: Array(700).fill('f'), agee: [] });
    assert.deepEqual(warnings.map(({ row, code, column, count }) => [row, code, column, count]),
      [[0, 'unknown-column', 'agee', 1], [0, 'missing-column', 'age', 700], [0, 'unknown-level', 'sex', 700], [0, 'missing-column', 'port', 700]]
        .sort((a, b) => warnings.findIndex(({ column }) => column === a[2]) - warnings.findIndex(({ column }) => column === b[2])));
  });
  for (const [what, code, input, column, message] of [
    ['a column that must be there', 'missing-column', { age: [1] }],
    ['no known column', 'no-known-column', { Age: [1] }],
    ['different lengths', 'column-length', { sex: ['male'], age: [1, 2] }, 'sex', /^"sex" has 1 rows, "age" 2$/],
    ['a value for a column', 'bad-type', { sex: 'male' }, 'sex', /list/],
    ['a plain row', 'bad-type', good, 'age', /"age" is .*, not a list/],
    ['an object for a column', 'bad-type', { sex: {} }, 'sex', /list/],
    ['an object for a column that may be missing', 'bad-type', { sex: ['male'], age: {} }, 'age', /list/],
    ['a Map for a column', 'bad-type', { sex: ['male'], age: new Map([[0, 3]]) }, 'age', /list/],
    ['a Set for a column', 'bad-type', { sex: ['male'], age: new Set([3]) }, 'age', /list/],
    ['a symbol for a column', 'bad-type', { sex: ['male'], age: Symbol('x') }, 'age', /list/],
    ['a symbol for a length', 'bad-type', { sex: ['male'], age: { length: Symbol('x') } }, 'age', /list/],
    ['half a length', 'bad-type', { sex: ['male'], age: { length: 0.5 } }, 'age', /list/],
    ['a list of rows', 'bad-row', [good]],
    ['a text', 'bad-row', 'male'],
    ['nothing', 'bad-row', undefined],
    ['a getter that throws', 'unreadable', { get sex() { throw Error('mine'); } }],
    ['a length that throws', 'unreadable', { sex: { get length() { throw Error('mine'); } } }, 'sex'],
    ['an impossible length', 'limit', { sex: { length: 2 ** 40 } }],
  ]) {
    test(`${what} is an error of the call: ${code}`, () => {
      assert.throws(() => passengers.predictColumns(input), (error) => {
        assert.deepEqual([error instanceof WindowboxError, error.code], [true, code]);
        if (column) assert.equal(error.column, column);
        if (message) assert.match(error.message, message);
        if (/^bad|^no-known|length$/.test(code)) assert.match(error.hint, /\{ column: list/);
        return true;
      });
    });
  }
  test('a cell that throws is an error of its row, and names the column', () => {
    const sex = Object.defineProperty(['male', 'male'], 1, { get() { throw Error('mine'); } });
    const { errors: [error], prediction } = passengers.predictColumns({ sex, age: [1, 2] });
    assert.deepEqual([error.row, error.code, error.column, error.cause.message], [1, 'unreadable', 'sex', 'mine']);
    assert.deepEqual([prediction[0] >= 0, prediction[1]], [true, -1]);
  });
  test('no column that tells a length is no rows', () => {
    assert.equal(every.predictColumns({ x: null, single: [] }).prediction[0].length, 0);
  });
  test('strict refuses an unknown column', () => {
    assert.throws(() => passengers.predictColumns({ ...columns, agee: [1, 2, 3, 4] }, { strict: true }), { code: 'unknown-column' });
  });
});

describe('dates', () => {
  const row = { sold: null, called: '2001-02-03T04:05:06', opens: '12:30', built: '1975-06-30', seen: '1999-12-31T23:59:59.5', lasts: '1:00:00' };
  let dates;
  before(async () => { dates = await (await runtime()).load({ model: golden('pmml-jpmml-dates-tree') }); });

  test('the schema says how they are written', () => {
    const formats = dates.schema.columns.map(({ kind }) => kind.format);
    assert.deepEqual(formats.slice(0, 3), ['date YYYY-MM-DD', 'date-time YYYY-MM-DDThh:mm:ss', 'time hh:mm:ss']);
    assert.equal(passengers.schema.columns[0].kind.format, undefined);
  });
  test('a text that is none is an error that says how they are written', () => {
    for (const opens of ['24:00', '2020-01-01', new Date(0)]) {
      const { errors } = dates.predict({ ...row, opens });
      assert.equal(errors[0].code, 'bad-type');
      assert.match(errors[0].message, /not a time hh:mm:ss/);
      assert.equal(errors[0].hint, undefined);
    }
  });
  test('the empty text is missing, as is an invalid one where the file says so', () => {
    const answer = (given) => dates.predictOne({ ...row, ...given }).prediction;
    assert.equal(answer({}), 1.75);
    for (const sold of ['', '2019-02-29']) assert.equal(answer({ sold }), 1.75);
    assert.equal(answer({ sold: '2000-02-29' }), 2.5);
  });
});
