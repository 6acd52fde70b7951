// A packed model in a real page under a strict policy, from any static server: its own
// reader, and a pool of workers without special headers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium as launcher } from 'playwright-core';
import { folder } from '../js/packages.js';
import { chromium } from './places.js';
import { serve } from './server.js';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:";

let server;
let browser;
let page;
const troubles = [];

before(async () => {
  server = await serve(folder('titanic-survival'));
  browser = await launcher.launch({ executablePath: chromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.route('**/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': POLICY }, body: '<!doctype html><link rel=icon href=data:>' }));
  await page.goto(`${server.origin}/`);
});
after(async () => {
  await browser.close();
  server.close();
});

test("a pool's answers are the model's, with progress, and a signal stops it", async () => {
  const found = await page.evaluate(async () => {
    const [{ pool }, { load, WindowboxError }] = await Promise.all([import('/pool.js'), import('/browser.js')]);
    const rows = 50_001, said = [], stop = new AbortController();
    const columns = { Age: Float32Array.from({ length: rows }, (_, i) => i % 80), Sex: Array.from({ length: rows }, (_, i) => ['male', 'female', 'f'][i % 3]), Embarked: Array(rows).fill('S') };
    const [workers, model] = [await pool({ workers: 2 }), await load()];
    const options = { probabilities: true, margin: true };
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const all = await workers.predictColumns(columns, { ...options, progress: (done, of) => said.push(done / of) });
    const stopped = await workers.predictColumns(columns, { signal: stop.signal, progress: () => stop.abort('enough') }).catch((reason) => reason);
    const refused = await workers.predictOne({ Age: '1', Sex: 'male' }).catch((error) => error);
    const found = { same: same(all, model.predictColumns(columns, options)), rows: all.prediction.length, last: said.at(-1), stopped, refused: refused instanceof WindowboxError && refused.code };
    workers.free();
    return found;
  });
  assert.deepEqual(found, { same: true, rows: 50_001, last: 1, stopped: 'enough', refused: 'bad-type' });
  assert.deepEqual(troubles, []);
});

test('a pool whose workers may not start says so', async () => {
  const other = await browser.newPage();
  await other.route('**/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': POLICY.replace("worker-src 'self'", "worker-src 'none'") }, body: '<!doctype html>' }));
  await other.goto(`${server.origin}/`);
  const code = await other.evaluate(() => import('/pool.js').then(({ pool }) => pool({ workers: 1 })).then(() => 'opened', ({ code }) => code));
  assert.equal(code, 'worker-unavailable');
  await other.close();
});
