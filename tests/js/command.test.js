// The command from npm beside the native one: the same words, the same exit codes, the same bytes.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from '../../pkg/command/run.js';
import { command, golden, project, windowbox as native } from './packages.js';

const root = resolve(import.meta.dirname, '../..');
const ours = command();
const place = mkdtempSync(`${tmpdir()}/windowbox-command-`);

/** Two folders with the same in them: a command works in each. */
const FOLDERS = ['native', 'npm'].map((name) => `${place}/${name}`);
const MODELS = { 'iris.wbx': readFileSync(`${project}/iris.wbx`), 'titanic.wbx': readFileSync(`${project}/titanic.wbx`), 'trees.wbx': golden('hand-trees'), 'boosted.wbx': golden('xgb-binary-titanic') };
const cut = MODELS['iris.wbx'].subarray(0, 900);
const newer = Buffer.from(MODELS['iris.wbx']);
newer[8] = 9;
const FILES = {
  ...MODELS, 'cut.wbx': cut, 'newer.wbx': newer, 'text.wbx': 'no model\n', 'empty.wbx': '',
  'rows.csv': 'sl,sw,pl,pw,note\n5.1,3.5,1.4,0.2,a\n6,x,4,1,b\n9,2,3,1,"c, d"\n7,3\n',
  'rows.ndjson': '{"sl":5.1,"sw":3.5,"pl":1.4,"pw":0.2}\n{"sl":5.1,\n{"pl":1,"sepal":2}\n',
  'passengers.json': JSON.stringify([{ Age: 85, Sex: 'male', Embarked: 'S' }, { Age: 24, Sex: '"female"', Embarked: 'C' }, { Age: null, sex: 'male' }, 7]),
  'latin.csv': Buffer.from('Age,Sex,Embarked\n30,m\xe4le,S\n', 'latin1'),
  'wide.csv': Buffer.from('\ufeffAge;Sex;Embarked\n30;male;S\n', 'utf16le'),
};

before(() => FOLDERS.forEach((folder) => {
  mkdirSync(`${folder}/full/in`, { recursive: true });
  for (const [name, content] of Object.entries({ ...FILES, 'full/notes.txt': 'mine' })) writeFileSync(`${folder}/${name}`, content);
}));
after(() => rmSync(place, { recursive: true }));

const env = { ...process.env, COLUMNS: '', NO_COLOR: '1' };

/** What a command says, in its folder. */
const said = ([program, ...first], folder, args, input) => {
  const { status, stdout, stderr } = spawnSync(program, [...first, ...args], { cwd: folder, env, input, maxBuffer: 1 << 28 });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
};

/** Runs both, and gives what both said: it is the same. */
const both = (args, input = '') => {
  const [one, other] = [[native], ['node', ours]].map((program, i) => said(program, FOLDERS[i], args, input));
  assert.deepEqual(other, one, args.join(' '));
  return one;
};

/** A command line, and its exit code. */
const LINES = {
  inspect: [['iris.wbx', 0], ['iris.wbx --model', 0], ['titanic.wbx --privacy', 0], ['titanic.wbx --json', 0], ['boosted.wbx --json --model', 0], ['trees.wbx --privacy --json', 0], ['./full/../iris.wbx', 0], ['../native/iris.wbx', 0],
    ['cut.wbx', 3], ['text.wbx', 3], ['newer.wbx', 4], ['nothing.wbx', 6], ['full', 6], ['iris.wbx/x', 6], ['', 2], ['iris.wbx --nothing', 2]],
  check: [['iris.wbx', 0], ['titanic.wbx', 0], ['trees.wbx', 0], ['boosted.wbx', 0], ['cut.wbx', 3], ['text.wbx', 3], ['empty.wbx', 3], ['newer.wbx', 4], ['nothing.wbx', 6], ['full', 6], ['a b', 2]],
  predict: [['iris.wbx --sl 5.1 --sw 3.5 --pl 1.4 --pw 0.2', 0], ['iris.wbx --sl 5.1 --sw -3 --pl 1.4 --pw 0.2 --proba --margin', 0], ['iris.wbx rows.csv', 1], ['iris.wbx --input rows.csv --output json', 1],
    ['iris.wbx rows.ndjson --output csv --proba', 1], ['titanic.wbx passengers.json', 1], ['titanic.wbx passengers.json --strict', 1], ['titanic.wbx latin.csv --proba', 0], ['titanic.wbx wide.csv --margin', 0],
    ['iris.wbx --json {"sl":1}', 1], ['iris.wbx --json {', 1], ['iris.wbx --sl', 2], ['iris.wbx --slx 1', 1], ['iris.wbx nothing.csv', 6], ['nothing.wbx rows.csv', 6], ['cut.wbx rows.csv', 3], ['iris.wbx full', 6],
    ['iris.wbx rows.csv --format json', 1], ['iris.wbx --set sl=1 --set sw=é', 1]],
  explain: [['titanic.wbx --set Age=30 --set Sex=female --set Embarked=S', 0], ['titanic.wbx --set Age=30 --set Sex=female --set Embarked=S --output json', 0], ['titanic.wbx --set Agee=30', 1], ['cut.wbx --set Age=30', 3], ['', 2]],
  page: [['iris.wbx -o full', 1], ['cut.wbx -o out/cut.html', 3], ['iris.wbx', 2], ['nothing.wbx -o out/none.html', 6]],
  pack: [['iris.wbx -o full', 1], ['iris.wbx -o out/Bad --name Bad', 1], ['iris.wbx -o out/bad --version one', 1], ['iris.wbx -o text.wbx', 6], ['cut.wbx -o out/cut', 3], ['iris.wbx', 2], ['iris.wbx -o x --runtime full', 4]],
};

