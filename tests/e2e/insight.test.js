// Questions about one answer in a real page: as in node, also where the policy leaves the twin alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium as launcher } from 'playwright-core';
import { curve, familiar, flips, likely } from '../../pkg/dist/insight.js';
import { fresh, project } from '../js/packages.js';
import { chromium } from './places.js';
import { serve } from './server.js';

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";
const PASSENGER = { Age: 30, Sex: 'male', Embarked: 'S' };

let browser;
let server;

before(async () => {
  server = await serve(`${project}/node_modules`);
  browser = await launcher.launch({ executablePath: chromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
});
after(async () => {
  await browser.close();
  server.close();
});

for (const [name, policy] of [['wasm', POLICY.replace("'self';", "'self' 'wasm-unsafe-eval';")], ['the twin', POLICY]]) {
  test(`a page with ${name} hears the same as node`, async () => {
    const model = await (await fresh('titanic-survival')).load(), page = await browser.newPage();
    await page.route('**/', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': policy }, body: '<!doctype html><link rel=icon href=data:>' }));
    await page.goto(`${server.origin}/`);
    const told = await page.evaluate(async (row) => {
      const model = await (await import('/titanic-survival/browser.js')).load(), { curve, familiar, flips, likely } = await import('/titanic-survival/insight.js');
      return [curve(model, row, 'Age'), flips(model, row), familiar(model, row), likely(model, row)];
    }, PASSENGER);
    assert.deepEqual(told, [curve(model, PASSENGER, 'Age'), flips(model, PASSENGER), familiar(model, PASSENGER), likely(model, PASSENGER)]);
    assert.equal(told[1][0].column, 'Sex');
    await page.close();
  });
}
