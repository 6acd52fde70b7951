// Folders with models, as README.md describes them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/** The models of a folder by name; one that is not complete is an error. */
export const models = (folder) => readdirSync(folder).sort()
  .filter((name) => existsSync(join(folder, name, 'bench.json'))).map((name) => model(join(folder, name)));

function model(folder) {
  const about = JSON.parse(readFileSync(join(folder, 'bench.json')));
  for (const file of [about.file, 'rows.f32']) {
    if (!file || !existsSync(join(folder, file))) throw new Error(`${folder} lacks ${file ?? '"file" in bench.json'}`);
  }
  if (!about.columns?.length) throw new Error(`${folder}/bench.json lacks "columns"`);
  return { ...about, name: basename(folder), folder: resolve(folder) };
}
