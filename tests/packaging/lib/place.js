// A user's project: the app in a folder of its own, its tools from its lock file, and the
// packages installed from what `npm pack` makes.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { files } from './golden.js';
import { run } from './process.js';

const apps = resolve(import.meta.dirname, '..');
export const root = resolve(apps, '../..');
export const target = process.env.CARGO_TARGET_DIR ?? `${root}/target`;
const demo = process.env.WINDOWBOX_DEMO ?? `${target}/demo`;

/** Everything that the packaging tests make. */
export const cache = `${target}/packaging`;

/** Where the packages are before they are packed. */
const PACKAGES = { 'titanic-survival': `${demo}/node_modules/titanic-survival`, 'iris-species': `${demo}/node_modules/iris-species`, windowbox: `${root}/pkg` };

const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

const hash = (paths) => paths.reduce((sum, path) => sum.update(readFileSync(path)), createHash('sha256')).digest('hex');

const filesOf = (folder) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);

/** Does `work` unless it was done for the same `inputs`; what fails half-way is done again. */
async function once(stamp, inputs, work) {
  const now = hash(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  rmSync(stamp, { force: true });
  await work();
  writeFileSync(stamp, now);
}

/** What `npm pack` makes of a package. */
async function tarball([name, folder]) {
  if (!existsSync(folder)) throw Error(`${folder} is missing: run cargo xtask demo --no-serve`);
  mkdirSync(`${cache}/tarballs`, { recursive: true });
  const inputs = [folder, `${folder}/dist`].filter(existsSync).flatMap(filesOf);
  const made = `${cache}/tarballs/${name}.tgz`;
  await once(`${made}.stamp`, inputs, async () => {
    const [{ filename }] = JSON.parse((await run(folder, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', `${cache}/tarballs`)).out);
    cpSync(`${cache}/tarballs/${filename}`, made);
  });
  return made;
}

let packed;
/** All of them, packed once a run. */
const tarballs = () => packed ??= Promise.all(Object.entries(PACKAGES).map(tarball));

/** The project of an app, ready to run: the app's files are as in the repository, nothing built is left. */
export async function place(app) {
  const folder = `${cache}/${app}`, lock = `${apps}/${app}/package-lock.json`;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name !== 'node_modules') rmSync(`${folder}/${name}`, { recursive: true });
  cpSync(`${apps}/${app}`, folder, { recursive: true, filter: (path) => !path.endsWith('/node_modules') });
  await install(app, folder, [lock].filter(existsSync), await tarballs());
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);
  return folder;
}

/** The tools that the lock file names, if there is one, and the packages. */
async function install(app, folder, lock, packages) {
  const modules = `${folder}/node_modules`;
  if (lock.length) {
    await once(`${cache}/${app}.tools`, lock, async () => {
      rmSync(modules, { recursive: true, force: true });
      await run(folder, 'npm', 'ci', ...QUIET);
    });
  }
  await once(`${cache}/${app}.packages`, [...lock, ...packages], async () => {
    // Another tarball of the same version would be taken for the same.
    for (const name of [...Object.keys(PACKAGES), '.package-lock.json']) rmSync(`${modules}/${name}`, { recursive: true, force: true });
    await run(folder, 'npm', 'install', '--no-save', ...QUIET, ...packages);
  });
}

/** The version of an installed package. */
export const version = (folder, name) => JSON.parse(readFileSync(`${folder}/node_modules/${name}/package.json`, 'utf8')).version.replace(/^v/, '');