for (const [verb, lines] of Object.entries(LINES)) {
  for (const [line, status] of lines) {
    test(`${verb} ${line}`, () => {
      const { stderr, stdout, ...rest } = both([verb, ...line.split(' ').filter(Boolean)]);
      assert.equal(rest.status, status, stderr);
      assert.ok(stdout || stderr);
    });
  }
  test(`${verb} --help teaches the same`, () => assert.match(both([verb, '--help']).stdout, /\nExamples:\n/));
}

test('hostile files are refused alike, and none ends it otherwise', () => {
  const folder = `${root}/tests/hostile/wbx`;
  for (const name of readdirSync(folder)) assert.ok([0, 3, 4, 5].includes(both(['check', `${folder}/${name}`]).status), name);
});

test('a file that is too large is not read', () => {
  for (const folder of FOLDERS) {
    writeFileSync(`${folder}/large.wbx`, '');
    truncateSync(`${folder}/large.wbx`, 2 ** 30 + 1);
  }
  assert.equal(both(['inspect', 'large.wbx']).status, 5);
});

/** The smallest program: memory, and what begins. */
const program = (...body) => Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1,
  7, 19, 2, 6, ...Buffer.from('memory'), 2, 0, 6, ...Buffer.from('_start'), 0, 0, 10, body.length + 4, 1, body.length + 2, 0, ...body, 11);

test('a program that crashes has the exit code of one, and says what it was', (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const [UNREACHABLE, CALL_ITSELF] = [[0], [16, 0]];
  assert.deepEqual([run(program(), [], {}), run(program(...UNREACHABLE), [], {}), run(program(...CALL_ITSELF), [], {})], [0, 101, 101]);
  assert.deepEqual(said.mock.calls.map((call) => call.arguments[0].replace(/.*: /, '')), ['unreachable', 'Maximum call stack size exceeded']);
});

const contents = (folder) => Object.fromEntries(readdirSync(folder).sort().map((name) => [name, readFileSync(`${folder}/${name}`)]));

for (const [model, options] of [['iris.wbx', ['--name', 'iris-species']], ['titanic.wbx', ['--name', '@me/titanic', '--version', '1.2.0', '--license', 'MIT']], ['trees.wbx', []], ['boosted.wbx', []]]) {
  test(`pack writes the bytes of the native command: ${model}`, () => {
    const out = `packed/${model}`;
    assert.equal(both(['pack', model, '-o', out, ...options]).status, 0);
    const [one, other] = FOLDERS.map((folder) => contents(`${folder}/${out}`));
    assert.ok(one['windowbox.wasm'].length > 50_000);
    assert.deepEqual(Object.keys(other), Object.keys(one));
    for (const name of Object.keys(one)) assert.ok(one[name].equals(other[name]), name);
  });
}

test('page writes the bytes of the native command, as one file and as a folder', () => {
  assert.equal(both(['page', 'titanic.wbx', '-o', 'titanic.html']).status, 0);
  assert.equal(both(['page', 'titanic.wbx', 'iris.wbx', '-o', 'site/']).status, 0);
  const [one, other] = FOLDERS.map((folder) => readFileSync(`${folder}/titanic.html`));
  assert.ok(one.length > 100_000 && one.equals(other));
  const listed = FOLDERS.map((folder) => readFileSync(`${folder}/site/windowbox.json`, 'utf8'));
  assert.equal(listed[1], listed[0]);
});

