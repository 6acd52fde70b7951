// A model here, in a worker and in several: the same cases in Chromium as in node
// (../js/worker.test.js), under a strict policy, of a packed package and of the runtime
// with a model in a file.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { folder, golden, project } from '../js/packages.js';
import { cases, others } from '../js/worker.cases.js';
import { launch } from './chromium.js';
import { serve } from './server.js';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:";
const document = (policy) => ({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: '<!doctype html><link rel=icon href=data:>' });

/** What the cases ask of a page; those who began and have said something can be ended. */
const world = () => {
  const alive = [], firsts = globalThis.firsts = [];
  let started = 0;
  globalThis.Worker = class extends Worker {
    constructor(...all) {
      super(...all);
      started++;
      this.addEventListener('message', ({ data }) => (alive.push(this), firsts.push('lock' in data)), { once: true });
    }

    /** As in a page over http, where asked for. */
    set onmessage(heard) {
      super.onmessage = (event) => heard(globalThis.lockless && event.data.lock ? { data: { lock: null } } : event);
    }
  };
  globalThis.end = () => (alive.pop()?.terminate(), globalThis.ended = true);
  globalThis.run = async (name, options, kills) => {
    const [{ cases, others }, { load }, { openWorker, WindowboxError }] = await Promise.all(['cases', 'browser', 'worker'].map((file) => import(`/${file}.js`)));
    const said = [], streamed = (pieces) => new ReadableStream({ start: (to) => (pieces.forEach((piece) => to.enqueue(piece)), to.close()) });
    await { ...cases, ...others }[name]({ load, openWorker, WindowboxError, options: () => options, slow: () => ({ model: '/titanic-nearest.wbx' }), levels: () => ({ model: '/hand-trees.wbx' }), kill: () => alive.pop()?.terminate(), kills, started: () => started, cores: navigator.hardwareConcurrency, streamed, print: (line) => said.push(line) });
    return said;
  };
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const visit = async (server, policy = POLICY) => {
  const page = await browser.newPage();
  await page.addInitScript(world);
  await page.route('**/', (route) => route.fulfill(document(policy)));
  await page.route('**/cases.js', (route) => route.fulfill({ path: `${import.meta.dirname}/../js/worker.cases.js`, contentType: 'text/javascript' }));
  for (const name of ['titanic-nearest', 'hand-trees']) await page.route(`**/${name}.wbx`, (route) => route.fulfill({ body: golden(name) }));
  await page.route('**/titanic.wbx', (route) => route.fulfill({ path: `${project}/titanic.wbx` }));
  await page.goto(`${server.origin}/`);
  return page;
};

for (const [name, all, place, options, kills] of [
  ['a packed package', cases, folder('titanic-survival'), {}, 50],
  ['the runtime with a model', { ...cases, ...others }, new URL('../../pkg/dist', import.meta.url).pathname, { model: 'titanic.wbx' }, 10],
]) {
  describe(name, () => {
    let server;
    let page;
    const troubles = [];
    before(async () => {
      server = await serve(place);
      page = await visit(server);
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    });
    after(async () => {
      await page.close();
      server.close();
    });

    for (const what of Object.keys(all)) {
      test(what, async (t) => {
        // Modules that nobody holds any more keep their place among the addresses, and no worker's want of one collects them.
        await page.requestGC();
        (await page.evaluate((all) => globalThis.run(...all), [what, options, kills])).forEach((line) => t.diagnostic(line));
      });
    }

    test('each worker began with its lock: else nobody hears of its end', async () => {
      const firsts = await page.evaluate(() => globalThis.firsts);
      assert.ok(firsts.length > 10 && firsts.every(Boolean), String(firsts));
    });

    test('nothing was said to the console', () => assert.deepEqual(troubles, []));

    test('where there are no locks, the end of a worker is heard of in the end', async () => {
      const other = await visit(server);
      await other.clock.install();
      const end = other.evaluate(async (options) => {
        globalThis.lockless = true;
        const { openWorker } = await import('/worker.js'), model = await openWorker(options);
        const { prediction } = await model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' });
        globalThis.end();
        const error = await model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' }).catch((error) => error);
        const again = await model.predictOne({ Age: 30, Sex: 'male', Embarked: 'S' });
        model.free();
        return [prediction, error.code, again.prediction];
      }, options);
      await other.waitForFunction(() => globalThis.ended);
      await other.clock.runFor(90_000);
      assert.deepEqual(await end, [0, 'worker-died', 0]);
      await other.close();
    });

    test('where workers may not start, it is said', async () => {
      const other = await visit(server, POLICY.replace("worker-src 'self'", "worker-src 'none'"));
      const code = await other.evaluate((options) => import('/worker.js').then(({ openWorker }) => openWorker(options)).then(() => 'opened', ({ code }) => code), options);
      assert.equal(code, 'worker-unavailable');
      await other.close();
    });
  });
}
