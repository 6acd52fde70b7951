// Packed models in a real page whose policy forbids WebAssembly: the twin answers as the
// wasm does. Where it is allowed, nothing of the twin is fetched.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fresh, project } from '../js/packages.js';
import { launch } from './chromium.js';
import { serve } from './server.js';

const FORBIDS = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; img-src data:";
const ALLOWS = FORBIDS.replace("'self';", "'self' 'wasm-unsafe-eval';");

const ROWS = {
  'titanic-survival': [{ Age: 85, Sex: 'male', Embarked: 'S' }, { Age: 24, Sex: '"female"', Embarked: 'C' }, { Age: 0.42, Sex: 'female', Embarked: 'Q' }, { Sex: 'female', Agee: 3 }, { Age: '21' }, 7],
  'iris-species': [{ sl: 3, sw: 2, pl: 1, pw: 1 }, { sl: 2, sw: 1, pl: 2, pw: 3 }, { sl: 5.8, sw: 2.7, pl: 4.1, pw: 1 }, { sl: 6 }],
};

let browser;
let server;

before(async () => {
  server = await serve(`${project}/node_modules`);
  browser = await launch();
});
after(async () => {
  await browser.close();
  server.close();
});

/** Opens an empty page under a policy, and answers with a model there; and what was fetched. */
const asked = async (policy, name) => {
  const page = await browser.newPage(), fetched = [];
  page.on('request', (request) => fetched.push(request.url().split('/').pop()));
  await page.route('**/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: '<!doctype html><link rel=icon href=data:>' }));
  await page.goto(`${server.origin}/`);
  const told = await page.evaluate(async ([name, rows]) => {
    const model = await (await import(`/${name}/browser.js`)).load(), options = { probabilities: true, margin: true };
    const told = [model.version, model.predict(rows, options), model.predict(rows, { ...options, strict: true, coerce: true }), model.selfTest()];
    return JSON.stringify(told, (_, value) => Object.is(value, -0) ? '-0' : value);
  }, [name, ROWS[name]]);
  await page.close();
  return [JSON.parse(told), fetched];
};

for (const name of Object.keys(ROWS)) {
  test(`${name} predicts where the policy forbids WebAssembly`, async () => {
    const model = await (await fresh(name)).load(), options = { probabilities: true, margin: true };
    const want = [{ ...model.version }, model.predict(ROWS[name], options), model.predict(ROWS[name], { ...options, strict: true, coerce: true }), model.selfTest()];
    const [told, fetched] = await asked(FORBIDS, name);
    assert.deepEqual(told, JSON.parse(JSON.stringify(want)));
    assert.deepEqual(fetched, ['', 'browser.js', 'extra.js', 'twin.js']);
  });

  test(`${name} fetches no twin where the policy allows WebAssembly`, async () => {
    const [, fetched] = await asked(ALLOWS, name);
    assert.deepEqual(fetched, ['', 'browser.js', 'windowbox.wasm']);
  });
}

test('workers predict there too', async () => {
  const page = await browser.newPage(), fetched = [];
  page.on('request', (request) => fetched.push(request.url().split('/').pop()));
  await page.route('**/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': FORBIDS }, body: '<!doctype html>' }));
  // A worker has the policy that comes with its script.
  await page.route('**/*.js', async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, headers: { ...reply.headers(), 'content-security-policy': FORBIDS } });
  });
  await page.goto(`${server.origin}/`);
  const found = await page.evaluate(async () => {
    const { openWorker } = await import('/titanic-survival/worker.js'), workers = await openWorker({ workers: 2 });
    const { prediction } = await workers.predictColumns({ Age: [85, 24], Sex: ['male', 'female'], Embarked: ['S', 'C'] });
    workers.free();
    return [...prediction];
  });
  const columns = { Age: [85, 24], Sex: ['male', 'female'], Embarked: ['S', 'C'] };
  assert.deepEqual(found, [...(await (await fresh('titanic-survival')).load()).predictColumns(columns).prediction]);
  assert.ok(fetched.includes('twin.js'), `${fetched}`);
  await page.close();
});

test('what has no twin says why', async () => {
  const page = await browser.newPage();
  await page.route('**/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': FORBIDS }, body: '<!doctype html>' }));
  await page.route('**/twin.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'export const lacks=()=>"why",open=lacks;' }));
  await page.goto(`${server.origin}/`);
  const told = await page.evaluate(() => import('/iris-species/browser.js').then(({ load }) => load()).then(() => 'loaded', ({ code, message, hint, cause }) => [code, message, hint, cause.name]));
  assert.deepEqual([told[0], told[3]], ['wasm-unavailable', 'CompileError']);
  assert.match(told[1], /Content-Security-Policy forbids WebAssembly/);
  assert.match(told[2], /'wasm-unsafe-eval'; why$/);
  await page.close();
});
