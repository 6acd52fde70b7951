// What Chromium says when loading fails, provoked by real servers, policies and flags, and
// what we say of it; and what `load` promises of progress, integrity and memory, in a page.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { large } from '../js/large.js';
import { folder, project } from '../js/packages.js';
import { launch } from './chromium.js';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const PAGE = '<!doctype html><link rel=icon href=data:><title>My app</title>';
const FLOWER = { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 };
const packed = readFileSync(`${folder('iris-species')}/windowbox.wasm`);
const model = large(readFileSync(`${project}/iris.wbx`), "The species of an iris from the sizes of its flower's leaves.", 5 * 2 ** 20);
const sri = (kind, bytes) => `${kind}-${createHash(kind).update(bytes).digest('base64')}`;

/** What the server gives instead of the package's files. @type {Record<string, (reply: any) => void>} */
const ODD = {
  '/page.wasm': (reply) => reply.writeHead(200, { 'content-type': 'text/html' }).end(PAGE),
  '/gzip.wasm': (reply) => reply.writeHead(200, { 'content-type': 'application/wasm' }).end(gzipSync(packed)),
  '/plain.wasm': (reply) => reply.writeHead(200, { 'content-type': 'text/plain' }).end(packed),
  '/encoded.wasm': (reply) => reply.writeHead(200, { 'content-type': 'application/wasm', 'content-encoding': 'gzip' }).end(gzipSync(packed)),
  '/hangs-up.wasm': (reply) => reply.writeHead(200, { 'content-length': packed.length }).write(packed.subarray(0, 1000), () => reply.destroy()),
  '/model.wbx': async (reply) => {
    reply.writeHead(200, { 'content-length': model.length });
    for (let at = 0; at < model.length; at += 2 ** 19) {
      reply.write(model.subarray(at, at + 2 ** 19));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    reply.end();
  },
};

/** A static host; `policy` is of its pages, `app` makes it answer with its page where there is no file, as hosts of apps do. */
const host = async ({ policy = '', app = false, lost = [], cors = false, swap = {} } = {}) => {
  const server = createServer(({ url }, reply) => {
    const page = () => reply.writeHead(200, { 'content-type': 'text/html', ...policy && { 'content-security-policy': policy } }).end(PAGE);
    if (cors) reply.setHeader('access-control-allow-origin', '*');
    if (url === '/') return page();
    if (ODD[swap[url] ?? url]) return ODD[swap[url] ?? url](reply);
    try {
      if (lost.includes(url)) throw new Error('lost');
      const body = readFileSync(`${folder('iris-species')}${url}`);
      reply.writeHead(200, { 'content-type': TYPES[extname(url)] ?? 'application/octet-stream' }).end(body);
    } catch {
      app ? page() : reply.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => (server.closeAllConnections(), server.close()) };
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** What `load` says in a page of a host; what an error carries, as plain values. */
const loading = async (settings, options = {}, { of = browser, prepare = () => {} } = {}) => {
  const { origin, close } = await host(settings), context = await of.newContext(), page = await context.newPage(), asked = [];
  context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  try {
    await page.goto(`${origin}/`);
    await prepare(context, page);
    const found = await page.evaluate(async ([options, row]) => {
      const { load, WindowboxError } = await import('/browser.js');
      try {
        const model = await load(options);
        return { prediction: model.predictOne(row).prediction };
      } catch (error) {
        const { name, code, message, hint, cause } = error;
        return { ours: error instanceof WindowboxError, name, code, message, hint, cause: cause?.name, said: cause?.message };
      }
    }, [options, FLOWER]);
    return { ...found, asked };
  } finally {
    await context.close();
    close();
  }
};

/** @param {any} found @param {string} code @param {RegExp} message @param {RegExp} hint @param {RegExp} [said] */
const holds = (found, code, message, hint, said) => {
  assert.deepEqual([found.ours, found.name, found.code], [true, 'WindowboxError', code], JSON.stringify(found));
  assert.match(found.message, message);
  assert.match(found.hint, hint);
  if (said) assert.match(found.said, said);
};

describe('Chromium says, and we', () => {
  test('a policy that forbids wasm: the policy is named, and nothing more is downloaded', async () => {
    const found = await loading({ policy: "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:" }, { model: '/model.wbx' });
    holds(found, 'wasm-unavailable', /Content-Security-Policy forbids WebAssembly/, /'wasm-unsafe-eval'.*; only the model of a package/, /Content Security Policy/);
    assert.equal(found.cause, 'CompileError');
    assert.deepEqual(found.asked.filter((path) => path.endsWith('inline.js')), []);
  });

  test('the same where the twin is lost, too', async () => {
    const found = await loading({ policy: "script-src 'self'", lost: ['/twin.js'] });
    holds(found, 'wasm-unavailable', /forbids WebAssembly/, /'wasm-unsafe-eval'.*; twin\.js.*is lost/, /Content Security Policy/);
  });

  test('an app that answers with its page for every lost file', async () => {
    const found = await loading({ app: true, lost: ['/windowbox.wasm', '/inline.js'] });
    holds(found, 'wasm-unavailable', /windowbox\.wasm at http.*\/windowbox\.wasm is a web page \(200, text\/html\)/, /optimizeDeps\.exclude/);
    assert.equal((await loading({ app: true, lost: ['/windowbox.wasm'] })).prediction, 'setosa', 'the inline copy serves');
  });

  test('files that are not there', async () => {
    holds(await loading({ lost: ['/windowbox.wasm', '/inline.js'] }), 'wasm-unavailable', /^404: .*windowbox\.wasm/, /took the file along/);
    holds(await loading({}, { model: '/gone.wbx' }), 'model-unavailable', /^404: the server does not have it: the model at .*\/gone\.wbx$/, /address/);
  });

  test('gzip without a word of it, and half a file', async () => {
    holds(await loading({}, { url: '/gzip.wasm' }), 'wasm-unavailable', /gzip, which nobody has unpacked \(200, application\/wasm\)/, /Content-Encoding/, /wasm/);
    holds(await loading({}, { url: '/hangs-up.wasm' }), 'wasm-unavailable', /does not answer/, /network/, /fetch|network/i);
  });

  test('a wrong type with the right bytes: nothing', async () => {
    assert.equal((await loading({ swap: { '/windowbox.wasm': '/plain.wasm' } })).prediction, 'setosa');
  });

  test('no network', async () => {
    // What is asked for when something failed is not there either: the short message, and the platform's error.
    const prepare = async (context, page) => {
      await page.evaluate(() => import('/browser.js'));
      await context.setOffline(true);
    };
    const found = await loading({}, {}, { prepare });
    assert.deepEqual([found.ours, found.code, found.cause], [true, 'wasm-unavailable', 'TypeError']);
    assert.match(found.message, /fetch/);
    const known = await loading({}, {}, { prepare: async (context, page) => { await page.evaluate(() => import('/extra.js')); await prepare(context, page); } });
    holds(known, 'wasm-unavailable', /there is no network: windowbox\.wasm/, /again/, /fetch/);
  });

  test('another origin that does not allow it, or a policy that does not', async () => {
    const other = await host(), open = await host({ cors: true });
    holds(await loading({}, { model: `${other.origin}/model.wbx` }), 'model-unavailable', /server of the model does not answer/, /Access-Control-Allow-Origin/, /Failed to fetch/);
    holds(await loading({ policy: "connect-src 'self'" }, { model: `${open.origin}/model.wbx` }), 'model-unavailable', /does not answer/, /connect-src/);
    assert.equal((await loading({}, { model: `${open.origin}/model.wbx` })).prediction, 'setosa');
    other.close();
    open.close();
  });

  test('an engine without WebAssembly, and one without SIMD', async () => {
    for (const [flag, message, said] of [['--jitless', /no WebAssembly$/, /not defined/], ['--no-enable-sse4-1', /no WebAssembly SIMD/, /SIMD/]]) {
      const of = await launch(`--js-flags=${flag}`);
      holds(await loading({}, { model: '/model.wbx' }, { of }), 'wasm-unavailable', message, /twin/, said);
      await of.close();
    }
  });

  test('a page that was opened from disk', async () => {
    const { origin, close } = await host({ cors: true }), place = mkdtempSync(`${tmpdir()}/windowbox-disk-`), page = await browser.newPage();
    writeFileSync(`${place}/page.html`, PAGE);
    writeFileSync(`${place}/model.wbx`, model);
    await page.goto(String(pathToFileURL(`${place}/page.html`)));
    const found = await page.evaluate(async ([origin]) => {
      const { load } = await import(`${origin}/browser.js`);
      const model = new URL('model.wbx', location.href).href;
      return load({ model }).catch(({ code, message, hint }) => ({ ours: true, name: 'WindowboxError', code, message, hint }));
    }, [origin]);
    holds(found, 'model-unavailable', /opened from disk may not fetch the model/, /http/);
    await page.close();
    rmSync(place, { recursive: true });
    close();
  });

  test('what explains is lost itself: the error stays', async () => {
    const found = await loading({ lost: ['/windowbox.wasm', '/extra.js'] });
    assert.deepEqual([found.ours, found.code], [true, 'wasm-unavailable']);
    assert.match(found.message, /^404 http.*windowbox\.wasm$/);
    holds(await loading({ app: true, lost: ['/extra.js'] }, { model: '/gone.wbx' }), 'bad-magic', /not a windowbox file/, /./);
  });

  test('a service worker, which may import nothing: the error stays', async () => {
    const { origin, close } = await host({ lost: ['/windowbox.wasm'] }), context = await browser.newContext(), page = await context.newPage();
    await context.route('**/sw.js', (route) => route.fulfill({ contentType: 'text/javascript', body: `
      import { load } from '/browser.js';
      addEventListener('message', ({ source }) => load().then(() => 'loaded', ({ name, code, message }) => ({ name, code, message })).then((found) => source.postMessage(found)));
      addEventListener('install', () => skipWaiting());
      addEventListener('activate', (event) => event.waitUntil(clients.claim()));` }));
    await page.goto(`${origin}/`);
    const found = await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js', { type: 'module' });
      const { active } = await navigator.serviceWorker.ready;
      return new Promise((resolve) => {
        navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
        active.postMessage('load');
      });
    });
    assert.deepEqual([found.name, found.code], ['WindowboxError', 'wasm-unavailable']);
    assert.match(found.message, /^404/);
    await context.close();
    close();
  });
});

describe('in a page', () => {
  let here, page;
  before(async () => {
    here = await host({ swap: { '/windowbox.wasm': '/encoded.wasm' } });
    page = await browser.newPage();
    await page.goto(`${here.origin}/`);
  });
  after(async () => {
    await page.close();
    here.close();
  });

  test('progress ends at the total, which a package knows of its own compressed file', async () => {
    const told = await page.evaluate(async () => {
      const { load } = await import('/browser.js'), told = [];
      const model = await load({ model: '/model.wbx', onProgress: (state) => told.push(state) });
      const own = await load({ onProgress: (state) => told.push(state) });
      model.free();
      own.free();
      return told;
    });
    const ends = told.filter(({ loaded, total }) => loaded === total).map(({ total }) => total);
    assert.deepEqual(ends, [packed.length + model.length, packed.length]);
    assert.ok(told.length > 4);
    assert.deepEqual([...new Set(told.map(({ total }) => total))].filter((total) => total !== null).sort(), ends.sort());
  });

  test('when nobody waits any more, nothing more is fetched', async () => {
    const other = await browser.newPage(), asked = [];
    other.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await other.route('**/windowbox.wasm', () => {});
    await other.goto(`${here.origin}/`);
    const reason = await other.evaluate(async () => {
      const { load } = await import('/browser.js'), stop = new AbortController();
      setTimeout(() => stop.abort('enough'), 200);
      const reason = await load({ signal: stop.signal }).catch((reason) => reason);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return reason;
    });
    assert.equal(reason, 'enough');
    assert.deepEqual(asked.filter((path) => path.endsWith('.js')), ['/browser.js', '/extra.js']);
    await other.close();
  });

  test('integrity says what the fetch of a browser says', async () => {
    const right = sri('sha384', model), other = sri('sha512', packed);
    for (const integrity of [right, `${sri('sha384', packed)} ${right}`, `${right}?a=b`, `sha256-AAAA ${right}`, sri('sha512', model), sri('sha384', packed), `${right} ${other}`, `md5-x ${other}`]) {
      const [fetched, loaded] = await page.evaluate(async (integrity) => {
        const { load } = await import('/browser.js'), yes = () => true, no = () => false;
        const loaded = load({ model: '/model.wbx', integrity }).then((model) => (model.free(), true), ({ code }) => code);
        return Promise.all([fetch('/model.wbx', { integrity }).then(yes, no), loaded]);
      }, integrity);
      assert.equal(loaded, fetched || 'unexpected-model', integrity);
    }
  });

  test('fifty loads and frees of 5 MB give their memory back', { timeout: 120_000 }, async () => {
    const protocol = await page.context().newCDPSession(page);
    const used = async () => {
      await protocol.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize } = await protocol.send('Runtime.getHeapUsage');
      return (usedSize + backingStorageSize) / 2 ** 20;
    };
    const cycles = (count) => page.evaluate(async ([count, row]) => {
      const { load } = await import('/browser.js'), bytes = await (await fetch('/model.wbx')).arrayBuffer();
      for (let i = 0; i < count; i++) {
        const model = await load({ model: bytes.slice() });
        if (model.predictOne(row).prediction !== 'setosa') throw Error('wrong');
        // Every third is only forgotten.
        if (i % 3) model.free();
      }
    }, [count, FLOWER]);
    await cycles(5);
    const first = await used();
    await cycles(50);
    const grown = await used() - first;
    assert.ok(grown < 8, `${grown.toFixed(1)} MB more`);
  });

  test('a host without memory for another instance is said to be one', { timeout: 120_000 }, async () => {
    const other = await browser.newPage();
    await other.goto(`${here.origin}/`);
    const found = await other.evaluate(async () => {
      const { load } = await import('/browser.js'), bytes = await (await fetch('/windowbox.wasm')).arrayBuffer(), models = [];
      try {
        for (let i = 0; i < 2000; i++) models.push(await load({ module: bytes.slice() }));
        return { models: models.length };
      } catch ({ name, code, message, hint, cause }) {
        return { ours: true, name, code, message, hint, cause: cause?.name, models: models.length };
      }
    });
    holds(found, 'out-of-memory', /not enough memory/, /free\(\)/);
    await other.close();
  });
});
