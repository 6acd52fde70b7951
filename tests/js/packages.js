// Where the tests find what they test: the packed examples, as a user's project would
// have them in node_modules, and the runtime without a model.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');

/** The project whose node_modules has the packed examples: `cargo xtask demo` makes it. */
export const project = resolve(process.env.WINDOWBOX_DEMO ?? `${root}/target/demo`);

/** The command line. */
export const windowbox = process.env.WINDOWBOX_BIN ?? `${process.env.CARGO_TARGET_DIR ?? `${root}/target`}/release/windowbox`;

/** The package as CommonJS. */
export const require = createRequire(`${project}/index.cjs`);

/** The folder of a package. */
export const folder = (name) => `${project}/node_modules/${name}`;

/** The package as ESM, fresh: with nothing loaded yet. */
export const fresh = (name, entry = 'node.js') => import(`${pathToFileURL(folder(name))}/${entry}?${++copies}`);
let copies = 0;

/** The runtime without a model, fresh. */
export const runtime = (entry = 'node.js') => import(`${pathToFileURL(root)}/pkg/dist/${entry}?${++copies}`);

/** The command from npm. */
export const command = () => {
  const script = `${root}/pkg/bin/windowbox.mjs`;
  if (!existsSync(script)) throw Error(`${script} is missing: run cargo xtask wasm --command`);
  return script;
};

/** The bytes of a golden model. */
export const golden = (name, file = 'packed.wbx') => readFileSync(`${root}/tests/golden/${name}/${file}`);

/** The table that an example was trained on, as records of text. */
export const table = (file) => {
  const [header, ...lines] = readFileSync(`${root}/examples/${file}`, 'utf8').trim().split(/\r?\n/).map(cells);
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
};

const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare);
