// The plain JavaScript twin of a model answers what its wasm does: the golden cases to the
// bit, and rows that nobody should send with the same warnings and errors.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { numbers } from '../../pkg/twin/numbers.js';
import { answers, cases, expected, inputOf } from './golden.js';
import { windowbox } from './packages.js';
import { NAMES, pipeline } from './steps.js';

const root = new URL('../../', import.meta.url).pathname, made = mkdtempSync(`${tmpdir()}/windowbox-twin-`);
after(() => rmSync(made, { recursive: true }));

const command = (...words) => {
  const { status, stdout, stderr } = spawnSync(windowbox, words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
};

/** Packs a model: its folder, and what the command says of its twin. */
const packed = (name, file) => {
  const folder = `${made}/${name}`;
  const said = command('pack', file, '-o', folder, '--name', name.replace(/[^a-z-]/g, '-'), '--runtime', `${root}pkg/dist`);
  return { name, folder, said: /plain JavaScript twin: (.*)/.exec(said)[1] };
};
const packages = cases.map((name) => packed(name, `${root}tests/golden/${name}/packed.wbx`));
const twins = packages.filter(({ said }) => said.startsWith('yes, '));

/** The model of a package, with and without WebAssembly. */
const both = async ({ folder }) => {
  const { load } = await import(`${pathToFileURL(folder)}/node.js`), wasm = await load(), { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  try {
    const { load } = await import(`${pathToFileURL(folder)}/node.js?twin`);
    return [wasm, await load()];
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
};

test('every golden case whose kinds have a twin answers to the bit', async (t) => {
  for (const one of twins) {
    const [wasm, twin] = await both(one), input = inputOf(wasm, one.name);
    assert.deepEqual(answers(twin, one.name), expected(one.name), one.name);
    assert.deepEqual([twin.schema, twin.card, twin.statistics, twin.version], [wasm.schema, wasm.card, wasm.statistics, wasm.version], one.name);
    const { warnings, errors } = wasm.predictColumns(input), found = twin.predictColumns(input);
    assert.deepEqual([found.warnings, found.errors], [warnings, errors], one.name);
    assert.deepEqual(twin.selfTest(), wasm.selfTest(), one.name);
  }
  t.diagnostic(`${twins.length} of ${packages.length} cases have a twin`);
  assert.ok(twins.length >= 113, `${twins.length} have a twin`);
});

test('every function, reduction, link and metric answers to the bit', async () => {
  writeFileSync(`${made}/steps.json`, JSON.stringify(pipeline()));
  command('import', `${made}/steps.json`, '-o', `${made}/steps.wbx`, '--embed-rows');
  const [wasm, twin] = await both(packed('steps', `${made}/steps.wbx`)), random = dice(7), rows = 400;
  const special = [NaN, 0, -0, 1, -1, 0.5, -0.5, 2.5, 1e-320, 1e300, -1e300, 710, -746, 88.8, -104, 2 ** 52 + 0.5, 1e16, -3];
  const cell = () => random() < 0.3 ? special[Math.floor(random() * special.length)] : (random() - 0.5) * 10 ** (random() * 6 - 2);
  const columns = Object.fromEntries(NAMES.map((name) => [name, Float64Array.from({ length: rows }, cell)]));
  const want = wasm.predictColumns(columns), found = twin.predictColumns(columns);
  assert.ok(want.errors.length < rows / 2, `${want.errors.length} of ${rows} rows have no answer`);
  wasm.schema.targets.forEach(({ name }, t) => {
    const differs = want.prediction[t].findIndex((x, r) => !Object.is(x, found.prediction[t][r]));
    assert.equal(differs, -1, `${name} of ${NAMES.map((name) => columns[name][differs])}: ${found.prediction[t][differs]}, not ${want.prediction[t][differs]}`);
  });
  assert.deepEqual(found, want);
});

test('a model without a twin says which kind lacks one', async () => {
  const { folder, said } = packages.find(({ name }) => name === 'onnx-wordcount-made');
  assert.equal(said, 'none: the step `counter of words` has none');
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  try {
    const { load, WindowboxError } = await import(`${pathToFileURL(folder)}/node.js?none`);
    const error = await load().catch((error) => error);
    assert.ok(error instanceof WindowboxError && error.cause instanceof ReferenceError, error.stack);
    assert.deepEqual([error.code, error.message], ['wasm-unavailable', 'this engine has no WebAssembly']);
    assert.match(error.hint, /; this model has no plain JavaScript twin: the step `counter of words` has none$/);
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

// The first takes from V8 the instructions that it makes vectors with, as on a processor without them.
for (const [flag, lacks] of [['--no-enable-sse4-1', /SIMD/], ['--jitless', /WebAssembly is not defined/]]) {
  test(`node ${flag} takes the twin, as ES module and CommonJS`, { skip: process.arch !== 'x64' }, async () => {
    const { folder, name } = packages.find(({ name }) => name === 'xgb-categorical-titanic'), [wasm] = await both({ folder });
    const { warnings, ...answers } = wasm.predictColumns(inputOf(wasm, name), { margin: true });
    const program = (load) => `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url), { load } = ${load}, model = await load();
      const { warnings, ...answers } = model.predictColumns(${JSON.stringify(inputOf(wasm, name))}, { margin: true });
      const why = await load({ module: 1 }).catch(({ code, message }) => code + ': ' + message);
      console.log(JSON.stringify([answers, warnings.length, model.version.hash, why]));`;
    for (const load of [`await import('${folder}/node.js')`, `require('${folder}/node.cjs')`]) {
      const { stdout, stderr } = spawnSync(process.execPath, [flag, '--input-type=module', '-e', program(load)], { encoding: 'utf8' });
      const [found, said, hash, why] = JSON.parse(stdout || assert.fail(stderr));
      assert.deepEqual([found, said, hash], [JSON.parse(JSON.stringify(answers)), warnings.length, wasm.version.hash]);
      assert.match(why, /^wasm-unavailable: /);
    }
    const probe = 'try { new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123)) } catch (error) { console.log(`${error}`) }';
    assert.match(spawnSync(process.execPath, [flag, '-e', probe], { encoding: 'utf8' }).stdout, lacks);
  });
}

test('what is asked of the model is asked of its twin', async () => {
  const { folder } = twins[0], { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  try {
    const { load } = await import(`${pathToFileURL(folder)}/node.js?asked`), { version: { hash } } = await load();
    const wasm = readFileSync(`${folder}/windowbox.wasm`), integrity = `sha384-${createHash('sha384').update(wasm).digest('base64')}`, wrong = '0'.repeat(64);
    // The whole file is held to what is asked before anything is made of it.
    assert.equal((await load({ integrity, expect: { hash } })).version.hash, hash);
    for (const options of [{ integrity: `sha384-${createHash('sha384').digest('base64')}` }, { expect: { hash: wrong } }, { expect: { name: 'other' } }]) {
      await assert.rejects(load(options), { code: 'unexpected-model' });
    }
    const rejects = (load, hint) => assert.rejects(load, (error) => error.code === 'wasm-unavailable' && hint.test(error.hint));
    await rejects(load({ model: readFileSync(`${root}tests/golden/iris-tree/packed.wbx`) }), /; only the model of a package has a plain JavaScript twin$/);
    const { load: bare } = await import(`${root}pkg/dist/node.js?bare`);
    await assert.rejects(bare(), { code: 'no-model' });
    const native = await import(`${folder}/react-native.js`);
    assert.equal((await native.load()).version.hash, hash);
    await rejects(native.load({ integrity }), /integrity/);
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

/** Numbers from 0 to 1, the same every time. */
const dice = (seed) => () => (seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0, (seed >>> 0) / 2 ** 32);

const beside = (x) => {
  const bits = new BigInt64Array(Float64Array.of(x).buffer), single = new Int32Array(Float32Array.of(x).buffer);
  const doubles = [-1n, 1n].map((by) => new Float64Array(BigInt64Array.of(bits[0] + by).buffer)[0]);
  return [x, ...doubles, ...[-1, 0, 1].map((by) => new Float32Array(Int32Array.of(single[0] + by).buffer)[0])];
};

/** The thresholds of all trees in a twin that ask a column of the schema. */
const thresholds = ({ folder }, column) => {
  const text = /Object\('(\{"slots.*?)'\)/s.exec(readFileSync(`${folder}/twin.js`, 'utf8'))[1].replace(/\\(.)/g, '$1');
  return JSON.parse(text).nodes.filter(({ kind }) => kind === 'trees').flatMap(({ reads, of }) => {
    const read = numbers(reads), asked = numbers(of.column), at = numbers(of.threshold);
    return [...at].filter((_, i) => asked[i] && read[asked[i] - 1] === column);
  });
};

const HOSTILE = [null, undefined, NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 1e308, -1e308, 5e-324, 1e-36, 2 ** 31, 2 ** 53, true, false, '', ' ', '1', '-0.5e1', 'NA', 'x', 'ü', '\ud800', [], {}, [1], () => 1, new Date(0)];

const rowsOf = (one, { schema: { columns } }, input, random) => {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const near = columns.map((_, c) => thresholds(one, c).flatMap(beside));
  const cell = ({ name, kind }, c) => {
    const chance = random(), usual = pick(input[name]);
    if (chance < 0.03) return pick(HOSTILE);
    if (chance < 0.5 && near[c].length) return pick(near[c]);
    if (chance < 0.6 && kind.type === 'numeric' && typeof usual === 'number') return pick(beside(usual));
    return chance < 0.63 && kind.levels?.type === 'string' ? `${pick(kind.levels.values)}x` : usual;
  };
  const rows = Array.from({ length: 60 }, () => Object.fromEntries(columns.map((column, c) => [column.name, cell(column, c)])));
  const [first] = rows, absent = { ...first }, more = { ...first, Aeg: 1 };
  delete absent[columns[0]?.name];
  return [...rows, absent, more, {}, 7, null, [], Object.create(first), { get [columns[0]?.name]() { throw Error('no'); } }];
};

/** What is answered or thrown, without what differs by nature. */
const outcome = (work) => {
  try {
    return work();
  } catch ({ name, code, message, hint, row, column, errors }) {
    return { name, code, message, hint, row, column, errors };
  }
};

test('rows that nobody should send get the same answers, warnings and errors', async (t) => {
  let asked = 0, warned = 0, failed = 0;
  for (const [i, one] of twins.entries()) {
    const [wasm, twin] = await both(one), rows = rowsOf(one, wasm, inputOf(wasm, one.name), dice(i + 1));
    const same = (work, what) => {
      const want = outcome(() => work(wasm));
      assert.deepEqual(outcome(() => work(twin)), want, `${one.name}: ${what}`);
      return want;
    };
    for (const options of [{}, { strict: true }, { coerce: true }]) {
      const { warnings, errors } = same((model) => model.predict(rows, { ...options, margin: true, probabilities: true }), JSON.stringify(options));
      warned += warnings.length;
      failed += errors.length;
    }
    rows.forEach((row, r) => same((model) => model.predictOne(row, { margin: true }), `row ${r}`));
    const columns = Object.fromEntries(wasm.schema.columns.map(({ name }) => [name, rows.slice(0, 60).map((row) => row[name])]));
    same((model) => model.predictColumns(columns, { margin: true, probabilities: true, coerce: true }), 'columns');
    asked += rows.length;
  }
  t.diagnostic(`${asked} rows, ${warned} warnings, ${failed} errors`);
  assert.ok(warned > 1000 && failed > 1000);
});
