// What the page gives to take along is what a shell and node run, with the page's own answer.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile, rm } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { answerOf, start } from './browser.js';
import { project, folder } from '../js/packages.js';

let here;
before(async () => { here = await start(); });
after(() => here.stop());

/** The record of the test: with a quote for the shell, and one value missing. */
async function taken(act) {
  const { page, seen, close } = await here.visit({ hash: '#titanic' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByLabel('Age', { exact: true }).fill('30,5');
  await page.locator('.field', { hasText: 'Sex' }).getByText('Other …').click();
  await page.getByLabel('Sex, another value').fill("sailor's \"mate\"");
  await page.locator('.field', { hasText: 'Port' }).getByText('Unknown').click();
  await page.getByRole('button', { name: 'Share or use this' }).click();
  const copied = async (name) => {
    await page.getByRole('button', { name: `Copy: ${name}` }).click();
    await page.getByRole('button', { name: `Copy: ${name}` }).getByText('Copied').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  try {
    await act(copied, await answerOf(page), page);
    assert.deepEqual(seen.troubles, []);
  } finally {
    await close();
  }
}

const run = (command) => spawnSync('bash', ['-c', command], { cwd: project, encoding: 'utf8' });
/** What console.log wrote of an answer. @param {string} text */
const said = (text) => [Number(text.match(/prediction: (\d)/)?.[1]), ...[...text.matchAll(/'[01]': ([\d.e-]+)/g)].map(([, share]) => Number(share))];
const expected = ({ prediction, probabilities }) => [Number(prediction), ...probabilities];

test('the JSON is the record', () => taken(async (copied) => {
  assert.deepEqual(JSON.parse(await copied('JSON')), { Age: 30.5, Sex: "sailor's \"mate\"", Embarked: null });
}));

test('the import runs in node', () => taken(async (copied, answer) => {
  const file = `${project}/snippet.mjs`;
  await writeFile(file, await copied('JavaScript'));
  const { stdout, stderr } = run(`node ${file}`);
  await rm(file);
  assert.deepEqual(said(stdout), expected(answer), stderr);
}));

test('the line for a shell runs as it is', () => taken(async (copied, answer) => {
  const { stdout, stderr } = run(await copied('Command line'));
  assert.deepEqual(said(stdout), expected(answer), stderr);
}));

test('curl asks the package that serves', { skip: !existsSync('/usr/bin/curl') && 'no curl' }, () => taken(async (copied, answer) => {
  const server = spawn('node', [`${folder('titanic-survival')}/serve.mjs`, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise((resolve) => server.stdout.on('data', (text) => {
      const found = String(text).match(/localhost:(\d+)|127\.0\.0\.1:(\d+)/);
      if (found) resolve(found[1] ?? found[2]);
    }));
    const command = await copied('HTTP');
    assert.match(command, /localhost:8080\//);
    const { stdout } = run(`${command.replace('localhost:8080', `127.0.0.1:${port}`)} --silent`);
    const [given] = [JSON.parse(stdout)].flat();
    assert.ok(JSON.stringify(given).includes(String(answer.probabilities[0])), stdout);
  } finally {
    server.kill();
  }
}));

test('the link opens the same page', () => taken(async (copied, answer, page) => {
  const link = await copied('Link');
  await page.goto('about:blank');
  await page.goto(link);
  await page.waitForSelector('.verdict');
  assert.deepEqual(await answerOf(page), answer);
}));

test('where there is no clipboard, it is copied as by hand', async () => {
  const before = (page) => page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = (name) => { window.byHand = [name, String(document.activeElement.value)]; return true; };
  });
  const { page, close } = await here.visit({ hash: '#iris', before });
  await page.getByRole('button', { name: 'Share or use this' }).click();
  await page.getByRole('button', { name: 'Copy: JSON' }).click();
  const [name, text] = await page.evaluate(() => window.byHand);
  assert.equal(name, 'copy');
  assert.equal(JSON.parse(text).sl, 5.8);
  await close();
});
