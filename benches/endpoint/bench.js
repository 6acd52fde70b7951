// The endpoint beside the server it replaces, under one load generator. See README.md.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { python } from '../../tests/packaging/python.js';

const { values: { seconds, rounds, connections, quick } } = parseArgs({ options: {
  seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' }, connections: { type: 'string', default: '10' }, quick: { type: 'boolean', default: false },
} });
const here = import.meta.dirname, root = resolve(here, '../..'), flask = `${root}/tests/packaging/flask`, place = `${root}/target/packaging/bench`;
const NAME = 'titanic-survival', RECORD = { Age: 24, Sex: 'female', Embarked: 'C' };

/** The tutorials' model, as their server has it and as a package. */
const bin = python(`${flask}/requirements.txt`), command = process.env.WINDOWBOX ?? `${root}/target/release/windowbox`;
mkdirSync(place, { recursive: true });
execFileSync(`${bin}/python`, [`${flask}/train.py`, `${root}/examples`, place], { env: { ...process.env, PYTHONPATH: `${root}/exporters/python`, WINDOWBOX: command } });

const BODIES = { 'one record': [RECORD], '100 records': Array(100).fill(RECORD) };

/** What answers, and how it is started on a port. */
const SERVERS = {
  'flask, its own server': (port) => [`${bin}/python`, [`${flask}/server.py`, `${place}/${NAME}.joblib`, port]],
  'flask, waitress, 1 thread': (port) => [`${bin}/python`, [`${flask}/server.py`, `${place}/${NAME}.joblib`, port, 'waitress']],
  'flask, gunicorn, 1 worker': (port) => [`${bin}/python`, ['-m', 'gunicorn', '--workers', '1', '--log-level', 'error', '--bind', `127.0.0.1:${port}`, '--chdir', flask, 'server:create()']],
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
  return { url, pid: server.pid, stop: async () => (server.kill(), server.exitCode === null && once(server, 'exit')) };
};

/** The time that a process and its children had of the processor, in ms: a machine that others use too does not change it much. */
const cpuOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.map(cpuOf).reduce((sum, ms) => sum + ms, (Number(fields[11]) + Number(fields[12])) * 10);
};

const scripts = mkdtempSync(`${tmpdir()}/windowbox-bench-`);

/** What wrk posts, and that it says what it found as JSON. */
const script = (body) => {
  const file = `${scripts}/${body.length}.lua`;
  writeFileSync(file, `wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[${JSON.stringify(body)}]==]
done = function(summary, latency)
  io.write(string.format('\\n{"rate":%f,"requests":%d,"p99":%f,"bad":%d}\\n', summary.requests / summary.duration * 1e6,
    summary.requests, latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout))
end
`);
  return file;
};

const load = ({ url, pid }, body, duration) => {
  const before = cpuOf(pid);
  const said = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${duration}s`, '--timeout', '20s', '-s', script(body), `${url}/predict`], { encoding: 'utf8' });
  const { rate, requests, p99, bad } = JSON.parse(said.trim().split('\n').at(-1));
  if (bad) throw Error(`${url}: ${bad} requests were not answered`);
  return { rate, p99, cpu: (cpuOf(pid) - before) / requests };
};

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const chosen = Object.keys(SERVERS).filter((name) => !quick || /own server|windowbox, node$/.test(name));
for (const [what, body] of Object.entries(BODIES).slice(0, quick ? 1 : 2)) {
  const found = Object.fromEntries(chosen.map((name) => [name, []]));
  // Round by round, so that a busy machine is busy for all of them.
  for (let round = 0; round < Number(rounds); round++) {
    for (const name of chosen) {
      const server = await start(name, 18_100 + round * 10 + chosen.indexOf(name));
      load(server, body, 1);
      found[name].push(load(server, body, Number(seconds)));
      await server.stop();
    }
  }
  const of = (name, what) => median(found[name].map((one) => one[what])), [first] = chosen;
  console.log(`\n| ${what}, ${connections} connections | requests per second | times the first | p99, ms | processor, ms a request | times the first |\n|---|---|---|---|---|---|`);
  for (const name of chosen) {
    const [rate, p99, cpu] = ['rate', 'p99', 'cpu'].map((what) => of(name, what));
    console.log(`| ${name} | ${Math.round(rate)} | ${(rate / of(first, 'rate')).toFixed(1)} | ${p99.toFixed(1)} | ${cpu.toFixed(3)} | ${(of(first, 'cpu') / cpu).toFixed(1)} |`);
  }
  if (what === 'one record' && of('windowbox, node', 'rate') < 20 * of(first, 'rate')) process.exitCode = 1;
}
rmSync(scripts, { recursive: true });
