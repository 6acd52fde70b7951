// Loading: shared instances, counted handles, retries, and what is asked of a model.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { instances } from './instances.js';
import { folder, fresh, golden, runtime } from './packages.js';

const FLOWER = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
const wasmFile = `${folder('iris-species')}/windowbox.wasm`;
const packed = readFileSync(wasmFile);
// The variant that `pack` took for it.
const bare = readFileSync(new URL('../../pkg/variants/windowbox-core.wasm', import.meta.url));
const sha256 = (bytes, encoding) => createHash('sha256').update(bytes).digest(encoding);

let made;
beforeEach(() => { made = instances.length; });
const count = () => instances.length - made;

describe('handles', () => {
  test('equal options share an instance, also at once', async () => {
    const { load } = await fresh('iris-species');
    const [a, b, c] = await Promise.all([load(), load({}), load({ signal: new AbortController().signal })]);
    assert.equal(count(), 1);
    assert.notEqual(a, b);
    assert.equal(a.schema, c.schema);
    assert.equal((await load()).schema, a.schema);
    assert.equal(count(), 1);
  });

  test('the last free drops the instance, a later load makes another', async () => {
    const { load } = await fresh('iris-species');
    const [a, b] = [await load(), await load()];
    a.free();
    a.free();
    assert.equal(b.predictOne(FLOWER).prediction, 'setosa');
    for (const verb of ['predict', 'predictOne', 'predictColumns']) assert.throws(() => a[verb](FLOWER), { code: 'freed', name: 'WindowboxError' });
    (await load()).free();
    assert.equal(count(), 1);
    b[Symbol.dispose]();
    assert.throws(() => b.predict(FLOWER), { code: 'freed' });
    assert.equal((await load()).predictOne(FLOWER).prediction, 'setosa');
    assert.equal(count(), 2);
  });

  test('what is freed is collected, also while the handle is kept', async () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const { load } = await fresh('iris-species');
    const model = await load();
    model.predict(FLOWER);
    const memory = new WeakRef(instances.pop().memory);
    made--;
    model.free();
    for (let i = 0; i < 20 && memory.deref(); i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      gc();
    }
    assert.equal(memory.deref(), undefined);
    assert.equal(model.schema.columns.length, 4);
  });

  test('loading and freeing again and again', async () => {
    const { load } = await fresh('iris-species');
    for (let i = 0; i < 50; i++) {
      const model = await load();
      assert.equal(model.predictOne(FLOWER).prediction, 'setosa');
      model.free();
    }
    instances.length = made;
  });

  test('the one-liners load once, and share with load', async () => {
    const { load, predict, predictOne, predictColumns } = await fresh('iris-species');
    const [rows, one, columns, model] = await Promise.all([predict(FLOWER), predictOne(FLOWER), predictColumns({ sl: [5], sw: [3], pl: [1], pw: [0.2] }), load()]);
    assert.equal(count(), 1);
    assert.deepEqual([rows.prediction[0], one.prediction, columns.classes[columns.prediction[0]]], Array(3).fill('setosa'));
    model.free();
    assert.equal((await predict(FLOWER)).prediction[0], 'setosa');
    assert.equal(count(), 1);
    await assert.rejects(predictOne({}), { code: 'no-known-column' });
  });

  test('a handle cannot be changed, and what it shows is not what predicts', async () => {
    const model = await (await fresh('iris-species')).load();
    assert.throws(() => { model.predict = null; }, TypeError);
    model.schema.columns[0].name = 'changed';
    model.schema.targets[0].task.classes.values.reverse();
    assert.equal(model.predictOne(FLOWER).prediction, 'setosa');
  });
});

