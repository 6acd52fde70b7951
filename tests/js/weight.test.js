// What the page weighs, each file gzipped: every script and style that a visitor can ever load, bundled as
// `windowbox page` bundles them, and the wasm. Models are not counted. Held apart: the page's own scripts and styles
// as it opens, and all that anything on it may load later, with the runtime's scripts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const KB = 1024;
const OPENING_BUDGET = 40 * KB;
const BUDGET = 72 * KB;
const WASM_BUDGET = 250 * KB;
/** A wasm within a script. */
const BASE64 = /[A-Za-z0-9+/]{2000,}={0,2}/;

const folder = mkdtempSync(`${tmpdir()}/windowbox-weight-`);
after(() => rmSync(folder, { recursive: true }));

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const read = (path) => readFileSync(path, 'utf8');

/** The page's own modules and styles, bundled; what is imported lazily is a file of its own. `opening` are those that are not. */
function bundled() {
  const page = read(`${root}www/index.html`);
  const scripts = [...page.matchAll(/<script [^>]*src="([^"]+)"/g)].map(([, path]) => `${root}www/${path}`);
  execFileSync(`${root}pkg/node_modules/.bin/esbuild`, [...scripts, '--bundle', '--splitting', '--minify', '--format=esm', '--external:./pkg/*', '--external:../pkg/*', '--log-level=warning', `--metafile=${folder}/meta.json`, `--outdir=${folder}`], { cwd: folder });
  const styles = [...page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => read(`${root}www/${path}`)).join('\n');
  const style = execFileSync(`${root}pkg/node_modules/.bin/esbuild`, ['--minify', '--loader=css'], { input: styles });
  const { outputs } = JSON.parse(read(`${folder}/meta.json`)), opening = new Set(scripts.map((path) => path.slice(`${root}www/`.length)));
  for (const name of opening) outputs[name].imports.filter(({ kind, external }) => kind === 'import-statement' && !external).forEach(({ path }) => opening.add(path));
  const files = [...readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js')).map((name) => [name, readFileSync(`${folder}/${name}`)]), ['the styles', style]];
  return { files, opening: opening.add('the styles') };
}

/** Scripts of the runtime that the page names, and those that these name. */
function runtime(files) {
  const named = new Set(files.flatMap(([, text]) => [...String(text).matchAll(/pkg\/([\w.]+\.js)/g)].map(([, name]) => name)));
  for (const name of named) {
    const beside = [...read(`${root}pkg/dist/${name}`).matchAll(/["'`]\.\/([\w.]+\.js)/g)].map(([, other]) => other);
    // The wasm once more, and the model as a script, which only packages have.
    beside.filter((other) => !['inline.js', 'twin.js'].includes(other) && existsSync(`${root}pkg/dist/${other}`)).forEach((other) => named.add(other));
  }
  return [...named].map((name) => [`pkg/${name}`, read(`${root}pkg/dist/${name}`)]);
}

/** A line a file, and the sum. */
function table(t, rows, budget) {
  const sum = rows.reduce((all, [, bytes]) => all + bytes, 0);
  for (const [name, bytes] of rows) t.diagnostic(`${name.padEnd(28)}${String(bytes).padStart(8)}`);
  t.diagnostic(`${`in all, of ${budget}`.padEnd(28)}${String(sum).padStart(8)}`);
  return sum;
}

const own = bundled(), all = [...own.files, ...runtime(own.files)];
const weighed = (files) => files.map(([name, text]) => [name, gzipped(String(text).replace(BASE64, ''))]);

test('the page opens with at most 40 KB of scripts and styles of its own', (t) => {
  const files = own.files.filter(([name]) => own.opening.has(name));
  assert.ok(files.length === own.opening.size && own.opening.has('main.js'));
  const sum = table(t, weighed(files), OPENING_BUDGET);
  assert.ok(sum <= OPENING_BUDGET, `${sum} bytes`);
});

test('all scripts and styles that a visitor can ever load, with those of the runtime', (t) => {
  assert.ok(all.some(([name]) => name === 'pkg/browser.js'));
  const sum = table(t, weighed(all), BUDGET);
  assert.ok(sum <= BUDGET, `${sum} bytes`);
});

test('the wasm is at most 250 KB', (t) => {
  const within = all.flatMap(([name, text]) => (BASE64.exec(String(text)) ?? []).map((base64) => [`in ${name}`, gzipped(Buffer.from(base64, 'base64'))]));
  const sum = table(t, [['pkg/windowbox.wasm', gzipped(readFileSync(`${root}pkg/dist/windowbox.wasm`))], ...within], WASM_BUDGET);
  assert.ok(sum <= WASM_BUDGET, `${sum} bytes`);
});
