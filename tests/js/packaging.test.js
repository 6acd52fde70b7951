// Packages as npm and bundlers take them: what is in them, and that a bundle answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { environments } from '../packaging/environments.js';
import { rowsOf } from '../packaging/lib/table.js';
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

test('questions about an answer are a module, CommonJS, and bundled', () => {
  const asked = "const { likely } = require('iris-species/insight');\nrequire('iris-species').load().then((model) => console.log(likely(model, { sl: 5.1, sw: 3.5, pl: 1.4, pw: 0.2 }).labels));";
  const { stdout, stderr } = spawnSync('node', ['-e', asked], { cwd: project, encoding: 'utf8' });
  assert.deepEqual([stdout, stderr], ["[ 'setosa' ]\n", '']);
  writeFileSync(`${place}/insight.mjs`, asked.replace(/const (.*) = require\((.*)\);\n/, 'import $1 from $2;\n').replace("require('iris-species')", "(await import('iris-species'))"));
  const program = `${root}/pkg/node_modules/.bin/esbuild`, made = spawnSync(program, ['--bundle', '--format=esm', '--platform=node', `--outfile=${place}/insight/app.mjs`], { cwd: project, input: readFileSync(`${place}/insight.mjs`), encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  assert.equal(spawnSync('node', [`${place}/insight/app.mjs`], { encoding: 'utf8' }).stdout, "[ 'setosa' ]\n");
});

const branches = (exports) => typeof exports === 'string' ? [] : [exports, ...Object.values(exports).flatMap(branches)];
const leaves = (exports) => typeof exports === 'string' ? [exports] : Object.values(exports).flatMap(leaves);

/** Where each package is, and every file that npm publishes of it. */
const SCRIPTS = [
  'browser.js', 'classic.js', 'csv.js', 'edge-light.js', 'endpoint.edge-light.js', 'endpoint.js', 'endpoint.node.cjs', 'endpoint.node.js', 'endpoint.workerd.js', 'extra.js', 'inline.js', 'insight.cjs', 'insight.js', 'node.cjs', 'node.js', 'react-native.js',
  'serve.mjs', 'service-worker.js', 'service-worker.node.cjs', 'service-worker.node.js', 'thread.js', 'thread.node.js', 'twin.js', 'windowbox.wasm', 'worker.js', 'worker.node.cjs', 'worker.node.js', 'workerd.js',
];
const TYPES = [
  'endpoint.d.cts', 'endpoint.d.ts', 'index.d.cts', 'index.d.ts', 'insight.d.cts', 'insight.d.ts', 'service-worker.d.cts',
  'service-worker.d.ts', 'types.d.cts', 'types.d.ts', 'windowbox.wasm.d.cts', 'worker.d.cts', 'worker.d.ts',
];
const ABOUT = ['README.md', 'THIRD-PARTY-NOTICES', 'package.json'];
/** The element is of any model, and does something where it is imported. */
const ELEMENT = ['element.cjs', 'element.js'];
/** Without a model there is nothing to serve. */
const RUNTIME = [...SCRIPTS.filter((name) => name !== 'serve.mjs'), ...ELEMENT].map((name) => `dist/${name}`);
const COMMAND = ['bin/THIRD-PARTY-NOTICES', 'bin/windowbox.mjs', 'bin/windowbox.wasm'];
const PACKAGES = [
  ['windowbox', `${root}/pkg`, [...RUNTIME, 'element.d.cts', 'element.d.ts', ...TYPES, ...ABOUT, 'LICENSE-APACHE', 'LICENSE-MIT', ...COMMAND]],
  ...['titanic-survival', 'iris-species'].map((name) => [name, folder(name), [...SCRIPTS, ...TYPES, ...ABOUT]]),
];

const manifest = (path) => JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));

/** What `npm pack` makes of a folder: the bytes, and the names in it. */
const tarball = (path) => {
  const { stdout } = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', place], { cwd: path, encoding: 'utf8' });
  const [{ filename, files }] = JSON.parse(stdout);
  return { bytes: readFileSync(`${place}/${filename}`), files: files.map((file) => file.path).sort() };
};

