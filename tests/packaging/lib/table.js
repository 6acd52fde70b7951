// What passed, as the table of docs/packaging.md.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cache, root } from './place.js';

const PAGE = `${root}/docs/packaging.md`;
const folder = `${cache}/passed`;
const file = (name) => `${folder}/${name.replaceAll(/\W+/g, '-').toLowerCase()}.json`;

/** Notes that an environment passed. */
export function keep(passed) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file(passed.name), JSON.stringify(passed));
}

/** The rows that the page has now: name, version, where the wasm came from, whether every CI run tries it. */
export const rowsOf = (page) => page.match(/^\| environment .*\n\|[-| ]*\n((?:\|.*\n)*)/m)[1].trim().split('\n')
  .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));

/** Writes the table anew: every environment must have passed. */
export function write(environments) {
  const rows = environments.map(({ name, core }) => {
    const { version, wasm } = JSON.parse(readFileSync(file(name), 'utf8'));
    return `| ${name} | ${version} | ${wasm} | ${core ? 'yes' : ''} |\n`;
  });
  const page = readFileSync(PAGE, 'utf8');
  const written = page.replace(/^(\| environment .*\n\|[-| ]*\n)(?:\|.*\n)*/m, (_, head) => head + rows.join(''));
  writeFileSync(PAGE, written);
  console.log(rows.join(''));
}
