// From nothing to the first prediction, in a process or a page that is made for it.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../web/cold.js', import.meta.url));

const node = async (...words) => JSON.parse((await promisify(execFile)('node', [SCRIPT, ...words])).stdout);

/** `{ cold, load, peak }`: seconds, seconds, bytes over an empty process; of a page the first alone. */
export async function cold({ peer, worker }, ask) {
  if (peer.where === 'chromium') {
    const { cold = NaN, absent } = await worker.ask({ do: 'cold' });
    return { cold: cold / 1000, absent };
  }
  const file = join(ask.made, 'cold.json');
  writeFileSync(file, JSON.stringify(ask));
  const [empty, told] = [await node(), await node(peer.engine, file)];
  return { cold: told.cold / 1000, load: told.load / 1000, peak: told.peak - empty.peak };
}