for (const [name, path, files] of PACKAGES) {
  test(`publint finds nothing in ${name}`, async () => {
    assert.deepEqual((await publint({ pkgDir: path, pack: false })).messages, []);
  });

  test(`npm packs of ${name} exactly what belongs to it`, () => {
    assert.deepEqual(tarball(path).files, files.toSorted());
  });

  test(`the types of ${name} are right for every kind of module resolution`, async () => {
    const { entrypoints, problems } = await checkPackage(createPackageFromTarballData(tarball(path).bytes));
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(entrypoints), Object.keys(manifest(path).exports));
    for (const { resolutions } of Object.values(entrypoints)) assert.deepEqual(Object.keys(resolutions), ['node10', 'node16-cjs', 'node16-esm', 'bundler']);
  });

  test(`${name} needs no other package and installs without a script`, () => {
    const { dependencies, peerDependencies, optionalDependencies, scripts, sideEffects } = manifest(path);
    assert.deepEqual([dependencies, peerDependencies, optionalDependencies, scripts], [undefined, undefined, undefined, undefined]);
    assert.deepEqual(sideEffects, name === 'windowbox' ? ELEMENT.map((file) => `./dist/${file}`).reverse() : false);
  });

  test(`every file that ${name} names is there, the types before what they describe`, () => {
    const { main, module, types, unpkg, jsdelivr, exports } = manifest(path);
    for (const file of [main, module, types, unpkg, jsdelivr, ...leaves(exports)]) assert.ok(files.includes(file.slice(2)), file);
    for (const conditions of branches(exports)) {
      const keys = Object.keys(conditions).filter((key) => !key.startsWith('.'));
      if (keys.includes('default')) assert.deepEqual(keys.slice(-2), ['types', 'default']);
    }
  });
}

test('docs/packaging.md has every environment, with the versions that the tests install', () => {
  const rows = rowsOf(readFileSync(`${root}/docs/packaging.md`, 'utf8'));
  assert.deepEqual(rows.map(([name]) => name), environments.map(({ name }) => name));
  environments.forEach(({ app, tool, core }, i) => {
    const [name, version, , every] = rows[i];
    if (tool) assert.equal(version, JSON.parse(readFileSync(`${root}/tests/packaging/${app}/package-lock.json`, 'utf8')).packages[`node_modules/${tool}`].version, name);
    assert.match(version, /^\d+(\.\d+)+$/, name);
    assert.equal(every, core ? 'yes' : '', name);
  });
});

test('no lock file names where packages were fetched from', () => {
  for (const { app } of environments) {
    const file = `${root}/tests/packaging/${app}/package-lock.json`;
    if (existsSync(file)) assert.doesNotMatch(readFileSync(file, 'utf8'), /"resolved"/, app);
  }
});

test('a package is the same bytes wherever and whenever it is packed', () => {
  const windowbox = process.env.WINDOWBOX_BIN ?? `${process.env.CARGO_TARGET_DIR ?? `${root}/target`}/release/windowbox`;
  const made = ['one', 'another/place'].map((out) => {
    const { status, stderr } = spawnSync(windowbox, ['pack', `${project}/iris.wbx`, '--name', 'iris-species', '-o', `${place}/${out}`], { encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
    return `${place}/${out}`;
  });
  for (const name of [...SCRIPTS, ...TYPES, ...ABOUT]) {
    assert.ok(readFileSync(`${made[0]}/${name}`).equals(readFileSync(`${made[1]}/${name}`)), name);
  }
  assert.ok(tarball(made[0]).bytes.equals(tarball(made[1]).bytes));
});

test('the runtime carries the licences of the repository and the notices of its crates', () => {
  const read = (path) => readFileSync(`${root}/${path}`, 'utf8');
  for (const file of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.equal(read(`pkg/${file}`), read(file));
  assert.match(read('pkg/THIRD-PARTY-NOTICES'), /wasm-bindgen[\s\S]*Permission is hereby granted/);
  assert.ok(existsSync(`${root}/pkg/dist/windowbox.wasm`));
});
