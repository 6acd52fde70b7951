// What the tests here share: projects with the packed examples, servers that are started in
// them, and the tutorials' own calls.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { folder } from '../../js/packages.js';

export { freePort } from '../lib/process.js';

export const here = import.meta.dirname, root = resolve(here, '../../..');

// What the lock file names, without a script of it being run.
if (!existsSync(`${here}/node_modules/next`)) {
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** An example in a project of its own, with both packages in its node_modules. */
export const project = (name) => {
  const place = `${here}/work/${name}`;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  cpSync(`${root}/examples/endpoint/${name}`, place, { recursive: true });
  for (const packed of ['titanic-survival', 'iris-species']) cpSync(folder(packed), `${place}/node_modules/${packed}`, { recursive: true, dereference: true });
  return place;
};

/** The binary that a package of npm brings for this machine: `bun` in `@oven/bun-linux-x64`. */
export const binary = (scope, file) => {
  const packages = readdirSync(`${here}/node_modules/${scope}`).filter((name) => name.includes(process.platform));
  const found = packages.map((name) => `${here}/node_modules/${scope}/${name}/${file}`).find((path) => spawnSync(path, ['--version']).status === 0);
  assert.ok(found, `${scope} brings no ${file} that runs here`);
  return found;
};

/** Starts a server, and waits until it answers at all. It ends with all that it started: npx hands no signal on. */
export const start = async (command, args, { port, path = '/', ...options }) => {
  const child = spawn(command, args, { ...options, detached: true, env: { ...process.env, PORT: `${port}`, ...options.env } }), said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !await fetch(url + path).catch(() => undefined); tries++) {
    assert.ok(tries < 600 && child.exitCode === null, `${command} ${args.join(' ')}\n${said.join('')}`);
    await wait(100);
  }
  return { url, said, stop: () => process.kill(-child.pid) };
};

/** The records of the tutorials; the second one's level really has quotes in it. */
export const PASSENGERS = '[{"Age":85,"Sex":"male","Embarked":"S"},{"Age":24,"Sex":"\\"female\\"","Embarked":"C"},{"Age":3,"Sex":"male","Embarked":"C"},{"Age":21,"Sex":"male","Embarked":"S"}]';
export const FLOWER = '{"sl":2.0,"sw":1.0,"pl":2.0,"pw":3.0}';

/** The tutorials' line: curl -X POST -H "Content-Type: application/json" -d '[...]' URL */
export const curl = (url, body) => {
  const { status, stdout, stderr } = spawnSync('curl', ['-sS', '-X', 'POST', '-H', 'Content-Type: application/json', '-d', body, url], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
};

/** What the packages say in this process. */
export const wanted = async () => {
  const [titanic, iris] = await Promise.all(['titanic-survival', 'iris-species'].map(async (name) => (await import(`${folder(name)}/node.js`)).load()));
  return { titanic: titanic.predict(JSON.parse(PASSENGERS), { probabilities: true, coerce: true }), iris: iris.predict(JSON.parse(FLOWER), { coerce: true }) };
};
