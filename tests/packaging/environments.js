// The table: every environment that packages are tried in. `core` are those of every run of CI, `tool` is the
// npm package whose version counts, and `try` gives all that the app in `app` tells, wherever it runs.
import assert from 'node:assert/strict';
import { inFirefox, inWebKit, open, visit } from './lib/browsers.js';
import { allModels } from './lib/models.js';
import { run, serving } from './lib/process.js';
import { fetched, printed, rendered, tested } from './lib/told.js';

// The packages that hold the programs: those called deno and bun fetch or link them by a script.
const DENO = '@deno/linux-x64-glibc';
const BUN = '@oven/bun-linux-x64';

const MAJORS = { node: [18, 20, 22, 24, 26], vite: [5, 6, 7, 8] };

const node = (major) => ({
  name: `node ${major}`, app: 'node', tool: `node${major}`, core: major >= 20,
  try: async (place) => {
    const program = `${place}/node_modules/node${major}/bin/node`;
    return [await printed(place, program, 'app.mjs'), await printed(place, program, 'app.cjs')];
  },
});

const vite = (major) => {
  const about = { app: 'vite', tool: `vite${major}`, core: major === 8 }, program = `node_modules/vite${major}/bin/vite.js`;
  return [
    { ...about, name: `Vite ${major}, dev`, try: (place) => serving(place, (port) => ['node', program, '--host=127.0.0.1', '--port', port], async (origin) => [await visit(origin)]) },
    { ...about, name: `Vite ${major}, build`, try: async (place) => (await run(place, 'node', program, 'build'), [await open(`${place}/dist`)]) },
  ];
};

/** A bundler's command, then the page at `path`. */
const bundled = (name, app, commands, folder = '.', pages = ['/']) => ({
  name, app, tool: app, core: true,
  try: async (place) => {
    for (const [program, ...args] of commands) await run(place, program, ...args);
    const told = [];
    for (const page of pages) told.push(await open(`${place}/${folder}`, page));
    return told;
  },
});

/** A route on the edge, which is an endpoint too. */
const edge = async (url) => {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[{"Age":85,"Sex":"male","Embarked":"S"}]' });
  assert.deepEqual((await reply.json()).prediction, [0]);
  return fetched(url);
};

/** Both kinds of pages and of routes, of a Next server. */
const routes = async (origin) => [await visit(`${origin}/client`), await rendered(`${origin}/server`), await fetched(`${origin}/api`), await edge(`${origin}/edge`)];

const next = (name, option, core) => [
  { name: `Next, ${name}, dev`, app: 'next', tool: 'next', core: false, try: (place) => serving(place, (port) => ['next', 'dev', option, '-H', '127.0.0.1', '-p', port], routes) },
  {
    name: `Next, ${name}, build`, app: 'next', tool: 'next', core,
    try: async (place) => {
      await run(place, 'next', 'build', option);
      return serving(place, (port) => ['next', 'start', '-H', '127.0.0.1', '-p', port], routes);
    },
  },
];

/** Built by a node that it takes: a page that asks in the browser, and one that was asked when it was built. */
const site = (name, app, tool, program, folder) => ({
  name, app, tool,
  try: async (place) => {
    await run(place, 'node_modules/node24/bin/node', program, 'build');
    return [await open(`${place}/${folder}`), await open(`${place}/${folder}`, '/server/')];
  },
});

/** Pages without a bundler: modules by their addresses, or a classic script. */
const plain = (name, app, path) => ({ name: `Chromium, ${name}`, app, browser: 'chromium', core: true, try: async (place) => [await open(place, path)] });

export const environments = [
  ...MAJORS.node.map(node),
  { name: 'Deno', app: 'deno', tool: DENO, try: async (place) => [await printed(place, `node_modules/${DENO}/deno`, 'run', '--allow-read', 'app.js')] },
  { name: 'Bun', app: 'bun', tool: BUN, try: async (place) => [await printed(place, `node_modules/${BUN}/bin/bun`, 'app.js'), await printed(place, `node_modules/${BUN}/bin/bun`, 'app.cjs')] },
  ...MAJORS.vite.flatMap(vite),
  bundled('webpack', 'webpack', [['webpack', '--mode=production']]),
  bundled('esbuild', 'esbuild', [['esbuild', 'main.js', '--bundle', '--format=esm', '--outdir=dist'], ['esbuild', 'main.js', '--bundle', '--outfile=dist/script.js']], '.', ['/', '/script.html']),
  bundled('Rollup', 'rollup', [['rollup', 'main.js', '--dir=dist', '--plugin=node-resolve']]),
  bundled('Parcel', 'parcel', [['parcel', 'build', 'index.html', '--no-cache']], 'dist'),
  ...next('Turbopack', '--turbopack', true),
  ...next('webpack', '--webpack', false),
  site('SvelteKit', 'sveltekit', '@sveltejs/kit', 'node_modules/vite/bin/vite.js', 'build'),
  site('Astro', 'astro', 'astro', 'node_modules/astro/bin/astro.mjs', 'dist'),
  { name: 'Vitest', app: 'vitest', tool: 'vitest', core: true, try: async (place) => [await tested(place, 'vitest', 'run')] },
  { name: 'Jest, CommonJS', app: 'jest', tool: 'jest', core: true, try: async (place) => [await tested(place, 'jest', 'commonjs.test.js')] },
  { name: 'Jest, jsdom', app: 'jest', tool: 'jest-environment-jsdom', try: async (place) => [await tested(place, 'jest', 'jsdom.test.js')] },
  { name: 'Jest, ESM', app: 'jest', tool: 'jest', try: async (place) => [await tested(place, 'node', '--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--testMatch=**/esm.test.mjs')] },
  {
    name: 'workerd', app: 'workerd', tool: 'workerd',
    try: async (place) => {
      await run(place, 'esbuild', 'worker.js', '--bundle', '--format=esm', '--conditions=workerd', '--loader:.wasm=copy', '--asset-names=[dir]/[name]', '--outdir=dist');
      return serving(place, (port) => ['node_modules/@cloudflare/workerd-linux-64/bin/workerd', 'serve', 'config.capnp', `--socket-addr=http=127.0.0.1:${port}`], async (origin) => {
        // A table of text has a reader of its own, which would be compiled here.
        assert.deepEqual(await fetched(`${origin}/csv`), { code: 'wasm-unavailable', hint: true });
        return [await fetched(`${origin}/answers`)];
      });
    },
  },
  {
    name: 'React Native (Metro, Hermes)', app: 'hermes', tool: 'metro',
    try: async (place) => {
      await run(place, 'node', 'build.mjs');
      return [await printed(place, 'node_modules/hermes-engine-cli/linux64-bin/hermes', 'app.js')];
    },
  },
  plain('modules', 'page'),
  plain('module worker', 'worker'),
  plain('service worker', 'service-worker'),
  plain('classic script', 'classic'),
  plain('classic worker', 'classic', '/worker.html'),
  ...[['Firefox', 'firefox', inFirefox], ['WebKit', 'webkit', inWebKit]].flatMap(([name, browser, browse]) => [
    ...[['modules', 'page'], ['module worker', 'worker'], ['service worker', 'service-worker'], ['classic script', 'classic']].map(([what, app]) =>
      ({ name: `${name}, ${what}`, app, browser, try: async (place) => [await browse(place)] })),
    { name: `${name}, all golden models`, app: 'golden', browser, try: async (place) => [await allModels(place, browse)] },
  ]),
];
