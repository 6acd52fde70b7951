// Where things are in node: what a page has over HTTP, here in files.
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const here = new URL('../', import.meta.url);
const require = createRequire(here);

const read = (name) => readFileSync(new URL(name, here), 'utf8');

/** The versions of what is installed, which most packages do not say themselves. */
export const versions = {
  ...Object.fromEntries([...read('requirements/main.txt').matchAll(/^(.+)==(.+)$/gm)].map(([, name, version]) => [name, version])),
  ...JSON.parse(read('package.json')).dependencies,
};

/** @param {string} made The folder of one model. @param {string} bundles */
export function place(made, bundles) {
  const base = pathToFileURL(`${made}/`).href;
  return {
    name: 'node', made: base, npm: new URL('node_modules/', here).href, bundles: pathToFileURL(`${bundles}/`).href,
    versions, require, bytes: async (name) => new Uint8Array(await readFile(new URL(name, base))),
  };
}
