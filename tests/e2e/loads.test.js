// The page opens under its strict policy, asks nobody else, and says what is wrong when it cannot.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './browser.js';

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; " +
  "img-src 'self' data:; base-uri 'none'; form-action 'none'";

let here;
before(async () => { here = await start(); });
after(() => here.stop());

for (const [hash, question, fields] of [['#titanic', 'Titanic', 3], ['#iris', 'iris', 4]]) {
  test(`${hash} opens under the policy, without a word on the console or a request elsewhere`, async () => {
    const { page, seen, close } = await here.visit({ hash });
    assert.equal(await page.getAttribute('meta[http-equiv]', 'content'), POLICY);
    assert.match(await page.textContent('h1'), new RegExp(question));
    assert.equal(await page.locator('.field').count(), fields);
    await page.locator('.field input[type=text]').first().fill('1,5');
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    assert.deepEqual(seen.troubles, []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(`${here.origin}/`)), []);
    assert.match(await page.textContent('.card'), /SHA-256/);
    await close();
  });
}

test('every module is asked for at once: the list in the page is what is loaded', async () => {
  const { page, seen, close } = await here.visit();
  const listed = await page.evaluate(() => [...document.querySelectorAll('link[rel=modulepreload]')].map((link) => link.href));
  const loaded = seen.requests.filter((url) => url.endsWith('.js') && !/\/(main|lost)\.js$|\/pkg\/(?!browser)/.test(url));
  assert.deepEqual(listed.toSorted(), [...new Set(loaded)].sort());
  const imported = await page.evaluate(async (urls) => {
    const sources = await Promise.all(urls.map(async (url) => [url, await (await fetch(url)).text()]));
    return sources.flatMap(([url, text]) => [...text.matchAll(/^(?:import|export) .*?from '(\..*?)';$/gm)].map(([, path]) => new URL(path, url).href));
  }, [...listed, `${here.origin}/main.js`]);
  const needed = imported.filter((url) => !url.includes('/pkg/'));
  assert.deepEqual([...new Set(needed)].sort(), listed.filter((url) => !url.includes('/pkg/')).toSorted());
  await close();
});

test('the policy is enforced: what it forbids does not run', async () => {
  const { page, seen, close } = await here.visit();
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => 'intruded' in window), false);
  assert.match(seen.troubles.join(), /Content Security Policy/);
  await close();
});

test('the address chooses the model, and going back returns', async () => {
  const { page, seen, close } = await here.visit({ hash: '#iris' });
  const open = (question) => page.locator('h1', { hasText: question }).waitFor();
  await page.getByRole('link', { name: 'Titanic' }).click();
  await open('Titanic');
  assert.equal(await page.getAttribute('a[href="#titanic"]', 'aria-current'), 'page');
  assert.equal(await page.title(), 'Titanic · windowbox');
  await page.goBack();
  await open('iris');
  for (const id of ['titanic', 'iris', 'titanic', 'iris']) await page.evaluate((to) => { location.hash = to; }, id);
  await open('iris');
  assert.equal(await page.locator('.field').count(), 4);
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('going back to the address without a model shows the first one', async () => {
  const { page, seen, close } = await here.visit();
  const open = (question) => page.locator('h1', { hasText: question }).waitFor();
  await open('Titanic');
  await page.getByRole('link', { name: 'Iris' }).click();
  await open('iris');
  await page.goBack();
  await open('Titanic');
  assert.equal(new URL(page.url()).hash, '');
  assert.equal(await page.getAttribute('a[href="#titanic"]', 'aria-current'), 'page');
  await page.goForward();
  await open('iris');
  assert.deepEqual(seen.troubles, []);
  await close();
});

test('once it is open, it needs no network', async () => {
  const { page, close } = await here.visit({ hash: '#titanic' });
  await page.context().setOffline(true);
  const first = await page.textContent('.sure');
  await page.getByLabel('Age', { exact: true }).fill('3');
  assert.notEqual(await page.textContent('.sure'), first);
  await close();
});

const BROKEN = {
  'a model that is not there': ['**/titanic.wbx', { status: 404 }, /did not arrive/, /404.*model-unavailable/],
  'a model that is something else': ['**/titanic.wbx', { body: 'not a model' }, /cannot read it/, /./],
  'a runtime that is not there': ['**/pkg/browser.js', { status: 404 }, /part of this page did not arrive/, /runtime is not where/],
};
for (const [name, [address, reply, message, detail]] of Object.entries(BROKEN)) {
  test(`${name} is said, with what to do`, async () => {
    const { page, close } = await here.visit({ before: (page) => page.route(address, (route) => route.fulfill(reply)), ready: '.trouble' });
    assert.equal(await page.textContent('h1'), 'Titanic cannot be opened');
    assert.equal(await page.title(), 'Titanic cannot be opened · windowbox');
    const text = await page.textContent('[role=alert]');
    assert.match(text, message);
    assert.doesNotMatch(text, /http|wbx|cargo|windowbox|pkg/);
    assert.equal(await page.locator('.trouble details p').first().isVisible(), false);
    assert.match(await page.textContent('.trouble details'), detail);
    assert.ok(await page.getByRole('button', { name: 'Try again' }).isVisible());
    await close();
  });
}

for (const lost of ['titanic.wbx', 'pkg/browser.js', 'pkg/windowbox.wasm']) {
  test(`trying again works once ${lost} is there, and keeps the focus in the page`, async () => {
    let there = false;
    const before = async (page) => {
      if (lost.endsWith('wasm')) await page.route('**/pkg/inline.js', (route) => route.abort());
      await page.route(`**/${lost}`, (route) => (there ? route.continue() : route.fulfill({ status: 503 })));
    };
    const { page, close } = await here.visit({ before, ready: '.trouble' });
    there = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('.verdict');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    assert.equal(await page.title(), 'Titanic · windowbox');
    await close();
  });
}

for (const lost of ['words.js', 'main.js', 'charts/histogram.js']) {
  test(`${lost} lost: the page says so instead of opening forever`, async () => {
    const before = (page) => page.route(`**/${lost}`, (route) => route.fulfill({ status: 404 }));
    const { page, close } = await here.visit({ before, ready: '.lost:not([hidden])' });
    assert.match(await page.textContent('main'), /did not arrive.*reload/);
    assert.doesNotMatch(await page.textContent('.loading'), /Opening|serve/);
    assert.equal(await page.getAttribute('main', 'aria-busy'), null);
    await close();
  });
}

test('without scripts the page says what it needs', async () => {
  const { page, close } = await here.visit({ before: (page) => page.route('**/*.js', (route) => route.abort()), ready: '.loading' });
  assert.match(await page.textContent('.loading'), /web server/);
  await close();
});

test('parts of different versions, and no memory, are said in words', async () => {
  const { troubleOf } = await import('../../www/open.js');
  const { texts } = await import('../../www/texts.js');
  for (const [code, words] of [['version-mismatch', /different versions.*Reload/], ['out-of-memory', /no memory left.*Close other tabs/]]) {
    const { message, details } = troubleOf({ code, message: 'the wasm is another', hint: 'build it again' });
    assert.match(message, words);
    assert.notEqual(message, texts.notRead);
    assert.deepEqual(details, [`the wasm is another (${code})`, 'build it again']);
  }
});
