// Other programs: run to their end, or kept as servers until the test has what it wants.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const MINUTES = 5;
const GRACE = 3000;
const QUIET = { ...process.env, CI: '1', NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };
// Node warns where both are set.
delete QUIET.FORCE_COLOR;

function start(folder, program, args, env = {}) {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...QUIET, PATH: `${folder}/node_modules/.bin:${process.env.PATH}`, ...env } });
  const said = { out: '', all: '' };
  child.stdout.on('data', (text) => { said.out += text; said.all += text; });
  child.stderr.on('data', (text) => { said.all += text; });
  return { child, said, gone: once(child, 'close') };
}

/** Its children too: package runners start what they run. Asked first, as a screen has files to remove. */
async function stop({ child, gone }) {
  const kill = (signal) => {
    try { process.kill(-child.pid, signal); } catch { /* it has ended */ }
  };
  kill('SIGTERM');
  const late = setTimeout(kill, GRACE, 'SIGKILL');
  await gone.catch(() => { /* it never started, and that was told */ });
  clearTimeout(late);
}

/** What a program prints, once it has succeeded: on standard output, and in all. */
export async function run(folder, program, ...args) {
  const started = start(folder, program, args), late = setTimeout(() => stop(started), MINUTES * 60_000);
  const [status] = await started.gone;
  clearTimeout(late);
  if (status !== 0) throw Error(`${program} ${args.join(' ')} failed (${status})\n${started.said.all.slice(-4000)}`);
  return started.said;
}

/** What `work` gives while a program runs beside it; it is stopped then, or after `patience` milliseconds. */
export async function beside(folder, [program, ...args], work, patience, env) {
  const started = start(folder, program, args, env);
  let late;
  const failed = new Promise((_, reject) => {
    late = setTimeout(() => reject(Error(`${program} took too long\n${started.said.all.slice(-4000)}`)), patience);
    started.gone.then(([status]) => reject(Error(`${program} ended (${status})\n${started.said.all.slice(-4000)}`)), reject);
  });
  try {
    return await Promise.race([work(), failed]);
  } finally {
    clearTimeout(late);
    await stop(started);
  }
}

/** A port that is free now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {any} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a server as long as `work` needs it; `words` are the words of its command for a port. */
export async function serving(folder, words, work) {
  const port = await freePort(), origin = `http://127.0.0.1:${port}`;
  return beside(folder, words(String(port)), async () => (await answering(origin), work(origin)), MINUTES * 60_000);
}

async function answering(origin) {
  const answered = () => fetch(origin, { signal: AbortSignal.timeout(60_000) }).then((reply) => reply.text(), () => null);
  while (await answered() === null) await new Promise((resolve) => setTimeout(resolve, 100));
}
