// The JavaScript that the READMEs show: it is taken out of them and run, as a program of
// its own in the folder that has the packed examples.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { folder, project } from './packages.js';

const root = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(`${tmpdir()}/windowbox-docs-`);

before(() => {
  for (const name of ['titanic-survival', 'iris-species']) cpSync(folder(name), `${place}/node_modules/${name}`, { recursive: true });
  symlinkSync(`${root}/pkg`, `${place}/node_modules/windowbox`);
  for (const name of ['titanic.wbx', 'titanic-next.wbx']) cpSync(`${project}/titanic.wbx`, `${place}/${name}`);
});
after(() => rmSync(place, { recursive: true }));

/** The blocks in one language. */
const blocks = (path, language) => [...readFileSync(path, 'utf8').matchAll(/```(\w+)\n(.*?)```/gs)].filter(([, is]) => is === language).map(([, , text]) => text);

/** What `console.log(...); // so` says that it prints, line after line. */
const promised = (text) => [...text.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);

const run = (text) => {
  writeFileSync(`${place}/snippet.mjs`, text);
  return spawnSync('node', ['snippet.mjs'], { cwd: place, encoding: 'utf8' });
};

for (const path of [`${root}/README.md`, `${root}/pkg/README.md`, `${folder('titanic-survival')}/README.md`, `${folder('iris-species')}/README.md`]) {
  blocks(path, 'js').forEach((text, i) => {
    test(`${path.slice(root.length + 1)}, block ${i + 1}`, () => {
      const { status, stdout, stderr } = run(text);
      assert.deepEqual([status, stderr], [0, '']);
      const plain = (line) => line.replaceAll(/["'\s]/g, '');
      assert.deepEqual(stdout.split('\n').filter(Boolean).map(plain), promised(text).map(plain));
    });
  });
}

test("the flower shop's README shows what its program prints", () => {
  const shop = `${root}/examples/flower-shop`;
  const [text] = blocks(`${shop}/README.md`, 'sh');
  const [, file, numbers, wanted] = text.match(/node \S*?(\w+\.mjs) (.*)\n# (.*)/);
  cpSync(shop, `${place}/shop`, { recursive: true });
  const { stdout } = spawnSync('node', [file, ...numbers.split(' ')], { cwd: `${place}/shop`, encoding: 'utf8' });
  assert.equal(stdout.trim(), wanted);
});

test('nothing that is shown first is a syntax error in node 20', () => {
  for (const file of ['README.md', 'pkg/README.md', 'pkg/index.d.ts', 'pkg/types.d.ts']) {
    assert.doesNotMatch(readFileSync(`${root}/${file}`, 'utf8'), /^[ *]*using /m, file);
  }
});
