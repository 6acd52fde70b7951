// The endpoint beside the server it replaces, under one load generator. See README.md.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values: { models, python, seconds, rounds, connections, quick } } = parseArgs({ options: {
  models: { type: 'string' }, python: { type: 'string', default: 'python3' }, seconds: { type: 'string', default: '5' },
  rounds: { type: 'string', default: '3' }, connections: { type: 'string', default: '10' }, quick: { type: 'boolean', default: false },
} });
const here = import.meta.dirname, flask = resolve(here, '../../tests/packaging/flask'), place = resolve(models ?? here);
const NAME = 'titanic-survival', RECORD = { Age: 24, Sex: 'female', Embarked: 'C' };
const BODIES = { 'one record': [RECORD], '100 records': Array(100).fill(RECORD) };

/** What answers, and how it is started on a port. */
const SERVERS = {
  'flask, its own server': (port) => [python, [`${flask}/server.py`, `${place}/${NAME}.joblib`, port]],
  'flask, waitress, 1 thread': (port) => [python, [`${flask}/server.py`, `${place}/${NAME}.joblib`, port, 'waitress']],
  'flask, gunicorn, 1 worker': (port) => [python, ['-m', 'gunicorn', '--workers', '1', '--log-level', 'error', '--bind', `127.0.0.1:${port}`, '--chdir', flask, 'server:create()']],
  'windowbox, node': (port) => ['node', [`${place}/node_modules/${NAME}/serve.mjs`, '--port', port]],
  'windowbox, node, as fetch has it': (port) => ['node', [`${here}/fetch.js`, `${place}/node_modules/${NAME}/endpoint.node.js`, port]],
  'node, an empty handler': (port) => ['node', [`${here}/empty.js`, port]],
};

const ask = (url, body) => fetch(`${url}/predict`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Started, and asked until it answers. */
const start = async (name, port) => {
  const [command, args] = SERVERS[name](`${port}`);
  const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, MODEL: `${place}/${NAME}.joblib` } });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const reply = await ask(url, [RECORD]).catch(() => undefined);
    if (reply?.ok) break;
    if (tries > 300 || server.exitCode !== null) throw Error(`${name} does not answer`);
    await wait(100);
  }
  return { url, stop: async () => (server.kill(), server.exitCode === null && once(server, 'exit')) };
};

const scripts = mkdtempSync(`${tmpdir()}/windowbox-bench-`);

/** What wrk posts, and that it says what it found as JSON. */
const script = (body) => {
  const file = `${scripts}/${body.length}.lua`;
  writeFileSync(file, `wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[${JSON.stringify(body)}]==]
done = function(summary, latency)
  io.write(string.format('\\n{"rate":%f,"p50":%f,"p99":%f,"bad":%d}\\n', summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout))
end
`);
  return file;
};

const load = (url, body, duration) => {
  const said = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${duration}s`, '--timeout', '20s', '-s', script(body), `${url}/predict`], { encoding: 'utf8' });
  const { rate, p50, p99, bad } = JSON.parse(said.trim().split('\n').at(-1));
  if (bad) throw Error(`${url}: ${bad} requests were not answered`);
  return { rate, p50, p99 };
};

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const chosen = Object.keys(SERVERS).filter((name) => !quick || /own server|windowbox, node$/.test(name));
for (const [what, body] of Object.entries(BODIES).slice(0, quick ? 1 : 2)) {
  const found = Object.fromEntries(chosen.map((name) => [name, []]));
  // Round by round, so that a busy machine is busy for all of them.
  for (let round = 0; round < Number(rounds); round++) {
    for (const name of chosen) {
      const { url, stop } = await start(name, 18_100 + round * 10 + chosen.indexOf(name));
      load(url, body, 1);
      found[name].push(load(url, body, Number(seconds)));
      await stop();
    }
  }
  const rateOf = (name) => median(found[name].map(({ rate }) => rate));
  console.log(`\n| ${what}, ${connections} connections | requests per second | p99, ms | times flask's own server |\n|---|---|---|---|`);
  for (const name of chosen) {
    const ratio = rateOf(name) / rateOf(chosen[0]);
    console.log(`| ${name} | ${Math.round(rateOf(name))} | ${median(found[name].map(({ p99 }) => p99)).toFixed(1)} | ${ratio.toFixed(1)} |`);
  }
  if (quick) process.exitCode = rateOf('windowbox, node') >= 20 * rateOf(chosen[0]) ? 0 : 1;
}
rmSync(scripts, { recursive: true });
