// node cold.js ENGINE ASK.json: one process, from import to the first prediction, and the most memory it had.
// Without arguments: the memory of a process that does nothing.
import { readFile } from 'node:fs/promises';
import { place } from './place.js';
import { records } from './shapes.js';

const peak = () => process.resourceUsage().maxRSS * 1024;

async function measure(name, { made, bundles, model, rows }) {
  const here = place(made, bundles);
  const { load } = await import(`./engines/${name}.js`);
  const data = new Float32Array((await here.bytes('rows.f32')).slice().buffer);
  const [row] = records(data, model.columns, 1);
  const begun = performance.now();
  const engine = await load(here, model);
  const loaded = performance.now();
  await engine.one(row);
  const took = { cold: performance.now() - begun, load: loaded - begun };
  await engine.batch(engine.ready(data, rows));
  return { ...took, peak: peak() };
}

const [name, file] = process.argv.slice(2);
const told = name ? await measure(name, JSON.parse(await readFile(file))) : { peak: peak() };
process.stdout.write(JSON.stringify(told), () => process.exit(0));
