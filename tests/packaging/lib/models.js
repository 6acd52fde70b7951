// Every model of tests/golden, asked in a browser by the runtime's own package: the bits of every answer are
// those that native code writes, which the native tests hold to the models' own libraries.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { expected } from './golden.js';
import { root, target } from './place.js';
import { run } from './process.js';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @param {string} place @param {(folder: string) => Promise<any>} browse what the page posts */
export async function allModels(place, browse) {
  await run(place, `${target}/release/windowbox`, 'conformance', `${root}/tests/golden`, '--write', `${place}/models`);
  cpSync(`${root}/tests/conformance/answers.js`, `${place}/conformance.js`);
  const told = await browse(place), models = read(`${place}/models/models.json`);
  assert.ok(models.length > 90, `${models.length} models`);
  for (const model of models) assert.deepEqual(told[model], read(`${place}/models/${model}/native.json`), model);
  return expected;
}
