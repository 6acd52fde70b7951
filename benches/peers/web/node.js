// node node.js ENGINE: an engine in node, a worker as ../lib/worker.js asks it.
import { writeFile } from 'node:fs/promises';
import { answer } from './lines.js';
import { place } from './place.js';
import { Session } from './session.js';

const [engine] = process.argv.slice(2);
let session;

/** CPU seconds of this process, all its threads. */
function used() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

await answer({
  async load({ made, bundles, model }) {
    session = await Session.load(place(made, bundles), engine, model);
    return { version: session.version };
  },
  async time({ slot, ...ask }) {
    await session.prepare(ask);
    const before = used();
    const calls = await session.run(slot);
    return { seconds: (used() - before) / calls, calls };
  },
  async answers({ file, margin }) {
    await writeFile(file, await session.answers({ margin }));
    return {};
  },
});
process.exit(0);
