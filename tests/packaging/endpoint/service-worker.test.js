// The page's own fetch('/predict') is answered in the browser, also when its server is gone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { extname } from 'node:path';
import { test } from 'node:test';
import { launch } from '../../e2e/chromium.js';
import { FLOWER, PASSENGERS, project, wanted } from './apps.js';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Files, and a count of who asked for what. */
const files = async (place) => {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const path = request.url === '/' ? '/index.html' : request.url;
    try {
      const bytes = readFileSync(place + path);
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { asked, origin: `http://127.0.0.1:${server.address().port}`, stop: () => (server.closeAllConnections(), server.close(), once(server, 'close')) };
};

const post = (page, path, body) => page.evaluate(async ([path, body]) => {
  const reply = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  return { status: reply.status, is: reply.headers.get('content-type'), ...await reply.json() };
}, [path, body]);

test('in Chromium, and offline', async () => {
  const { titanic, iris } = await wanted(), { asked, origin, stop } = await files(project('service-worker'));
  const browser = await launch();
  try {
    const page = await browser.newPage(), troubles = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    await page.goto(origin);
    await page.waitForFunction(() => document.querySelector('output').value === '[1]');
    const check = async () => {
      const { prediction, probabilities, warnings, errors } = await post(page, '/predict?proba=1', PASSENGERS);
      assert.deepEqual({ prediction, probabilities, warnings, errors }, titanic);
      assert.deepEqual((await post(page, '/iris/predict', FLOWER)).prediction, iris.prediction);
      const { status, is, code } = await post(page, '/predict', '{');
      assert.deepEqual([status, is, code], [400, 'application/problem+json', 'bad-json']);
      assert.equal(await page.evaluate(async () => (await (await fetch('/card')).json()).model.name), 'titanic-survival');
    };
    await check();
    await stop();
    await check();
    // A browser stops a worker that has nothing to do, and starts it again from what it kept.
    const session = await page.context().newCDPSession(page);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
    await check();
    assert.deepEqual(asked.filter((what) => /POST|predict|card|wasm/.test(what)), [], 'nothing was asked of the server, not even the wasm');
    assert.deepEqual(troubles, []);
  } finally {
    await browser.close();
  }
});
