// What the READMEs show is taken out of them and run: JavaScript as a program of its own in a project that has the
// packed examples, lines of a shell in a folder that has what they name. What cannot run here says why.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { command, folder, golden, project, windowbox as native } from './packages.js';

const root = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(`${tmpdir()}/windowbox-docs-`);

before(() => {
  for (const name of ['titanic-survival', 'iris-species']) cpSync(folder(name), `${place}/node_modules/${name}`, { recursive: true });
  symlinkSync(`${root}/pkg`, `${place}/node_modules/windowbox`);
  programs();
  cpSync(`${root}/examples`, `${place}/examples`, { recursive: true, filter: (path) => !path.includes('node_modules') });
  mkdirSync(`${place}/target`);
  symlinkSync(project, `${place}/target/demo`);
  models();
});
after(() => rmSync(place, { recursive: true }));

/** The commands that the READMEs call: ours, npm's, and one in place of cargo, whose work is done where this runs. */
function programs() {
  mkdirSync(`${place}/bin`);
  symlinkSync(native, `${place}/bin/windowbox`);
  writeFileSync(`${place}/bin/cargo`, `#!/bin/sh\ntest "$*" = "xtask demo --no-serve"\n`);
  chmodSync(`${place}/bin/cargo`, 0o755);
  mkdirSync(`${place}/node_modules/.bin`);
  chmodSync(command(), 0o755);
  symlinkSync('../windowbox/bin/windowbox.mjs', `${place}/node_modules/.bin/windowbox`);
}

/** The models of the examples: what the commands of another file made is not theirs. */
function examples() {
  for (const [from, to] of [['titanic', 'titanic'], ['titanic', 'titanic-next'], ['iris', 'iris']]) cpSync(`${project}/${from}.wbx`, `${place}/${to}.wbx`);
}

/** The files of other libraries that the lines about importing name: golden ones. */
function models() {
  const put = (name, content) => writeFileSync(`${place}/${name}`, content);
  const json = (name, file) => JSON.parse(golden(name, file));
  put('model.json', golden('xgb-binary-titanic', 'model.json'));
  put('model.txt', golden('lgb-binary-titanic', 'model.txt'));
  put('schema.json', '{"target":{"name":"Survived"}}');
  put('model.onnx', golden('onnx-columns-titanic', 'model.onnx'));
  const { columns, rows } = json('onnx-columns-titanic', 'input.json');
  const records = rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i], cell])));
  put('check.json', JSON.stringify({ rows: records, predictions: json('onnx-columns-titanic', 'expected.json').output_probability }));
  put('pipeline.json', spawnSync(native, ['export-json', `${project}/titanic.wbx`]).stdout);
}

/** Every block of a file: its language and text. */
const blocks = (path) => [...readFileSync(path, 'utf8').matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, language, text]) => ({ language, text }));

const plain = (line) => line.replaceAll(/["'\s]/g, '');

/** What `console.log(...); // so` says that it prints, line after line. */
const promised = (text) => [...text.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);

/** What stands as a comment under a command. */
const answered = (text) => [...text.matchAll(/^# (.*)$/gm)].map(([, line]) => line);

const RUN = {
  js(text) {
    writeFileSync(`${place}/snippet.mjs`, text);
    const { status, stdout, stderr } = spawnSync('node', ['snippet.mjs'], { cwd: place, encoding: 'utf8', timeout: 120_000 });
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(stdout.split('\n').filter(Boolean).map(plain), promised(text).map(plain));
  },
  sh(text) {
    const env = { ...process.env, PATH: `${place}/bin:${process.env.PATH}`, npm_config_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', text], { cwd: place, env, encoding: 'utf8', timeout: 120_000 });
    assert.equal(status, 0, stderr);
    for (const line of answered(text)) assert.ok(stdout.split('\n').includes(line), `${line}\nis not in\n${stdout}`);
    return stdout;
  },
};

/** What is not run, by how it begins, and why. */
const NOT_RUN = {
  'cargo xtask demo     # builds': 'builds and tests the repository, this test among them',
  '<script type="module">import \'windowbox/element\'': 'needs a page: tests/e2e/page-element.test.js runs it in one',
};

const READMES = ['README.md', 'pkg/README.md', 'examples/README.md', 'examples/flower-shop/README.md', 'docs/what-if.md'].map((name) => `${root}/${name}`)
  .concat(['titanic-survival', 'iris-species'].map((name) => `${folder(name)}/README.md`));

for (const path of READMES) {
  blocks(path).forEach(({ language, text }, i) => {
    const why = Object.entries(NOT_RUN).find(([beginning]) => text.startsWith(beginning))?.[1];
    test(`${path.slice(root.length + 1)}, block ${i + 1}, ${language}`, { skip: why }, () => {
      assert.ok(RUN[language], `nothing here runs ${language}`);
      if (!i) examples();
      RUN[language](text);
    });
  });
}

test('every reason for not running is still needed', () => {
  const all = READMES.flatMap(blocks);
  for (const beginning of Object.keys(NOT_RUN)) assert.ok(all.some(({ text }) => text.startsWith(beginning)), beginning);
});

test('the two stories answer what the README says of them', () => {
  const text = readFileSync(`${root}/README.md`, 'utf8');
  const stories = [...text.matchAll(/```sh\n(windowbox train[^`]*)```\s+answers `([^`]*)`/g)];
  assert.ok(stories.length > 0);
  for (const [, lines, answer] of stories) assert.ok(RUN.sh(lines).split('\n').some((line) => line.startsWith(answer.replace(/\}$/, ''))), answer);
});

test('nothing that is shown first is a syntax error in node 20', () => {
  for (const file of ['README.md', 'pkg/README.md', 'pkg/index.d.ts', 'pkg/types.d.ts']) {
    assert.doesNotMatch(readFileSync(`${root}/${file}`, 'utf8'), /^[ *]*using /m, file);
  }
});
