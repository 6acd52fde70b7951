// The page as one file: opened by double-click, without a network, it is the whole page.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { chromium as launcher } from 'playwright-core';
import { model, page as made, predicted, workshop } from './made.js';
import { answered, choose, download, file as table } from './many.js';
import { chromium } from './places.js';

const PASSENGERS = [{ Age: 30, Sex: 'male', Embarked: 'S' }, { Age: 3, Sex: 'female', Embarked: 'C' }, { Age: null, Sex: 'female', Embarked: 'Q' }];
const POLICY = /^default-src 'none'; script-src 'sha256-[\w+/]{43}=' 'wasm-unsafe-eval'; style-src 'sha256-[\w+/]{43}='; worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'$/;

let browser;
const shop = workshop();
before(async () => {
  browser = await launcher.launch({ executablePath: chromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  made(model('titanic'), '-o', shop.path('titanic.html'), '--question', 'Who survived?');
  made(model('titanic'), model('iris'), '-o', shop.path('both.html'), '--title', 'Titanic', '--title', 'Iris');
});
after(async () => {
  await browser.close();
  shop.gone();
});

/** Opens a file as a double-click does, with the network off. */
async function open(file, { hash = '', ready = '.verdict' } = {}) {
  const context = await browser.newContext({ offline: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const troubles = [], requests = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${shop.path(file)}${hash}`);
  await page.waitForSelector(ready);
  return { page, troubles, requests, close: () => context.close() };
}

/** What an app around the page asks of it. */
const asked = (page, input, options) => page.evaluate((all) => window.windowbox.predict(...all), [input, options]);

test('it opens from a disk, asks nobody, and has nothing to complain of', async () => {
  const { page, troubles, requests, close } = await open('titanic.html');
  assert.equal(await page.textContent('h1'), 'Who survived?');
  assert.match(await page.getAttribute('meta[http-equiv]', 'content'), POLICY);
  const first = await page.textContent('.sure');
  await page.getByLabel('Age', { exact: true }).fill('3');
  assert.notEqual(await page.textContent('.sure'), first);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  assert.match(await page.textContent('.self-test'), /✓/);
  assert.deepEqual(requests.filter((url) => !/^(data|blob):/.test(url)), [`file://${shop.path('titanic.html')}`]);
  assert.deepEqual(troubles, []);
  await close();
});

test('an app around it asks for answers: the same as those of the command', async () => {
  const { page, close } = await open('titanic.html');
  const { prediction, probabilities } = JSON.parse(predicted('titanic', PASSENGERS));
  const several = await asked(page, PASSENGERS, { probabilities: true });
  assert.deepEqual([several.prediction, several.probabilities], [prediction, probabilities]);
  const one = await asked(page, PASSENGERS[0]);
  assert.equal(one.prediction, prediction[0]);
  assert.match((await page.evaluate(() => window.windowbox.about())).version.hash, /^[0-9a-f]{64}$/);
  await assert.rejects(asked(page, PASSENGERS[0], { model: 'other' }), /no model other: there are titanic-survival/);
  await assert.rejects(asked(page, { Agge: 3 }), /no known column/);
  await close();
});

test('what the policy forbids does not happen', async () => {
  const { page, troubles, close } = await open('titanic.html');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => 'intruded' in window), false);
  assert.equal(await page.evaluate(() => fetch('data:,x').then(() => 'fetched', () => 'refused')), 'refused');
  assert.match(troubles.join(), /Content Security Policy/);
  await close();
});

test('a table is answered in a worker, which is the page itself, and its answers are saved', async () => {
  const { page, troubles, close } = await open('titanic.html');
  const workers = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const rows = Array.from({ length: 3000 }, (_, i) => `${i % 80},${i % 3 ? 'male' : 'female'},${'SCQ'[i % 3]}`);
  await choose(page, table('rows.csv', ['Age,Sex,Embarked', ...rows].join('\n')));
  await answered(page);
  const { text } = await download(page);
  assert.equal(text.trim().split('\n').length, 3001);
  const { prediction, probabilities } = JSON.parse(predicted('titanic', [{ Age: 79, Sex: 'male', Embarked: 'C' }]));
  assert.equal(text.split('\r\n')[80], [prediction[0], ...Object.values(probabilities[0])].join());
  assert.ok(workers.length > 0 && workers.every((url) => url.startsWith('blob:')), workers.join());
  assert.deepEqual(troubles, []);
  await close();
});

test('a model that is brought takes the place of the one in the file', async () => {
  const { page, troubles, close } = await open('titanic.html');
  await choose(page, { name: 'iris.wbx', mimeType: 'application/octet-stream', buffer: await readFile(model('iris')) });
  await page.getByLabel(/petal length/i).first().waitFor();
  assert.deepEqual(troubles, []);
  await close();
});

test('several models: each has its address, and answers', async () => {
  const { page, troubles, close } = await open('both.html', { hash: '#iris' });
  assert.equal(await page.getAttribute('a[href="#iris"]', 'aria-current'), 'page');
  await page.getByRole('link', { name: 'Titanic' }).click();
  await page.getByLabel('Age', { exact: true }).waitFor();
  assert.equal((await asked(page, { sl: 3, sw: 2, pl: 1, pw: 1 }, { model: 'iris' })).prediction, JSON.parse(predicted('iris', [{ sl: 3, sw: 2, pl: 1, pw: 1 }])).prediction[0]);
  assert.deepEqual(troubles, []);
  await close();
});

test('a cell of a notebook is a frame without an origin, and may run it', async () => {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  for (const file of ['titanic.html', 'both.html']) {
    const inner = (await readFile(shop.path(file), 'utf8')).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    await page.setContent(`<!doctype html><title>Notebook</title><iframe width=900 height=700 sandbox="allow-scripts allow-downloads" srcdoc="${inner}"></iframe>`);
    const frame = page.frameLocator('iframe');
    await frame.locator('.verdict').first().waitFor();
    const first = await frame.locator('.sure').textContent();
    await frame.getByLabel('Age', { exact: true }).fill('3');
    assert.notEqual(await frame.locator('.sure').textContent(), first);
    assert.equal(await frame.locator('body').evaluate(() => origin), 'null');
    await choose(frame, table('rows.csv', 'Age,Sex,Embarked\n22,male,S\n3,female,C'));
    await answered(frame);
    if (file !== 'both.html') continue;
    await frame.getByRole('link', { name: 'Iris' }).click();
    await frame.getByLabel(/petal length/i).first().waitFor();
  }
  assert.deepEqual(troubles, []);
  await context.close();
});

const HOSTILE = '</script></title><script>window.intruded = 1</script><img src=x onerror="window.intruded = 2">{{script}}<!--';

test('texts of a model, or of the command line, stay texts', async () => {
  await writeFile(shop.path('words.json'), JSON.stringify({ Embarked: { S: HOSTILE } }));
  made(model('titanic'), '-o', shop.path('hostile.html'), '--title', HOSTILE, '--question', HOSTILE, '--words', shop.path('words.json'));
  const { page, troubles, close } = await open('hostile.html');
  assert.equal(await page.textContent('h1'), HOSTILE);
  assert.ok((await page.textContent('.sheet')).includes(HOSTILE));
  assert.equal(await page.evaluate(() => 'intruded' in window), false);
  assert.deepEqual(troubles, []);
  await close();
});

test('a page that was cut off, or lost its model, says so', async () => {
  const whole = await readFile(shop.path('titanic.html'), 'utf8');
  await writeFile(shop.path('broken.html'), whole.replace(/(id="windowbox-model-0">)[^<]{100}/, '$1'));
  const { page, close } = await open('broken.html', { ready: '.trouble' });
  assert.match(await page.textContent('h1'), /cannot be opened/);
  await close();
});
