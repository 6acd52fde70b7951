// The page as a folder for a static host: relative, installable, without a network, and replaced as a whole.
import assert from 'node:assert/strict';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { model, page as made, workshop } from './made.js';
import { launch } from './chromium.js';
import { serve } from './server.js';

const shop = workshop();
let browser, server;
/** Not at the root of its host: nothing may lead there. */
const site = shop.path('host/some/place');
before(async () => {
  browser = await launch();
  made(model('titanic'), model('iris'), '-o', site, '--title', 'Titanic', '--title', 'Iris');
  server = await serve(shop.path('host'));
});
after(async () => {
  await browser.close();
  server.close();
  shop.gone();
});

async function visit(hash = '') {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  const troubles = [], requests = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(`${server.origin}/some/place/${hash}`);
  await page.waitForSelector('.verdict');
  return { page, troubles, requests, close: () => context.close() };
}

/** Until everything is kept. */
const kept = (page) => page.evaluate(async () => { await navigator.serviceWorker.ready; });
/** What the caches hold, below the page. */
const held = (page) => page.evaluate(async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url.replace(document.baseURI.split('#')[0], ''))));
  return { names, files: requests.flat().sort() };
});
const inventory = async () => Object.keys(JSON.parse(await readFile(`${site}/windowbox.json`, 'utf8')).files);

test('it opens, each model at its address, and asks nobody else', async () => {
  const { page, troubles, requests, close } = await visit('#iris');
  await page.getByRole('link', { name: 'Titanic' }).click();
  await page.getByLabel('Age', { exact: true }).waitFor();
  assert.deepEqual(requests.filter((url) => !url.startsWith(`${server.origin}/some/place/`)), []);
  assert.deepEqual(troubles, []);
  await close();
});

test('what it will need is asked for with the page, not one after the other', async () => {
  const { page, requests, close } = await visit();
  const listed = await page.evaluate(() => [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.href));
  const before = requests.slice(0, requests.findIndex((url) => /\.wasm$/.test(url)));
  const modules = before.filter((url) => url.endsWith('.js') && !/\/(main|lost|stored|register|service-worker)\.js$/.test(url));
  assert.deepEqual([...new Set(modules)].sort(), [...listed].sort());
  await close();
});

test('a browser may install it', async () => {
  const { page, close } = await visit();
  const manifest = JSON.parse(await readFile(`${site}/manifest.webmanifest`, 'utf8'));
  assert.equal(manifest.name, 'Titanic, Iris');
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (src) => { const image = new Image(); image.src = src; await image.decode(); return `${image.naturalWidth}x${image.naturalHeight}`; }, src);
    assert.ok(sizes === 'any' || size === sizes, src);
  }
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Windows without a history are never offered it; everything else is the page's.
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
  await close();
});

test('it keeps exactly what it is made of, and works on without a network', async () => {
  const { page, troubles, close } = await visit('#titanic');
  await kept(page);
  const files = (await inventory()).filter((name) => name !== 'service-worker.js').map((name) => name.replace(/^index\.html$/, ''));
  assert.deepEqual((await held(page)).files, files.sort());
  await page.context().setOffline(true);
  const first = await page.textContent('.sure');
  await page.getByLabel('Age', { exact: true }).fill('3');
  assert.notEqual(await page.textContent('.sure'), first);
  await page.reload();
  await page.waitForSelector('.verdict');
  await page.getByRole('link', { name: 'Iris' }).click();
  await page.getByLabel(/petal length/i).first().waitFor();
  for (const way of ['index.html', '?from=home#titanic']) {
    await page.goto(`${server.origin}/some/place/${way}`);
    await page.waitForSelector('.verdict');
  }
  assert.deepEqual(troubles, []);
  await close();
});

test('a new version waits until it is wanted, then replaces the old one', async () => {
  const { page, troubles, close } = await visit();
  await kept(page);
  const before = await held(page);
  const lock = await readFile(`${site}/windowbox.json`, 'utf8');
  made(model('iris'), '-o', site, '--title', 'Iris', '--question', 'Which one?');
  try {
    await page.reload();
    await page.locator('h1', { hasText: 'Titanic' }).or(page.locator('.verdict')).first().waitFor();
    assert.doesNotMatch(await page.textContent('h1'), /Which one/);
    await page.getByRole('button', { name: 'Use it now' }).click();
    await page.locator('h1', { hasText: 'Which one?' }).waitFor();
    const { names, files } = await held(page);
    assert.equal(names.length, 1);
    assert.notDeepEqual(names, before.names);
    assert.deepEqual(files.filter((name) => name.startsWith('models/titanic')), []);
    assert.equal(await page.locator('.newer').count(), 0);
    assert.deepEqual(await readdir(`${site}/models`), files.filter((name) => name.startsWith('models/')).map((name) => name.slice(7)));
    assert.equal((await readdir(site)).filter((name) => name.startsWith('app-')).length, 1);
    assert.deepEqual(troubles, []);
  } finally {
    made(model('titanic'), model('iris'), '-o', site, '--title', 'Titanic', '--title', 'Iris');
  }
  assert.equal(await readFile(`${site}/windowbox.json`, 'utf8'), lock, 'the same files give the same bytes');
  await close();
});

test('a host that is half way through a change does not spoil what is kept', async () => {
  await cp(site, shop.path('host/some/other'), { recursive: true });
  const other = `${server.origin}/some/other/`;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(other);
  await page.waitForSelector('.verdict');
  await kept(page);
  const whole = await readFile(shop.path('host/some/other/service-worker.js'), 'utf8');
  // A new list, of which one file has not arrived.
  await writeFile(shop.path('host/some/other/service-worker.js'), whole.replace(/"icon\.svg":"sha256-...../, '"icon.svg":"sha256-AAAAA'));
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    await new Promise((resolve) => { registration.installing ? registration.installing.addEventListener('statechange', resolve, { once: true }) : resolve(); });
    return { active: registration.active?.state, waiting: !!registration.waiting };
  });
  assert.deepEqual(state, { active: 'activated', waiting: false });
  await context.setOffline(true);
  await page.reload();
  await page.waitForSelector('.verdict');
  await context.close();
  await rm(shop.path('host/some/other'), { recursive: true });
});
