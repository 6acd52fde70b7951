// Packages as npm and bundlers take them: what is in them, and that a bundle answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { publint } from 'publint';
import { folder, project } from './packages.js';

const root = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(`${tmpdir()}/windowbox-bundles-`);
after(() => rmSync(place, { recursive: true }));

const bundle = (out, ...options) => {
  const source = "import { predictOne } from 'iris-species';\nconsole.log((await predictOne({ sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 })).prediction);";
  const { status, stderr } = spawnSync(`${root}/pkg/node_modules/.bin/esbuild`, ['--bundle', '--format=esm', '--log-level=warning', `--outfile=${place}/${out}`, ...options],
    { cwd: project, input: source, encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
};

test('esbuild bundles for node, without the wasm beside: the inline copy answers', () => {
  bundle('node/app.mjs', '--platform=node');
  const { stdout, stderr } = spawnSync('node', [`${place}/node/app.mjs`], { encoding: 'utf8' });
  assert.deepEqual([stdout, stderr], ['setosa\n', '']);
});

test("and answers also beside another model's windowbox.wasm, once packages know their hash", (t) => {
  bundle('mixed/app.mjs', '--platform=node');
  if (readFileSync(`${folder('iris-species')}/node.js`, 'utf8').includes('0'.repeat(64))) return t.skip('packed without its hash');
  writeFileSync(`${place}/mixed/windowbox.wasm`, readFileSync(`${folder('titanic-survival')}/windowbox.wasm`));
  assert.equal(spawnSync('node', [`${place}/mixed/app.mjs`], { encoding: 'utf8' }).stdout, 'setosa\n');
});

test('esbuild bundles for a browser, without anything of node', () => {
  bundle('browser/app.mjs', '--platform=browser', '--target=es2022');
  assert.doesNotMatch(readFileSync(`${place}/browser/app.mjs`, 'utf8'), /node:|require\(/);
});

for (const [name, path] of [['the runtime', `${root}/pkg`], ['a packed model', folder('iris-species')]]) {
  test(`publint finds nothing in ${name}`, async () => {
    const { messages } = await publint({ pkgDir: path, pack: false });
    assert.deepEqual(messages, []);
  });

  test(`npm packs every file that ${name} names, and licences`, () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: path, encoding: 'utf8' });
    const packed = new Set(JSON.parse(stdout)[0].files.map((file) => file.path));
    const named = [...readFileSync(`${path}/package.json`, 'utf8').matchAll(/: "\.\/([^"]+\.[^"]+)"/g)].map(([, file]) => file);
    for (const file of [...named, 'README.md', 'THIRD-PARTY-NOTICES']) assert.ok(packed.has(file), file);
  });
}

test('the runtime carries the licences of the repository and the notices of its crates', () => {
  const read = (path) => readFileSync(`${root}/${path}`, 'utf8');
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.equal(read(`pkg/${file}`), read(file));
  assert.match(read('pkg/THIRD-PARTY-NOTICES'), /wasm-bindgen[\s\S]*Permission is hereby granted/);
  assert.ok(existsSync(`${root}/pkg/dist/windowbox.wasm`));
});