describe('the model', () => {
  let runtimeLoad;
  before(async () => { runtimeLoad = (await runtime()).load; });

  test('tells its schema, statistics, card and version', async () => {
    const model = await (await fresh('titanic-survival')).load();
    assert.deepEqual(model.schema.columns.map(({ name }) => name), ['Age', 'Sex', 'Embarked']);
    assert.equal(model.schema.columns[0].unit, 'years');
    assert.equal(model.schema.columns[0].statistics.max, 80);
    assert.deepEqual(model.schema.columns[1].kind.levels.values, ['female', 'male']);
    assert.deepEqual(model.schema.columns[0].statistics, model.statistics.columns[0]);
    assert.deepEqual(model.schema.targets[0].task.classes.values, [0, 1]);
    assert.equal(model.card.target, 'Survived');
    assert.match(model.version.hash, /^[0-9a-f]{64}$/);
    assert.deepEqual([model.version.name, model.version.version], [model.card.name, model.card.version]);
    assert.match(model.version.windowbox, /^\d+\.\d+\.\d+$/);
    assert.doesNotThrow(() => JSON.stringify(model));
  });

  test('comes as bytes, as a path, as an address, inside a packed wasm', async () => {
    const bytes = golden('hand-line');
    const path = new URL('../golden/hand-line/packed.wbx', import.meta.url);
    const server = (await import('node:http')).createServer((_, reply) => reply.end(bytes)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const inner = packed.subarray(bare.length);
    for (const model of [bytes, new Uint8Array(bytes), new Uint8Array(bytes).buffer, new DataView(new Uint8Array(bytes).buffer), shared,
      path, String(path), path.pathname, `http://127.0.0.1:${server.address().port}/x.wbx`]) {
      assert.equal((await runtimeLoad({ model })).version.hash, sha256(bytes, 'hex'));
    }
    server.close();
    const irises = await runtimeLoad({ model: packed });
    assert.equal(irises.predictOne(FLOWER).prediction, 'setosa');
    assert.ok(inner.includes(Buffer.from('windowbox.model')));
  });

  test('bytes that change after load do not matter', async () => {
    const bytes = new Uint8Array(golden('hand-line'));
    const model = await runtimeLoad({ model: bytes });
    bytes.fill(0);
    assert.equal(model.predictOne({ age: 30, sex: 'female', port: 'C' }).prediction, 1);
  });

  test('another one than asked for is refused, and may be loaded afterwards', async () => {
    const { load } = await fresh('iris-species');
    const { version } = await load();
    for (const expect of [{ name: 'other' }, { version: '9' }, { hash: 'ab' }, { ...version, hash: version.hash.toUpperCase() }, { nmae: 'x' }]) {
      await assert.rejects(load({ expect }), { code: 'unexpected-model', name: 'WindowboxError' });
    }
    const { name, version: number, hash } = version;
    assert.ok(await load({ expect: { name, version: number, hash } }));
    assert.ok(await load({ expect: { name: undefined } }));
  });

  test('integrity is proved before anything is compiled', async () => {
    const model = golden('hand-line');
    const integrity = `sha256-${sha256(model, 'base64')}`;
    assert.ok(await runtimeLoad({ model, integrity }));
    for (const wrong of [integrity.slice(0, -2) + 'A=', 'sha512-x', integrity.toLowerCase()]) {
      const compile = mock.method(WebAssembly, 'compile');
      await assert.rejects(runtimeLoad({ model, integrity: wrong }), { code: 'unexpected-model' });
      assert.equal(compile.mock.callCount(), 0);
      compile.mock.restore();
    }
  });

  test('without crypto nothing can be proved, and the hash is not known', async () => {
    const subtle = mock.getter(crypto.constructor.prototype, 'subtle', () => undefined);
    const model = golden('hand-line');
    const { load } = await runtime();
    assert.equal((await load({ model })).version.hash, null);
    await assert.rejects(load({ model, integrity: `sha256-${sha256(model, 'base64')}` }), { code: 'unexpected-model' });
    await assert.rejects(load({ model, expect: { hash: sha256(model, 'hex') } }), { code: 'unexpected-model' });
    subtle.mock.restore();
  });

  test('bytes that are no model are refused with the code of the file', async () => {
    const broken = golden('hand-line');
    broken[broken.length >> 1] ^= 1;
    for (const model of [new Uint8Array(0), Buffer.from('<!doctype html>'), golden('hand-line').subarray(0, 500)]) {
      await assert.rejects(runtimeLoad({ model }), ({ name, code, fault }) => name === 'WindowboxError' && fault === 'file' && code.length > 3);
    }
    await assert.rejects(runtimeLoad({ model: '/nowhere/model.wbx' }), { code: 'model-unavailable' });
  });

  test('none: the error says that a build step may have stripped it', async () => {
    await assert.rejects(runtimeLoad(), { code: 'no-model', hint: /strips/ });
    await assert.rejects(runtimeLoad({ model: bare }), { code: 'no-model' });
    const { load } = await fresh('iris-species');
    await assert.rejects(load({ module: bare }), { code: 'no-model' });
    await assert.rejects(load({ module: new WebAssembly.Module(bare) }), { code: 'no-model' });
  });
});

describe('the wasm', () => {
  test('comes as bytes, compiled, or from an address', async () => {
    const { load } = await fresh('iris-species');
    for (const module of [packed, new WebAssembly.Module(packed)]) assert.equal((await load({ module })).predictOne(FLOWER).prediction, 'setosa');
    assert.equal((await load({ url: wasmFile })).predictOne(FLOWER).prediction, 'setosa');
    await assert.rejects(load({ url: `${wasmFile}.gone` }), { code: 'wasm-unavailable' });
  });

  test('is compiled without the model', async () => {
    const compile = mock.method(WebAssembly, 'compile');
    await (await fresh('iris-species')).load();
    assert.equal(compile.mock.calls[0].arguments[0].length, bare.length);
    compile.mock.restore();
  });

  test('carries its model anywhere, as other tools leave it', async () => {
    const { load } = await fresh('iris-species');
    const section = packed.subarray(bare.length);
    const other = Buffer.from([0, 3, 2, 0x68, 0x69]);
    for (const bytes of [[bare.subarray(0, 8), section, bare.subarray(8)], [bare, other, section, other]]) {
      assert.equal((await load({ module: Buffer.concat(bytes) })).predictOne(FLOWER).prediction, 'setosa');
    }
  });

  test('with sections that lie is refused, not run forever', async () => {
    const { load } = await fresh('iris-species');
    for (const end of [[0], [0, 0xff, 0xff, 0xff, 0xff, 0x0f], [0, 200, 1, 15], [0, ...Array(30).fill(0xff)], [0x7f, 3]]) {
      await assert.rejects(load({ module: Buffer.concat([bare, Buffer.from(end)]) }), ({ name }) => name === 'WindowboxError');
    }
    for (let cut = 1; cut < 64; cut++) await assert.rejects(load({ module: packed.subarray(0, packed.length - cut) }), ({ name }) => name === 'WindowboxError');
  });

  test('that answers with a page falls back to the inline copy', async () => {
    for (const reply of [() => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }), () => new Response('', { status: 404 }), () => { throw TypeError('fetch failed'); }]) {
      const { load } = await fresh('iris-species', 'browser.js');
      const fetched = mock.method(globalThis, 'fetch', async () => reply());
      assert.equal((await load()).predictOne(FLOWER).prediction, 'setosa');
      assert.equal(fetched.mock.callCount(), 1);
      fetched.mock.restore();
    }
  });

  test('is fetched once and compiled once by a thousand callers at once', async () => {
    const { load, predict } = await fresh('iris-species', 'browser.js');
    const fetched = mock.method(globalThis, 'fetch', async () => new Response(packed)), compiled = mock.method(WebAssembly, 'compile');
    const models = await Promise.all([predict(FLOWER), ...Array.from({ length: 1000 }, () => load())]);
    assert.deepEqual([fetched.mock.callCount(), compiled.mock.callCount(), count()], [1, 1, 1]);
    assert.equal(models.pop().predictOne(FLOWER).prediction, 'setosa');
    fetched.mock.restore();
    compiled.mock.restore();
  });

  test('that the engine lacks is an error of ours, but for the own model, which has a twin', async () => {
    const { load } = await fresh('iris-species');
    const { WebAssembly } = globalThis;
    try {
      delete globalThis.WebAssembly;
      await assert.rejects(load({ module: packed }), { code: 'wasm-unavailable' });
      await assert.rejects(load({ model: packed }), { code: 'wasm-unavailable' });
      assert.equal((await load()).predictOne(FLOWER).prediction, 'setosa');
    } finally {
      globalThis.WebAssembly = WebAssembly;
    }
    assert.ok(await load());
  });

  for (const door of ['workerd.js', 'edge-light.js']) test(`comes compiled to ${door}`, async () => {
    register(`data:text/javascript,${encodeURIComponent(`
      import { readFile } from 'node:fs/promises';
      export const load = (url, context, next) => !/\\.wasm/.test(url) ? next(url, context) : readFile(new URL(url)).then((bytes) => ({
        format: 'module', shortCircuit: true,
        source: 'export default new WebAssembly.Module(Uint8Array.from(atob("' + bytes.toString('base64') + '"), (c) => c.charCodeAt(0)))',
      }));`)}`);
    const { predictOne } = await fresh('iris-species', door);
    assert.equal((await predictOne(FLOWER)).prediction, 'setosa');
  });
});

