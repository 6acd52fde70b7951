// What platforms say when loading fails, provoked for real, and what we say of it: a
// stable code, the cause in `message`, the fix in `hint`, the platform's own error in `cause`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { folder, fresh, golden, project, runtime } from './packages.js';

const packed = readFileSync(`${folder('iris-species')}/windowbox.wasm`);
const model = golden('hand-line');
const page = '<!doctype html><title>My app</title><div id=app></div>';

/** What a server answers at an address. @type {Record<string, [status: number, type: string, body: Buffer | string]>} */
const ANSWERS = {
  '/good.wasm': [200, 'application/wasm', packed],
  '/plain.wasm': [200, 'text/plain', packed],
  '/page': [200, 'text/html; charset=utf-8', page],
  '/gzip': [200, 'application/wasm', gzipSync(packed)],
  '/model.gz': [200, 'application/octet-stream', gzipSync(model)],
  '/secret': [403, 'text/plain', 'no'],
  '/broken': [503, 'text/plain', 'no'],
  '/empty': [200, 'application/wasm', ''],
  '/cut': [200, 'application/wasm', packed.subarray(0, 100_000)],
  '/model.cut': [200, 'application/octet-stream', model.subarray(0, 500)],
  '/lfs': [200, 'application/wasm', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'],
  '/base64': [200, 'text/plain', packed.toString('base64')],
  '/text': [200, 'application/wasm', Buffer.from(packed.toString('utf8'))],
  '/json': [200, 'application/json', '{"error":"no such file"}'],
};

let server, origin;
before(async () => {
  server = createServer(({ url }, reply) => {
    const [status, type, body] = ANSWERS[url] ?? [404, 'text/plain', 'not found'];
    if (url === '/hangs-up') return reply.writeHead(200, { 'content-length': packed.length }).write(packed.subarray(0, 1000), () => reply.destroy());
    reply.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

/** Holds what is thrown to a code and to words. */
const rejects = (load, code, message, hint) => assert.rejects(load, (error) => {
  assert.deepEqual([error.name, error.code], ['WindowboxError', code]);
  assert.match(error.message, message);
  assert.match(error.hint, hint);
  return true;
});

for (const entry of ['node.js', 'browser.js']) {
  describe(`${entry}: a wasm`, () => {
    const cases = {
      '/page': [/web page.*200, text\/html/, /address/],
      '/gzip': [/gzip, which nobody has unpacked/, /Content-Encoding/],
      '/gone.wasm': [/^404: the server does not have it: windowbox\.wasm at .*\/gone\.wasm$/, /address/],
      '/secret': [/^403/, /who may read it/],
      '/broken': [/^503/, /again later/],
      '/empty': [/empty file/, /length/],
      '/cut': [/a part of the file/, /cut off/, 'no-model'],
      '/lfs': [/pointer of Git LFS/, /git lfs pull/],
      '/base64': [/base64/, /decode/],
      '/text': [/read as text/, /binary/, 'no-model'],
      '/json': [/JSON \(200, application\/json\)/, /address/],
      '/hangs-up': [/does not answer/, /address and the network/],
    };
    for (const [path, words] of Object.entries(cases)) {
      test(`${path} is said to be what it is`, async () => {
        const { load, WindowboxError } = await fresh('iris-species', entry);
        const error = await load({ url: origin + path }).catch((error) => error);
        assert.ok(error instanceof WindowboxError);
        assert.equal(error.code, words[2] ?? 'wasm-unavailable');
        assert.match(error.message, words[0]);
        assert.match(error.hint, words[1]);
        assert.equal(error.cause instanceof Error, !words[2], 'what the platform threw is kept');
        const model = await load({ url: `${origin}/good.wasm` });
        assert.equal(model.version.name, 'iris', 'and the next load is not disturbed');
      });
    }

    test('of a wrong type is what its bytes are', async () => {
      const { load } = await fresh('iris-species', entry);
      assert.equal((await load({ url: `${origin}/plain.wasm` })).version.name, 'iris');
    });

    test('that nobody serves', async () => {
      const { load } = await fresh('iris-species', entry);
      await rejects(load({ url: 'http://127.0.0.1:1/x.wasm' }), 'wasm-unavailable', /server of windowbox\.wasm does not answer/, /network/);
      await rejects(load({ url: 'http://nowhere.invalid/x.wasm' }), 'wasm-unavailable', /does not answer/, /network/);
    });

    test('given as something else', async () => {
      const { load } = await fresh('iris-species', entry);
      await rejects(load({ module: '/assets/windowbox.wasm' }), 'wasm-unavailable', /`module` is a text/, /`url`/);
      await rejects(load({ module: {} }), 'wasm-unavailable', /neither bytes nor a WebAssembly\.Module/, /ArrayBuffer/);
      await rejects(load({ module: Buffer.from('#!/bin/sh') }), 'wasm-unavailable', /something else/, /this package/);
    });
  });

  describe(`${entry}: a model`, () => {
    const cases = {
      '/page': ['bad-magic', /the model at .*\/page is a web page \(200, text\/html/, /address/],
      '/model.gz': ['bad-magic', /the model .* is gzip/, /Content-Encoding/],
      '/gone.wbx': ['model-unavailable', /^404: the server does not have it: the model at/, /address/],
      '/model.cut': ['truncated', /ends too early/, /cut off.*SHA-256/],
      '/empty': ['bad-magic', /empty file/, /length/],
    };
    for (const [path, [code, message, hint]] of Object.entries(cases)) {
      test(`${path} is said to be what it is`, async () => {
        await rejects((await runtime(entry)).load({ model: origin + path }), code, message, hint);
      });
    }
  });
}

test('a file that is not there', async () => {
  const { load } = await runtime();
  await rejects(load({ model: 'nowhere/model.wbx' }), 'model-unavailable', /no such file: the model 'nowhere\/model\.wbx'/, /working directory/);
  await rejects(load({ model: 5 }), 'model-unavailable', /neither bytes nor an address/, /ArrayBuffer/);
});

test("a package whose files a build lost: it is the wasm's loss that is told", async () => {
  const place = mkdtempSync(`${tmpdir()}/windowbox-lost-`);
  cpSync(folder('iris-species'), place, { recursive: true });
  rmSync(`${place}/windowbox.wasm`);
  const { load } = await import(pathToFileURL(`${place}/node.js`));
  rmSync(`${place}/inline.js`);
  await rejects(load(), 'wasm-unavailable', /no such file: windowbox\.wasm '.*windowbox\.wasm'/, /took the file along/);
  cpSync(`${folder('iris-species')}/windowbox.wasm`, `${place}/windowbox.wasm`);
  assert.equal((await load()).version.name, 'iris', 'and once it is there, it loads');
  rmSync(place, { recursive: true });
});

test('a model of a newer format', async () => {
  const newer = new Uint8Array(model);
  newer[8] = 9;
  await rejects((await runtime()).load({ model: newer }), 'bad-version', /version 9.*reads version 1/, /update windowbox/);
});

test('a module of another version of windowbox', async () => {
  const { load } = await fresh('iris-species'), bytes = new Uint8Array(packed), at = Buffer.from(bytes).indexOf('windowbox.version') + 17;
  bytes.set([57], at);
  for (const module of [bytes, new WebAssembly.Module(bytes)]) {
    await rejects(load({ module }), 'version-mismatch', /^windowbox is 9\.1\.0, not 0\.1\.0$/, /one installation/);
  }
});

test('an integrity that fits nothing, and bytes that are none', async () => {
  const { load } = await fresh('iris-species');
  await rejects(load({ integrity: 'sha256-AAAA' }), 'unexpected-model', /^integrity is sha256-.*, not sha256-AAAA$/, /whole file/);
  await rejects(load({ integrity: 'md5-AAAA' }), 'unexpected-model', /neither sha256-/, /openssl/);
  await rejects(load({ module: new WebAssembly.Module(packed), integrity: 'sha256-AAAA' }), 'unexpected-model', /compiled module/, /expect/);
});

// A package's own model has a twin where there is no WebAssembly: only another model fails there.

/** What a program of its own prints, with flags or limits that a process has from its beginning. */
const alone = (flags, text, shell = '') => {
  const program = `const { load } = await import(${JSON.stringify(String(pathToFileURL(`${folder('iris-species')}/node.js`)))});
    const bytes = (await import('node:fs')).readFileSync(${JSON.stringify(`${project}/iris.wbx`)});
    const said = ({ name, code, message, hint, cause }) => console.log(JSON.stringify({ name, code, message, hint, cause: cause?.name, said: cause?.message }));
    ${text}`;
  const command = `${shell} exec "$0" "$@"`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, ...flags, '--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.ok(stdout, stderr);
  return JSON.parse(stdout);
};

test('an engine without WebAssembly', () => {
  const { code, message, hint, cause } = alone(['--jitless'], 'await load({ model: bytes }).catch(said);');
  assert.deepEqual([code, cause], ['wasm-unavailable', 'ReferenceError']);
  assert.match(message, /this engine has no WebAssembly/);
  assert.match(hint, /jitless/);
});

test('an engine without SIMD', { skip: process.arch !== 'x64' }, () => {
  const { code, message, hint, cause, said } = alone(['--no-enable-sse4-1', '--no-enable-ssse3'], 'await load({ model: bytes }).catch(said);');
  assert.deepEqual([code, cause], ['wasm-unavailable', 'CompileError']);
  assert.match(said, /SIMD unsupported/);
  assert.match(message, /no WebAssembly SIMD/);
  assert.match(hint, /Chrome 91/);
});

test('a host without memory for another instance', { skip: process.platform !== 'linux' }, () => {
  const { code, message, hint, cause } = alone([], `
    const models = [];
    try { for (;;) models.push(await load({ model: bytes.slice() })); } catch (error) { said(error); }`, 'ulimit -v 40000000;');
  assert.deepEqual([code, cause], ['out-of-memory', 'RangeError']);
  assert.match(message, /not enough memory/);
  assert.match(hint, /free\(\)/);
});

test('a host that compiles nothing while it runs', () => {
  const { code, message, hint, cause, said } = alone([], `
    const { readFileSync } = await import('node:fs'), { createRequire } = await import('node:module'), vm = (await import('node:vm')).default;
    const file = ${JSON.stringify(`${folder('iris-species')}/node.cjs`)}, module = { exports: {} };
    const context = vm.createContext({ Uint8Array, DataView, crypto, URL, TextDecoder, atob, btoa, console, AbortController }, { codeGeneration: { wasm: false } });
    const cjs = vm.compileFunction(readFileSync(file, 'utf8'), ['require', 'module', 'exports', '__filename'], { filename: file, parsingContext: context, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
    cjs(createRequire(file), module, module.exports, file);
    await module.exports.load({ model: bytes }).catch(said);`);
  assert.deepEqual([code, cause], ['wasm-unavailable', 'CompileError']);
  assert.match(said, /disallowed by embedder/);
  assert.match(message, /compiles no WebAssembly while it runs/);
  assert.match(hint, /load\(\{ module \}\)/);
});
