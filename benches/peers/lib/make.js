// What has to be there before anything is measured; what is there already stays.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FORESTS } from './peers.js';

const peers = fileURLToPath(new URL('..', import.meta.url));
const run = (program, words, options = {}) =>
  execFileSync(program, words, { stdio: ['ignore', 'inherit', 'inherit'], ...options });

/** Models of native/models.py, trained: some names, `small` or `all`. */
export const train = (folder, names, { python }) => run(python.main, [join(peers, 'native/train.py'), folder, ...[names].flat()]);

/** What each peer reads. */
export function convert(models, folder, { python }) {
  run(python.main, [join(peers, 'native/convert.py'), folder, ...models.map((model) => model.folder)]);
}

/** Fails with the reason if the model's own library cannot read it. */
export function readable(model) {
  const reason = join(model.made, 'expected.f64.absent');
  if (existsSync(reason)) throw new Error(`${model.folder}: ${readFileSync(reason, 'utf8')}; then remove ${model.made}`);
}

/** Our own file and package, made again where the command is newer; why there are none, if there are none. */
export function pack(model, options) {
  const packed = join(model.made, 'packed');
  if (existsSync(packed) && statSync(packed).mtimeMs > statSync(options.windowbox).mtimeMs) return null;
  options.say(`${model.name}: windowbox: import and pack`);
  try {
    importAndPack(model, packed, options);
    return null;
  } catch (error) {
    return String(error.stderr ?? error).trim().split('\n').at(-1);
  }
}

function importAndPack(model, packed, options) {
  const file = join(model.made, 'model.wbx');
  const quiet = { stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28, env: environment(options) };
  if (model.library === 'scikit-learn') {
    run(options.python.main, [join(peers, 'native/save.py'), model.folder, model.made], quiet);
  } else {
    run(options.windowbox, ['import', join(model.folder, model.file), '-o', file], quiet);
  }
  rmSync(packed, { recursive: true, force: true });
  run(options.windowbox, ['pack', file, '-o', packed, '--name', `bench-${model.name.replaceAll(/[^a-z0-9]/g, '-')}`], quiet);
}

const environment = ({ windowbox, exporter }) => ({ ...process.env, WINDOWBOX: windowbox, PYTHONPATH: exporter });

/** Modules that a page cannot load as they come. */
export async function bundle(folder) {
  const { build } = await import('esbuild');
  for (const name of ['xgboost-scorer', 'ml-random-forest']) {
    await build({
      entryPoints: [name], absWorkingDir: peers, bundle: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'],
      external: ['crypto', 'fs', 'readline'], outfile: join(folder, `${name}.js`), logLevel: 'error',
    });
  }
}

/** Forests of ml-random-forest, which learns in JavaScript. */
export async function grow(model, bundles) {
  const file = join(model.made, 'ml-random-forest.json');
  if (!(model.name in FORESTS) || existsSync(file)) return;
  const { RandomForestClassifier } = await import(join(bundles, 'ml-random-forest.js'));
    const { rows, target } = JSON.parse(readFileSync(join(model.folder, 'learned.json')));
  const forest = new RandomForestClassifier({ nEstimators: FORESTS[model.name], seed: 1, noOOB: true });
  forest.train(rows, target);
  mkdirSync(model.made, { recursive: true });
  writeFileSync(file, JSON.stringify(forest));
}
