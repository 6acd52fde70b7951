// <windowbox-predictor> in somebody else's page, under a strict policy of theirs.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { violations } from './axe.js';
import { model, page as made, predicted, workshop } from './made.js';
import { launch } from './chromium.js';
import { serve } from './server.js';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:";
const pkg = resolve(import.meta.dirname, '../../pkg');
const shop = workshop();
let browser, server;
before(async () => {
  browser = await launch();
  await mkdir(shop.path('host'));
  made(model('titanic'), model('iris'), '-o', shop.path('host/page'));
  await cp(model('titanic'), shop.path('host/titanic.wbx'));
  await cp(model('iris'), shop.path('host/iris.wbx'));
  await writeFile(shop.path('host/style.css'), 'h1 { color: rgb(1, 2, 3) } .sheet, .answer, input { display: none } .one { --windowbox-leaf: rgb(9, 8, 200) } .narrow { width: 20rem }');
  server = await serve(shop.path('host'));
});
after(async () => {
  await browser.close();
  server.close();
  shop.gone();
});

/** A page with some elements in its body. */
async function visit(body, ready = '.verdict') {
  const page = await (await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } })).newPage();
  const troubles = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  const document = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>A dashboard</title>
    <link rel="icon" href="data:"><link rel="stylesheet" href="/style.css"><script type="module" src="/page/element.js"></script></head><body><main><h1>Dashboard</h1>${body}</main></body></html>`;
  await writeFile(shop.path('host/index.html'), document);
  await page.addInitScript(() => {
    window.told = [];
    document.addEventListener('prediction', (event) => window.told.push([event.target.id, event.detail]));
  });
  await page.goto(`${server.origin}/`);
  if (ready) await page.locator(ready).first().waitFor();
  return { page, troubles, close: () => page.context().close() };
}

test('several in one page, each with its model, tell of each answer', async () => {
  const { page, troubles, close } = await visit('<windowbox-predictor id="a" class="one" model="/titanic.wbx"></windowbox-predictor><windowbox-predictor id="b" model="/iris.wbx"></windowbox-predictor>');
  await page.locator('#b .verdict').first().waitFor();
  await page.locator('#a').getByLabel('Age', { exact: true }).fill('3');
  const told = await page.evaluate(() => window.told);
  assert.deepEqual([...new Set(told.map(([id]) => id))].sort(), ['a', 'b']);
  const [id, { record, answer }] = told.at(-1);
  assert.equal(id, 'a');
  assert.equal(record.Age, 3);
  assert.equal(answer.prediction, JSON.parse(predicted('titanic', [record])).prediction[0]);
  assert.deepEqual(await page.evaluate(() => [a.record, a.answer]), [record, answer]);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(troubles, []);
  await close();
});

test('styles stay on their side; colours come in by name, and its own width decides', async () => {
  const { page, close } = await visit('<windowbox-predictor id="a" class="one" model="/titanic.wbx"></windowbox-predictor><div class="narrow"><windowbox-predictor id="b" model="/titanic.wbx"></windowbox-predictor></div>');
  await page.locator('#b .verdict').first().waitFor();
  const style = (selector, name) => page.locator(selector).first().evaluate((node, name) => getComputedStyle(node)[name], name);
  assert.equal(await style('#a .verdict', 'color'), 'rgb(9, 8, 200)');
  assert.notEqual(await style('#b .verdict', 'color'), 'rgb(9, 8, 200)');
  assert.equal(await style('main > h1', 'color'), 'rgb(1, 2, 3)');
  assert.equal(await style('#a .bench', 'display'), 'grid');
  assert.equal(await style('#b .bench', 'display'), 'block');
  assert.equal(await style('body', 'backgroundColor'), 'rgba(0, 0, 0, 0)');
  assert.equal(await page.locator('#a .card').isVisible(), false);
  await page.evaluate(() => a.toggleAttribute('full'));
  assert.equal(await page.locator('#a .card').isVisible(), true);
  await close();
});

test('a record is set, the model is another, and one that leaves is let go', async () => {
  const { page, troubles, close } = await visit('<windowbox-predictor id="a" model="/titanic.wbx"></windowbox-predictor>');
  await page.evaluate(() => { a.record = { Age: 7.5, Sex: 'female' }; });
  await page.waitForFunction(() => a.record.Age === 7.5 && a.record.Sex === 'female');
  await page.evaluate(() => { a.model = '/iris.wbx'; a.record = { pl: 1.5 }; });
  await page.waitForFunction(() => a.record.pl === 1.5);
  assert.equal(await page.locator('#a .field').count(), 4);
  await page.evaluate(() => { const place = a.parentElement; const node = a; node.remove(); place.append(node); });
  await page.waitForFunction(() => document.querySelector('#a').shadowRoot.querySelector('[aria-busy]') === null);
  assert.equal(await page.locator('#a .verdict').count(), 1);
  assert.deepEqual(troubles, []);
  await close();
});

test('the model may stand in the page, as an address or as bytes', async () => {
  const base64 = (await readFile(model('iris'))).toString('base64');
  const { page, troubles, close } = await visit(`<windowbox-predictor id="a" model="data:application/octet-stream;base64,${base64}"></windowbox-predictor><windowbox-predictor id="b"></windowbox-predictor>`);
  await page.evaluate(async () => { b.model = new Uint8Array(await (await fetch('/titanic.wbx')).arrayBuffer()); });
  await page.locator('#b .verdict').first().waitFor();
  assert.deepEqual(await page.evaluate(() => [a, b].map((node) => node.shadowRoot.querySelectorAll('.field').length)), [4, 3]);
  assert.deepEqual(troubles, []);
  await close();
});

test('a model that is not there is said in its place, and may be tried again', async () => {
  const { page, close } = await visit('<windowbox-predictor id="a" model="/none.wbx"></windowbox-predictor>', '.trouble');
  assert.match(await page.locator('#a [role=alert]').textContent(), /cannot be opened.*did not arrive/);
  await cp(model('iris'), shop.path('host/none.wbx'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('#a .verdict').first().waitFor();
  await close();
});

test('what the README of the npm package shows of it answers', async () => {
  const [, shown] = (await readFile(`${pkg}/README.md`, 'utf8')).match(/```html\n(.*?)```/s);
  await cp(`${pkg}/dist`, shop.path('host/windowbox'), { recursive: true });
  const map = { imports: { 'windowbox/element': '/windowbox/element.js' } };
  await writeFile(shop.path('host/readme.html'), `<!doctype html><script type="importmap">${JSON.stringify(map)}</script>${shown}`);
  const page = await browser.newPage();
  await page.goto(`${server.origin}/readme.html`);
  assert.match(await page.locator('.verdict').first().textContent(), /survive|^[01]$/i);
  await page.close();
});
