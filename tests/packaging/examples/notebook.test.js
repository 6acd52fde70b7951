// The notebook of examples/: executed, turned into a page, opened without its kernel, and filled in.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { artefacts as screens } from '../../e2e/places.js';
import { serve } from '../../e2e/server.js';
import { open } from './lib/browser.js';
import { golden } from './lib/golden.js';
import { project, run } from './lib/project.js';

const artefacts = `${screens}examples`;
mkdirSync(artefacts, { recursive: true });

/** An environment of Python with what runs notebooks; kept from run to run. */
function python(folder) {
  const place = resolve(folder, '../notebook-python'), wanted = readFileSync(`${folder}/requirements.txt`, 'utf8'), stamp = `${place}/requirements.txt`;
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    run(folder, 'python3', '-m', 'venv', '--clear', place);
    run(folder, `${place}/bin/pip`, 'install', '--quiet', '--disable-pip-version-check', '--requirement', 'requirements.txt');
    writeFileSync(stamp, wanted);
  }
  return `${place}/bin`;
}

const flowers = golden('iris-tree').filter(({ row }) => Object.values(row).every((cell) => typeof cell === 'number')).slice(0, 40);
const species = ['setosa', 'versicolor', 'virginica'];

test('notebook: the cell answers in the page that the notebook becomes', async () => {
  const folder = project('notebook'), bin = python(folder);
  run(folder, `${bin}/jupyter`, 'nbconvert', '--to', 'html', '--execute', 'iris.ipynb', '--output', 'index.html');
  const server = await serve(folder);
  try {
    await open(`${server.origin}/`, async (page) => {
      await page.waitForFunction(() => document.querySelector('output')?.value, null, { timeout: 20_000 });
      for (const { row, code } of flowers) {
        for (const [name, size] of Object.entries(row)) await page.fill(`#${name}`, String(size));
        assert.equal(await page.textContent('output'), species[code], JSON.stringify(row));
      }
      await page.fill('#pl', '');
      assert.match(await page.textContent('output'), /"pl" may not be missing/);
      await page.fill('#pl', '1.4');
      await page.screenshot({ path: `${artefacts}/notebook.png` });
    });
  } finally {
    server.close();
  }
});
