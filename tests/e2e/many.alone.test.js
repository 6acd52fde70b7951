// Many rows at once in the page that is one file: opened from a disk, without a network.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { chromium as launcher } from 'playwright-core';
import { model, page as made, workshop } from './made.js';
import { answered, choose, command, download, drop, file, predictAll } from './many.js';
import { chromium, www } from './places.js';

let browser;
const shop = workshop();
before(async () => {
  browser = await launcher.launch({ executablePath: chromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  made(model('titanic'), '-o', shop.path('titanic.html'));
});
after(async () => {
  await browser.close();
  shop.gone();
});

test('a table, a second model and another model, from a disk', async () => {
  const context = await browser.newContext({ offline: true, reducedMotion: 'reduce' }), page = await context.newPage(), troubles = [], requests = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  context.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${shop.path('titanic.html')}`);
  await page.waitForSelector('.verdict');
  const table = 'Agge;Sex;Embarked;Survived\r\n22,5;male;S;0\r\n3;female;C;1\r\nx;female;C;1\r\n';
  await choose(page, file('rows.csv', Buffer.from(table, 'latin1')));
  await predictAll(page);
  assert.match(await page.textContent('.results .big'), /^2 of 3 rows answered/);
  assert.match(await page.textContent('.score .big'), /2 of 2/);
  await writeFile(shop.path('rows.csv'), 'Age,Sex,Embarked\n22.5,male,S\n3,female,C\nx,female,C\n');
  assert.equal((await download(page)).text.replaceAll(',', '.').replaceAll(';', ','), await command(model('titanic'), shop.path('rows.csv')));
  const fuller = { name: 'fuller.wbx', buffer: await readFile(`${www}/../titanic-fuller.wbx`) };
  await choose(page, file('titanic.csv', await readFile(new URL('../../examples/titanic/titanic.csv', import.meta.url))));
  await answered(page);
  await page.getByText('1 to 20 of 891').waitFor();
  await drop(page, '.second-model', [fuller]);
  await page.locator('.second-model .big').waitFor();
  await drop(page, 'h1', [fuller]);
  await page.getByLabel('Fare', { exact: true }).waitFor();
  assert.deepEqual(requests.filter((url) => !/^(data|blob):/.test(url)), [`file://${shop.path('titanic.html')}`]);
  assert.deepEqual(troubles, []);
  await context.close();
});
