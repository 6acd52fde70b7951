// What runs in the page, for chromium.js.
import { records } from './shapes.js';
import { Session } from './session.js';

let session;

function place({ name, versions }) {
  const made = `${location.origin}/made/${name}/`;
  return {
    name: 'chromium', made, npm: `${location.origin}/peers/node_modules/`, bundles: `${location.origin}/bundles/`, versions,
    bytes: (file) => bytes(made + file),
  };
}

async function bytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function load(asked) {
  session = await Session.load(place(asked), asked.engine, asked.model);
  return { version: session.version };
}

export const prepare = (ask) => session.prepare(ask);
export const run = (slot) => session.run(slot);
export const answers = async (ask) => Array.from(await session.answers(ask));

/** Milliseconds from nothing of the engine to its first answer; what measures it is loaded before. */
export async function cold(asked) {
  const here = place(asked);
  const { load } = await import(`./engines/${asked.engine}.js`);
  const [row] = records(new Float32Array((await here.bytes('rows.f32')).buffer), asked.model.columns, 1);
  const begun = performance.now();
  const engine = await load(here, asked.model);
  await engine.one(row);
  return performance.now() - begun;
}
