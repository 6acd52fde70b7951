// What `load` is asked for besides a model, against real servers: progress, integrity,
// signals, and all of them together.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { large } from './large.js';
import { folder, fresh, project, runtime } from './packages.js';

const FLOWER = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
const packed = readFileSync(`${folder('iris-species')}/windowbox.wasm`);
const iris = readFileSync(`${project}/iris.wbx`);
const story = "The species of an iris from the sizes of its flower's leaves.";
const model = large(iris, story, 1_000_000);
const pieces = (bytes) => Array.from({ length: Math.ceil(bytes.length / 50_000) }, (_, i) => bytes.subarray(i * 50_000, (i + 1) * 50_000));
const sri = (kind, bytes) => `${kind}-${createHash(kind).update(bytes).digest('base64')}`;

let server, origin, place, asked, slow;
before(async () => {
  place = mkdtempSync(`${tmpdir()}/windowbox-options-`);
  server = createServer(async ({ url }, reply) => {
    asked.push(url);
    const file = url.startsWith('/model') ? model : packed, zipped = url.endsWith('.gz'), body = zipped ? gzipSync(file) : file;
    reply.setHeader('content-type', 'application/octet-stream');
    if (zipped) reply.setHeader('content-encoding', 'gzip');
    if (!url.includes('chunked')) reply.setHeader('content-length', body.length);
    for (const piece of pieces(body)) {
      reply.write(piece);
      if (slow) await new Promise((resolve) => setTimeout(resolve, slow));
    }
    reply.end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(place, { recursive: true });
});
beforeEach(() => {
  asked = [];
  slow = 0;
});

/** What is told of a load, held to the promises: it never falls, its total does not change, and all comes at last. */
const watched = async (load, options) => {
  const told = [], loaded = await load({ ...options, onProgress: (state) => told.push(state) });
  assert.equal(loaded.predictOne(FLOWER).prediction, 'setosa');
  for (const [i, state] of told.entries()) {
    assert.deepEqual(Object.keys(state), ['loaded', 'total']);
    assert.ok(i === 0 || state.loaded >= told[i - 1].loaded, 'never less than before');
    assert.ok(state.total === null || state.loaded <= state.total);
  }
  const { loaded: all, total } = told.at(-1);
  assert.equal(all, total, 'all at last');
  assert.ok(all > 0);
  assert.equal(told.filter((state) => state.loaded === state.total).length, 1, 'the end is told once');
  return { told, all, totals: [...new Set(told.map((state) => state.total))] };
};

for (const entry of ['node.js', 'browser.js']) {
  describe(`${entry}: progress`, () => {
    test('counts to the length that a server says', async () => {
      const { load } = await fresh('iris-species', entry);
      const { told, totals } = await watched(load, { url: `${origin}/x.wasm` });
      assert.deepEqual(totals, [packed.length]);
      assert.ok(told.length > 1, 'more than the end');
    });

    test('has no total where a server says no length, until the end', async () => {
      const { load } = await fresh('iris-species', entry);
      for (const address of ['chunked.wasm', 'x.wasm.gz', 'chunked.gz']) {
        const { told, totals, all } = await watched(load, { url: `${origin}/${address}` });
        assert.deepEqual([totals, all], [told.length > 1 ? [null, packed.length] : [packed.length], packed.length], address);
      }
    });

    test('is of the wasm and the model together', async () => {
      slow = 1;
      const { load } = await fresh('iris-species', entry);
      const { told, totals } = await watched(load, { url: `${origin}/x.wasm`, model: `${origin}/model.wbx` });
      assert.equal(totals.at(-1), packed.length + model.length);
      assert.ok(told.length > 4);
      const { all } = await watched(load, { url: `${origin}/x.wasm`, model: `${origin}/model.gz` });
      assert.equal(all, packed.length + model.length);
    });

    test('of what was given is told once', async () => {
      const { load } = await fresh('iris-species', entry);
      const { told } = await watched(load, { module: new WebAssembly.Module(packed) });
      assert.equal(told.length, 1);
      assert.deepEqual((await watched(load, { module: packed, model: `${origin}/model.wbx` })).totals, [model.length]);
    });

    test('goes on where the own file is something else and the inline copy serves', async () => {
      const { load } = await fresh('iris-species', entry);
      const told = [];
      const page = mock.method(globalThis, 'fetch', async () => new Response('<!doctype html>', { headers: { 'content-length': '15' } }));
      assert.ok(await load({ onProgress: (state) => told.push(state) }));
      page.mock.restore();
      assert.equal(told.at(-1).loaded, told.at(-1).total);
      assert.ok(told.every(({ loaded }, i) => i === 0 || loaded >= told[i - 1].loaded));
    });
  });

  describe(`${entry}: integrity`, () => {
    test('is of every byte of the file that was named', async () => {
      const { load } = await fresh('iris-species', entry);
      for (const kind of ['sha256', 'sha384', 'sha512']) {
        for (const options of [{ integrity: sri(kind, packed) }, { url: `${origin}/x.wasm`, integrity: sri(kind, packed) }, { module: packed, integrity: sri(kind, packed) },
          { model: `${origin}/model.wbx`, integrity: sri(kind, model) }, { model, integrity: sri(kind, model) }, { model: packed, integrity: sri(kind, packed) }]) {
          assert.equal((await load(options)).predictOne(FLOWER).prediction, 'setosa');
        }
      }
      const code = Buffer.from(packed);
      code[1000] ^= 1;
      await assert.rejects(load({ module: code, integrity: sri('sha384', packed) }), { code: 'unexpected-model' });
    });

    test('is read as fetch reads it', async () => {
      const { load } = await fresh('iris-species', entry);
      const [right, wrong] = [sri('sha384', packed), sri('sha384', model)];
      for (const integrity of [`${wrong} ${right}`, ` ${right}\n`, `${right}?ct=application/wasm`, `sha256-wrong ${right}`, `md5-x ${right}`]) {
        // Node 20's own fetch stumbles over options.
        if (!integrity.includes('?')) assert.ok(await fetch(`data:application/wasm;base64,${packed.toString('base64')}`, { integrity }));
        assert.ok(await load({ integrity }), integrity);
      }
      for (const integrity of [wrong, `${right} ${sri('sha512', model)}`, '', 'x', 'sha1-x', right.toLowerCase(), right.slice(0, -4), `sha384-${right}`]) {
        await assert.rejects(load({ integrity }), { code: 'unexpected-model', name: 'WindowboxError' }, integrity);
      }
    });

    test('is proved before anything is compiled', async () => {
      const { load } = await fresh('iris-species', entry), compile = mock.method(WebAssembly, 'compile');
      await assert.rejects(load({ url: `${origin}/x.wasm`, integrity: sri('sha256', model) }), { code: 'unexpected-model' });
      await assert.rejects(load({ model, integrity: sri('sha256', packed) }), { code: 'unexpected-model' });
      assert.equal(compile.mock.callCount(), 0);
      compile.mock.restore();
    });
  });

  describe(`${entry}: callers at once`, () => {
    test('are one fetch, each with progress of its own', async () => {
      const { load } = await fresh('iris-species', entry), ends = [];
      const options = { url: `${origin}/x.wasm`, model: `${origin}/model.wbx` };
      const models = await Promise.all(Array.from({ length: 1000 }, (_, i) => load({ ...options, onProgress: ({ loaded, total }) => { ends[i] = loaded === total; } })));
      assert.deepEqual(asked.sort(), ['/model.wbx', '/x.wasm']);
      assert.ok(ends.length === 1000 && ends.every(Boolean));
      for (const model of models) model.free();
      await load(options);
      assert.equal(asked.length, 4, 'freed is gone');
    });

    test('one gives up, the others load', async () => {
      slow = 10;
      const { load } = await fresh('iris-species', entry), stop = new AbortController(), options = { url: `${origin}/x.wasm` }, told = [];
      const loads = [load({ ...options, signal: stop.signal, onProgress: ({ loaded }) => { told.push(loaded); stop.abort(); } }), load(options), load({ ...options, signal: AbortSignal.timeout(60_000) })];
      await assert.rejects(loads[0], { name: 'AbortError' });
      const before = told.length;
      assert.equal((await loads[1]).predictOne(FLOWER).prediction, 'setosa');
      assert.ok(await loads[2]);
      assert.deepEqual([asked.length, before, told.length], [1, 1, 1], 'one fetch, and nothing is told to who gave up');
    });

    test('one whose onProgress throws gets what it threw, the others load', async () => {
      const { load } = await fresh('iris-species', entry), mine = new Error('mine'), options = { url: `${origin}/x.wasm` };
      const loads = [load({ ...options, onProgress: () => { throw mine; } }), load(options)];
      await assert.rejects(loads[0], mine);
      assert.ok(await loads[1]);
    });

    test('one that comes later hears at once how far it is', async () => {
      slow = 10;
      const { load } = await fresh('iris-species', entry), options = { url: `${origin}/x.wasm`, model: `${origin}/model.wbx` };
      const late = await new Promise((resolve, reject) => {
        let told = 0;
        load({ ...options, onProgress: ({ loaded }) => {
          if (loaded < 300_000 || told) return;
          load({ ...options, onProgress: ({ loaded }) => { told ||= loaded; } }).then(() => resolve(told), reject);
        } }).catch(reject);
      });
      assert.ok(late >= 300_000 && late < packed.length + model.length);
      assert.equal((await watched(load, options)).told.length, 1, 'and of what is loaded, the end');
    });

    test('all give up: the download stops, and may be tried again', async () => {
      slow = 20;
      const { load } = await fresh('iris-species', entry), stop = new AbortController(), options = { url: `${origin}/x.wasm`, model: `${origin}/model.wbx` };
      const closed = new Promise((resolve) => server.once('request', (request, reply) => reply.once('close', () => resolve(reply.writableFinished))));
      const loads = [1, 2, 3].map(() => load({ ...options, signal: stop.signal }));
      setTimeout(() => stop.abort('enough'), 100);
      for (const loading of loads) assert.equal(await loading.catch((reason) => reason), 'enough');
      assert.equal(await closed, false, 'the server saw that nobody listens');
      slow = 0;
      assert.ok(await load(options));
    });
  });
}

test('a packed package knows the length of its own compressed file', async () => {
  const { load } = await fresh('iris-species', 'browser.js'), fetched = globalThis.fetch;
  mock.method(globalThis, 'fetch', (_, options) => fetched(`${origin}/own.gz`, options));
  const { totals } = await watched(load);
  globalThis.fetch.mock.restore();
  assert.deepEqual(totals, [packed.length]);
});

test('progress of a file in node', async () => {
  writeFileSync(`${place}/model.wbx`, model);
  const { load } = await runtime(), { told, totals } = await watched(load, { model: `${place}/model.wbx`, integrity: sri('sha512', model) });
  const wasm = readFileSync(new URL('../../pkg/dist/windowbox.wasm', import.meta.url)).length;
  assert.ok(told.length > 4);
  assert.equal(totals.at(-1), wasm + model.length);
});

test('progress, integrity and a signal in CommonJS and on edge runtimes', async () => {
  const { require } = await import('./packages.js');
  const options = { model: `${origin}/model.wbx`, integrity: sri('sha256', model), signal: AbortSignal.timeout(60_000) };
  assert.ok((await watched(require('iris-species').load, options)).told.length > 3);
  register(`data:text/javascript,${encodeURIComponent(`
    import { readFile } from 'node:fs/promises';
    export const load = (url, context, next) => !url.endsWith('.wasm') ? next(url, context) : readFile(new URL(url)).then((bytes) => ({
      format: 'module', shortCircuit: true,
      source: 'export default new WebAssembly.Module(Uint8Array.from(atob("' + bytes.toString('base64') + '"), (c) => c.charCodeAt(0)))',
    }));`)}`);
  const { load } = await fresh('iris-species', 'workerd.js'), { totals } = await watched(load, options);
  assert.deepEqual(totals, [model.length], 'what was imported compiled is no download');
  await assert.rejects(load({ integrity: options.integrity }), { code: 'unexpected-model', message: /compiled module/ });
});

test('integrity is proved also where the twin answers', async () => {
  const { WebAssembly } = globalThis, { load } = await fresh('iris-species');
  try {
    delete globalThis.WebAssembly;
    assert.equal((await load({ integrity: sri('sha256', packed) })).predictOne(FLOWER).prediction, 'setosa');
    await assert.rejects(load({ integrity: sri('sha256', model) }), { code: 'unexpected-model' });
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

test('without https nothing can be proved, and the message says so', async () => {
  const subtle = mock.getter(crypto.constructor.prototype, 'subtle', () => undefined);
  const { load } = await fresh('iris-species');
  await assert.rejects(load({ integrity: sri('sha256', packed) }), { code: 'unexpected-model', hint: /https/ });
  subtle.mock.restore();
});