describe('a package', () => {
  const files = ['node.js', 'browser.js', 'node.cjs', 'workerd.js', 'edge-light.js'];
  const OWN = /(?<=["'`])[0-9a-f]{64}(?=["'`])/g;
  const irisHash = JSON.parse(readFileSync(`${folder('iris-species')}/package.json`)).windowbox.model.sha256;
  const other = readFileSync(`${folder('titanic-survival')}/windowbox.wasm`);
  let copies, place;
  before(() => {
    place = mkdtempSync(`${tmpdir()}/windowbox-own-`);
    copies = 0;
  });
  after(() => rmSync(place, { recursive: true }));

  /** The iris package as `pack` writes it, with other files. */
  const packages = (change) => {
    const to = `${place}/${++copies}`;
    cpSync(folder('iris-species'), to, { recursive: true });
    for (const file of files) writeFileSync(`${to}/${file}`, readFileSync(`${to}/${file}`, 'utf8').replace(OWN, irisHash));
    change(to);
    return import(pathToFileURL(`${to}/node.js`));
  };
  const inline = (wasm) => `export default ${JSON.stringify(wasm.toString('base64'))};`;

  test('has one place for its hash in each door, zeros until it is packed', () => {
    for (const file of files) {
      const [hash, ...more] = readFileSync(new URL(`../../pkg/dist/${file}`, import.meta.url), 'utf8').match(OWN);
      assert.deepEqual([hash, more], ['0'.repeat(64), []], file);
    }
  });

  test("takes its inline copy where another model's file has its name", async () => {
    const { load } = await packages((to) => writeFileSync(`${to}/windowbox.wasm`, other));
    const model = await load();
    assert.deepEqual([model.version.hash, model.predictOne(FLOWER).prediction], [irisHash, 'setosa']);
  });

  test('takes its inline copy where a build step stripped the file', async () => {
    const { load } = await packages((to) => writeFileSync(`${to}/windowbox.wasm`, bare));
    assert.equal((await load()).version.hash, irisHash);
  });

  test('refuses to answer for another model', async () => {
    const { load } = await packages((to) => {
      writeFileSync(`${to}/windowbox.wasm`, other);
      writeFileSync(`${to}/inline.js`, inline(other));
    });
    await assert.rejects(load(), (error) => error.code === 'unexpected-model' && error.message.includes(irisHash) && error.hint !== undefined);
    for (const options of [{ url: `${folder('titanic-survival')}/windowbox.wasm` }, { module: other }, { module: new WebAssembly.Module(other) }]) {
      await assert.rejects(load(options), { code: 'unexpected-model' });
    }
  });

  test('opens another model where it is given one, or told its hash', async () => {
    const { load } = await packages(() => {});
    const { version: { hash } } = await load({ model: other });
    assert.notEqual(hash, irisHash);
    assert.equal((await load({ module: other, expect: { hash } })).version.hash, hash);
    assert.equal((await load({ expect: { name: 'iris' } })).version.hash, irisHash);
    await assert.rejects(load({ module: other, expect: { name: 'titanic-survival' } }), { code: 'unexpected-model' });
  });

  test('loads without crypto', async () => {
    const { load } = await packages(() => {});
    const subtle = mock.getter(crypto.constructor.prototype, 'subtle', () => undefined);
    assert.equal((await load()).version.hash, null);
    subtle.mock.restore();
  });
});

describe('options', () => {
  test('that are null or undefined are none', async () => {
    const { load } = await fresh('iris-species');
    const none = { module: null, url: undefined, model: null, integrity: null, expect: null, signal: null };
    for (const options of [null, undefined, {}, none]) assert.equal((await load(options)).predictOne(FLOWER, null).prediction, 'setosa');
    assert.equal(count(), 2);
  });

  test('that are wrong do not fall back to the own model', async () => {
    const { load } = await fresh('iris-species');
    await load();
    for (const model of ['undefined', 'null', '', 5, 5n, {}, true, Symbol('x')]) {
      await assert.rejects(load({ model }), ({ name, code, hint }) => name === 'WindowboxError' && code === 'model-unavailable' && hint !== undefined, String(model));
    }
    for (const module of [5, {}, '', 'x', true, Buffer.from('<!doctype html>')]) {
      await assert.rejects(load({ module }), ({ name, code, hint, message }) => name === 'WindowboxError' && code === 'wasm-unavailable' && hint !== undefined && message.length > 5, String(module));
    }
    for (const url of ['', 'undefined']) await assert.rejects(load({ url }), ({ code, hint }) => code === 'wasm-unavailable' && hint !== undefined);
  });
});

describe('a signal', () => {
  test('keeps no listeners of loads that are over', async () => {
    const { load } = await fresh('iris-species');
    const { signal } = new AbortController();
    const heard = new Set();
    mock.method(signal, 'addEventListener', (_, listener) => heard.add(listener));
    mock.method(signal, 'removeEventListener', (_, listener) => heard.delete(listener));
    await load({ signal });
    await assert.rejects(load({ signal, url: '/nowhere.wasm' }));
    assert.equal(signal.addEventListener.mock.callCount(), 2);
    assert.equal(heard.size, 0);
  });

  test('that was given rejects with its reason', async () => {
    const { load } = await fresh('iris-species');
    await assert.rejects(load({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    const mine = new Error('mine');
    await assert.rejects(load({ signal: AbortSignal.abort(mine) }), mine);
    assert.ok(await load());
  });

  test('stops the fetch when nobody waits any more, and only then', async () => {
    let stopped = 0;
    const fetched = mock.method(globalThis, 'fetch', (_, { signal }) => new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => { stopped++; reject(signal.reason); });
      setTimeout(() => resolve(new Response(packed)), 50);
    }));
    const { load } = await fresh('iris-species', 'browser.js');
    const one = new AbortController();
    const two = new AbortController();
    const loads = [load({ signal: one.signal }), load({ signal: two.signal })];
    one.abort();
    await assert.rejects(loads[0], { name: 'AbortError' });
    assert.equal(stopped, 0);
    two.abort();
    await assert.rejects(loads[1], { name: 'AbortError' });
    assert.equal(stopped, 1);
    const [model] = await Promise.all([load(), load()]);
    assert.equal(model.predictOne(FLOWER).prediction, 'setosa');
    assert.equal(fetched.mock.callCount(), 2);
    fetched.mock.restore();
  });
});