test('a package that is there is replaced: what it had goes, what is not ours stays', () => {
  for (const folder of FOLDERS) {
    cpSync(`${folder}/packed/iris.wbx`, `${folder}/again`, { recursive: true });
    writeFileSync(`${folder}/again/notes.txt`, 'mine');
    writeFileSync(`${folder}/again/core.js`, 'old');
  }
  assert.equal(both(['pack', 'iris.wbx', '-o', 'again', '--name', 'iris-species']).status, 0);
  assert.equal(both(['pack', 'iris.wbx', '-o', 'full', '--force']).status, 0);
  const [one, other] = FOLDERS.map((folder) => Object.keys(contents(`${folder}/again`)));
  assert.deepEqual(other, one);
  assert.ok(one.includes('notes.txt') && !one.includes('core.js'));
});

test('models and rows come from standard input too', () => {
  for (const verb of ['inspect', 'check']) assert.equal(both([verb, '-'], MODELS['titanic.wbx']).status, 0);
  assert.equal(both(['predict', 'iris.wbx', '-'], FILES['rows.csv']).status, 1);
  assert.equal(both(['predict', 'iris.wbx'], '{"sl":5.1,"sw":3.5,"pl":1.4,"pw":0.2}').stdout, '{"prediction":["setosa"]}\n');
  assert.equal(both(['predict', 'iris.wbx'], '').status, 1);
});

test('many rows stream through, and whoever stops reading ends it', async () => {
  const rows = `sl,sw,pl,pw\n${Array.from({ length: 60_000 }, (_, i) => `${[4.3 + (i % 35) / 10, 3, 1 + (i % 50) / 10, 0.1 + (i % 24) / 10].map((size) => size.toFixed(1))}\n`).join('')}`;
  assert.equal(both(['predict', 'iris.wbx', '--output', 'csv'], rows).stdout.split('\n').length, 60_002);
  for (const [program, ...first] of [[native], ['node', ours]]) {
    for (const format of ['csv', 'json', 'label']) {
      const child = spawn(program, [...first, 'predict', 'iris.wbx', '-', '--output', format], { cwd: FOLDERS[1], stdio: ['pipe', 'pipe', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (text) => { stderr += text; });
      child.stdin.on('error', () => {}).end(rows);
      child.stdout.once('data', () => child.stdout.destroy());
      const status = await new Promise((done) => child.on('close', done));
      assert.deepEqual([status, stderr], [0, ''], `${program} ${format}`);
    }
  }
});

test('what it leaves out says where it is', () => {
  for (const verb of ['train', 'import', 'export-json', 'serve', 'conformance']) {
    for (const args of [[], ['--help'], ['table.csv', '--target', 'y', '-o', 'm.wbx']]) {
      const { status, stdout, stderr } = said(['node', ours], place, [verb, ...args]);
      assert.deepEqual([status, stdout], [4, '']);
      assert.match(stderr, new RegExp(`^error: full-command at windowbox ${verb}: .*cargo install --path tools\n$`));
    }
  }
  const { stdout } = said(['node', ours], place, ['--help']);
  assert.deepEqual([...stdout.matchAll(/^ {2}(\w+) {2,}[A-Z]/gm)].map(([, verb]) => verb), ['inspect', 'check', 'predict', 'explain', 'pack', 'page', 'help']);
  assert.match(stdout, /trained or imported \(with Rust/);
  both(['pakc']);
  both(['--version']);
});

test('npm installs it as windowbox, and it packs there without Rust', () => {
  const made = `${place}/project`;
  mkdirSync(made);
  writeFileSync(`${made}/package.json`, '{ "private": true }');
  const npm = (folder, ...args) => {
    const { status, stdout, stderr } = spawnSync('npm', [...args, '--loglevel=error'], { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const [{ filename }] = JSON.parse(npm(`${root}/pkg`, 'pack', '--json', '--ignore-scripts', '--pack-destination', made));
  npm(made, 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`);
  writeFileSync(`${made}/iris.wbx`, MODELS['iris.wbx']);
  const packing = spawnSync('npx', ['--no-install', 'windowbox', 'pack', 'iris.wbx', '-o', 'iris-species', '--name', 'iris-species'], { cwd: made, encoding: 'utf8' });
  assert.equal(packing.status, 0, packing.stderr);
  const packed = contents(`${made}/iris-species`), one = contents(`${FOLDERS[0]}/packed/iris.wbx`);
  for (const name of Object.keys(one)) assert.ok(one[name].equals(packed[name]), name);
});
