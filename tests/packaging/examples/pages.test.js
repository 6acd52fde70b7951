// The forms of examples/: built as their users build them, opened, filled in, compared with the golden answers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { violations } from '../../e2e/axe.js';
import { artefacts as screens } from '../../e2e/places.js';
import { serve } from '../../e2e/server.js';
import { freePort } from '../lib/process.js';
import { open } from './lib/browser.js';
import { passengers } from './lib/golden.js';
import { project, run } from './lib/project.js';

const artefacts = `${screens}examples`;
mkdirSync(artefacts, { recursive: true });

const folder = async (path, work) => {
  const server = await serve(path);
  await work(`${server.origin}/`).finally(() => server.close());
};

const built = (name) => async (work) => {
  const place = project(name);
  run(place, 'npm', 'run', 'build');
  await folder(`${place}/dist`, work);
};

async function next(work) {
  const place = project('next');
  run(place, 'npm', 'run', 'build');
  const port = await freePort(), server = spawn('node', ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', `${port}`], { cwd: place, stdio: 'ignore' });
  try {
    await answering(`http://127.0.0.1:${port}/`);
    await answered(`http://127.0.0.1:${port}/`);
    await work(`http://127.0.0.1:${port}/`);
  } finally {
    server.kill();
  }
}

/** The page that a server sends has the first answer, before any JavaScript of it runs. */
async function answered(url) {
  const [, value] = (await (await fetch(url)).text()).match(/<meter[^>]* value="([\d.]+)"/);
  const first = passengers.find(({ row }) => row.Age === 28 && row.Sex === 'female' && row.Embarked === 'C');
  assert.equal(Number(value), first.numbers.at(-1));
}

async function answering(url) {
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw Error(`${url} does not answer`);
}

const EXAMPLES = { page: (work) => folder(project('page'), work), react: built('react'), vue: built('vue'), svelte: built('svelte'), next };

/** Enters a passenger as a person would, and waits until the page says something of them. */
async function enter(page, { Age, Sex, Embarked }) {
  await page.selectOption('[name=Sex]', Sex);
  await page.selectOption('[name=Embarked]', Embarked);
  await page.fill('[name=Age]', Age === null ? '' : String(Age));
}

const shown = (page) => page.evaluate(() => ({ probability: document.querySelector('meter').value, text: document.querySelector('output').textContent }));

async function compare(page) {
  await page.waitForFunction(() => document.querySelector('output')?.textContent);
  for (const { row, numbers, code } of passengers) {
    const probability = numbers.at(-1), words = `${code ? 'Yes' : 'No'}: ${Math.round(100 * probability)} % likely`;
    await enter(page, row);
    await page.waitForFunction((wanted) => document.querySelector('meter').value === wanted, probability, { timeout: 5000 }).catch(() => {});
    assert.deepEqual(await shown(page), { probability, text: words }, JSON.stringify(row));
  }
}

const LOOKS = [{ width: 1000, theme: 'light' }, { width: 1000, theme: 'dark' }, { width: 320, theme: 'light' }, { width: 320, theme: 'dark' }];

async function look(url, name) {
  for (const { width, theme } of LOOKS) {
    await open(url, async (page) => {
      await page.waitForFunction(() => document.querySelector('output')?.textContent);
      const { wide, high } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, high: document.querySelector('input').offsetHeight }));
      assert.ok(wide <= width, `${name} is ${wide} wide on ${width}`);
      assert.ok(high >= 40, `${name}: its controls are ${high} high`);
      assert.deepEqual(await violations(page), []);
      await page.screenshot({ path: `${artefacts}/${name}-${width}-${theme}.png` });
    }, { width, theme, height: 560 });
  }
}

for (const [name, serving] of Object.entries(EXAMPLES)) {
  test(`${name} answers every passenger as the golden file does, and is fit to be looked at`, () => serving(async (url) => {
    await open(url, compare);
    await look(url, name);
  }));
}

test('the examples share one look', () => {
  const css = ['page', 'react', 'vue', 'svelte', 'next/app'].map((path) => readFileSync(new URL(`../../../examples/${path}/style.css`, import.meta.url), 'utf8'));
  assert.equal(new Set(css).size, 1);
});
