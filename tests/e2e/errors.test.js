// Everything that can go wrong with what the page is given: said in words, with what to do, and nothing is lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { answerOf, start } from './browser.js';
import { launch } from './chromium.js';
import { www } from './places.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

const model = readFileSync(`${www}/models/titanic.wbx`);
const page404 = { status: 200, contentType: 'text/html', body: '<!doctype html><title>My app</title><script>window.intruded = 1</script>' };
/** Its magic is followed by the version. */
const later = Buffer.from(model);
later.writeUInt16LE(99, 8);

const READ = /cannot read it/, GONE = /did not arrive/;
/** What is given in its place, and what a visitor reads of it. */
const MODELS = {
  'a page instead of the model': [page404, READ],
  'an empty file': [{ body: '' }, READ],
  'half a model': [{ body: model.subarray(0, model.length >> 1) }, READ],
  'all but the last byte': [{ body: model.subarray(0, -1) }, READ],
  'a model and more': [{ body: Buffer.concat([model, Buffer.from('more')]) }, READ],
  'a model of a later version': [{ body: later }, READ],
  'zeros': [{ body: Buffer.alloc(4096) }, READ],
  'a server that has broken down': [{ status: 500, body: 'oops' }, GONE],
  'a server that forbids it': [{ status: 403, contentType: 'text/html', body: '<h1>403</h1>' }, GONE],
};

/** A trouble: a heading, an alert, a way on; no stack, no address, no code before it is unfolded. */
async function says(page, message) {
  assert.equal(await page.textContent('h1'), 'Titanic cannot be opened');
  const alert = await page.textContent('[role=alert]');
  assert.match(alert, message);
  assert.doesNotMatch(alert, /http|wbx|\bat |undefined|null|\[object|Error/);
  assert.doesNotMatch(await page.textContent('.trouble details'), /undefined|\[object|\n\s+at /);
  assert.ok(await page.getByRole('button', { name: 'Try again' }).isVisible());
  assert.equal(await page.getAttribute('main', 'aria-busy'), null);
  assert.equal(await page.evaluate(() => 'intruded' in window), false);
}

for (const [name, [reply, message]] of Object.entries(MODELS)) {
  test(`${name} is said, and the other model opens`, async () => {
    const { page, close } = await here.visit({ hash: '#titanic', ready: '.trouble', before: (page) => page.route('**/titanic.wbx', (route) => route.fulfill(reply)) });
    await says(page, message);
    await page.getByRole('link', { name: 'Iris' }).click();
    await page.waitForSelector('.verdict');
    assert.equal((await answerOf(page)).prediction, 'versicolor');
    await close();
  });
}

test('a later version is named to whoever runs the page', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', ready: '.trouble', before: (page) => page.route('**/titanic.wbx', (route) => route.fulfill({ body: later })) });
  assert.match(await page.textContent('.trouble details'), /format version 99/);
  await close();
});

test('a model that does not come: it is opened, and nothing is claimed', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', ready: '.loading', before: (page) => page.route('**/titanic.wbx', () => {}) });
  await page.waitForTimeout(300);
  assert.equal(await page.getAttribute('main', 'aria-busy'), 'true');
  assert.match(await page.textContent('[role=status]'), /Opening/);
  assert.equal(await page.locator('.trouble').count(), 0);
  await close();
});

test('the wasm is a page, and its copy is lost', async () => {
  const before = async (page) => {
    await page.route('**/pkg/windowbox.wasm', (route) => route.fulfill(page404));
    await page.route('**/pkg/inline.js', (route) => route.fulfill({ status: 404 }));
  };
  const { page, close } = await here.visit({ hash: '#titanic', ready: '.trouble', before });
  await says(page, GONE);
  await close();
});

test('the wasm is a page: its copy serves, and nobody notices', async () => {
  const { page, close } = await here.visit({ hash: '#titanic', before: (page) => page.route('**/pkg/windowbox.wasm', (route) => route.fulfill(page404)) });
  assert.equal((await answerOf(page)).prediction, '0');
  await close();
});

test('a browser without WebAssembly', async () => {
  const browser = await launch('--js-flags=--jitless');
  const page = await browser.newPage();
  await page.goto(`${here.origin}/#titanic`);
  await page.waitForSelector('.trouble');
  assert.match(await page.textContent('.trouble details'), /WebAssembly/);
  assert.equal(await page.textContent('h1'), 'Titanic cannot be opened');
  await browser.close();
});

test('offline mid-way: what is open goes on, what is not there says so, and comes once there is a network', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.context().setOffline(true);
  await page.getByLabel('Age', { exact: true }).fill('3');
  const answer = await answerOf(page);
  assert.notEqual(answer.prediction, null);
  await page.getByRole('link', { name: 'Iris' }).click();
  await page.waitForSelector('.trouble');
  assert.match(await page.textContent('[role=alert]'), GONE);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('h1', { hasText: 'Which iris' }).waitFor();
  assert.equal((await answerOf(page)).prediction, 'versicolor');
  await close();
});
