// An example as a user has it: a folder of its own, its tools from its lock file, and the packed models from
// what `npm pack` makes of them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
const target = process.env.CARGO_TARGET_DIR ?? `${root}/target`;
const demo = process.env.WINDOWBOX_DEMO ?? `${target}/demo`;
const made = `${target}/packaging/examples`;

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];

/** What a program prints; it must succeed. */
export function run(folder, program, ...args) {
  const env = { ...process.env, CI: '1', NEXT_TELEMETRY_DISABLED: '1', PATH: `${folder}/node_modules/.bin:${process.env.PATH}` };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 1 << 26 });
  if (status !== 0) throw error ?? Error(`${program} ${args.join(' ')} in ${folder} failed (${status})\n${stdout}\n${stderr}`);
  return stdout;
}

/** The tarballs of both packed models, in a place of the example's own: tests run side by side. */
const tarballs = (place) => ['titanic-survival', 'iris-species'].map((name) => {
  const folder = `${demo}/node_modules/${name}`;
  if (!existsSync(folder)) throw Error(`${folder} is missing: cargo xtask demo --no-serve`);
  mkdirSync(place, { recursive: true });
  const [{ filename }] = JSON.parse(run(folder, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', place));
  return `${place}/${filename}`;
});

/** The example's folder, ready to build and run. */
export function project(name) {
  const folder = `${made}/${name}`, from = `${root}/examples/${name}`;
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (file !== 'node_modules') rmSync(`${folder}/${file}`, { recursive: true });
  cpSync(from, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  if (existsSync(`${folder}/package-lock.json`)) run(folder, 'npm', 'ci', ...QUIET);
  // npm would look for a project further up.
  else writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
  run(folder, 'npm', 'install', '--no-save', ...QUIET, ...tarballs(`${made}/${name}-packed`));
  return folder;
}
