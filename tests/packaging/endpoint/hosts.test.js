// Each host of examples/endpoint, started as its first line says, and asked with the
// tutorials' own curl line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { folder } from '../../js/packages.js';
import { binary, curl, FLOWER, freePort, here, PASSENGERS, project, start, wanted } from './apps.js';

const { titanic, iris } = await wanted();

/** What every host answers. */
const check = async (url) => {
  const { prediction, probabilities, warnings, errors, model } = curl(`${url}/predict?proba=1`, PASSENGERS);
  assert.deepEqual({ prediction, probabilities, warnings, errors }, titanic);
  assert.deepEqual(prediction, [0, 1, 0, 0]);
  assert.equal(model.name, 'titanic-survival');
  assert.deepEqual(curl(`${url}/iris/predict`, FLOWER).prediction, iris.prediction);
  const refused = await fetch(`${url}/predict`, { method: 'POST', body: '[{"Age":"old"}]', headers: { 'content-type': 'application/json' } });
  assert.deepEqual([refused.status, refused.headers.get('content-type'), (await refused.json()).errors[0].column], [422, 'application/problem+json', 'Age']);
  const preflight = await fetch(`${url}/predict`, { method: 'OPTIONS', headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' } });
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*']);
  const card = await fetch(`${url}/iris/card`), etag = card.headers.get('etag');
  assert.equal((await card.json()).model.name, 'iris');
  assert.equal((await fetch(`${url}/iris/card`, { headers: { 'if-none-match': etag } })).status, 304);
  const head = await fetch(`${url}/iris/card`, { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [200, '']);
};

/** An example, run by a command; `path` is one that answers once it is up. */
const host = (name, of) => test(name, async () => {
  const place = project(name), port = await freePort();
  const [command, args] = of(place, port);
  const { url, stop, said } = await start(command, args, { cwd: place, port, path: '/iris/health' });
  try {
    await check(url);
  } catch (error) {
    error.message += `\n${said.join('')}`;
    throw error;
  } finally {
    stop();
  }
});

test('npx', async () => {
  const place = project('node'), port = await freePort(), npm = (...args) => spawnSync('npm', args, { cwd: place, encoding: 'utf8' });
  const { stdout } = npm('pack', '--silent', folder('titanic-survival'));
  const { status, stderr } = npm('install', '--offline', '--no-audit', '--no-fund', '--prefix', place, `./${stdout.trim()}`);
  assert.equal(status, 0, stderr);
  const { url, said, stop } = await start('npx', ['--offline', 'titanic-survival', '--port', `${port}`], { cwd: place, port, path: '/health' });
  try {
    assert.deepEqual(curl(`${url}/predict`, PASSENGERS).prediction, [0, 1, 0, 0]);
    assert.match(said.join(''), /^http:\/\/127\.0\.0\.1:\d+  try: curl /m);
  } finally {
    stop();
  }
});

host('node', () => ['node', ['server.mjs']]);

host('deno', () => [binary('@deno', 'deno'), ['run', '--allow-net', '--allow-read', '--allow-env', '--node-modules-dir=manual', '--no-lock', 'server.js']]);

host('bun', () => [binary('@oven', 'bin/bun'), ['server.js']]);

host('workerd', (place, port) => {
  const config = `${place}/config.capnp`;
  writeFileSync(config, readFileSync(config, 'utf8').replace('127.0.0.1:8080', `127.0.0.1:${port}`));
  return [binary('@cloudflare', 'bin/workerd'), ['serve', 'config.capnp']];
});

host('next', (place, port) => {
  const next = `${here}/node_modules/next/dist/bin/next`, env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  const { status, stdout, stderr } = spawnSync('node', [next, 'build'], { cwd: place, env, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  return ['node', [next, 'start', '--hostname', '127.0.0.1', '--port', `${port}`]];
});
