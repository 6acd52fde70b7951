// node run.js NAME ...: tries environments of the table, `--core` those of every CI run, two at a time.
// `--list` prints the names, `--write` what passed as the table of docs/packaging.md.
import { environments } from './environments.js';
import { versionOf } from './lib/browsers.js';
import { place, version } from './lib/place.js';
import { keep, write } from './lib/table.js';
import { compare } from './lib/told.js';

const LANES = 2;
const seconds = (since, now = Date.now()) => `${((now - since) / 1000).toFixed(1)} s`;

async function attempt(environment) {
  const { name, app, tool, browser } = environment, began = Date.now();
  const folder = await place(app), installed = Date.now();
  const told = (await environment.try(folder)).flat();
  if (!told.length) throw Error('nothing was told');
  told.forEach(compare);
  const passed = { name, version: tool ? version(folder, tool) : await versionOf(browser), wasm: told[0].wasm ?? '' };
  keep(passed);
  console.log(`${name} ${passed.version}: the golden predictions; in place after ${seconds(began, installed)}, done after ${seconds(began)}`);
}

/** Whether all passed. Environments of one app share its folder, and wait for one another. */
async function attemptAll(chosen) {
  const queues = grouped(chosen);
  let passed = true;
  const fail = ({ name }) => (error) => {
    passed = false;
    console.error(`${name}: ${error.stack}`);
  };
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (let queue; (queue = queues.shift());) for (const one of queue) await attempt(one).catch(fail(one));
  }));
  return passed;
}

function grouped(list) {
  const groups = new Map();
  for (const one of list) groups.set(one.app, [...groups.get(one.app) ?? [], one]);
  return [...groups.values()];
}

const words = process.argv.slice(2), core = words.includes('--core');
const chosen = environments.filter((one) => core ? one.core : words.includes(one.name));
if (words.includes('--list')) console.log((core ? chosen : environments).map(({ name }) => name).join('\n'));
else if (words.includes('--write')) write(environments);
else if (!chosen.length) throw Error(`no environment is called ${words.join(' ')}: --list names them`);
else process.exit(await attemptAll(chosen) ? 0 : 1);
