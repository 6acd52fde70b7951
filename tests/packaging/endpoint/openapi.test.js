// The document that an endpoint gives of itself: two validators read it, and schemathesis
// holds the server to it, with hundreds of requests that fit it and that do not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import { folder, golden } from '../../js/packages.js';
import { python } from '../python.js';
import { freePort, here, root, start } from './apps.js';

const place = mkdtempSync(`${tmpdir()}/windowbox-openapi-`);
after(() => rmSync(place, { recursive: true }));
// It may just have been installed.
const { Validator } = await import('@seriousme/openapi-schema-validator');
const bin = python(`${here}/requirements.txt`);

/** Its own check takes a list with one bad row for a bad request; that of checks.py knows what is answered. */
const REFUSALS = ['--exclude-checks', 'negative_data_rejection'];

/** Its output, and whether it was content; it may take its time while the server answers. */
const run = async (command, args) => {
  const child = spawn(command, args, { cwd: place, env: { ...process.env, SCHEMATHESIS_HOOKS: 'checks', PYTHONPATH: here } }), said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
  const [status] = await once(child, 'close');
  return [status, said.join('')];
};

writeFileSync(`${place}/trees.wbx`, golden('hand-trees'));

/** The runtime without a model carries every kind. */
const RUNTIME = `${root}/pkg/dist`;

const SERVERS = {
  'numbers and levels, some missing': ['titanic-survival', []],
  'numbers alone, under a path': ['iris-species', ['--base', '/api', '--column', 'length=sl']],
  'every warning an error': ['titanic-survival', ['--strict']],
  'several targets, every kind of column': [RUNTIME, ['--model', `${place}/trees.wbx`]],
  'the answer as text': ['iris-species', ['--text', '--force']],
};

for (const [what, [name, args]] of Object.entries(SERVERS)) {
  test(what, async () => {
    const port = await freePort(), base = args[0] === '--base' ? args[1] : '';
    const { url, stop } = await start('node', [`${name === RUNTIME ? name : folder(name)}/serve.mjs`, '--port', `${port}`, ...args], { port, path: `${base}/health` });
    try {
      const address = `${url}${base}/openapi.json`, document = await (await fetch(address)).json();
      writeFileSync(`${place}/openapi.json`, JSON.stringify(document));
      const { valid, errors } = await new Validator().validate(document);
      assert.ok(valid, JSON.stringify(errors));
      const [spoken, said] = await run(`${bin}/openapi-spec-validator`, [`${place}/openapi.json`]);
      assert.equal(spoken, 0, said);
      const [status, found] = await run(`${bin}/schemathesis`, ['run', address, ...REFUSALS, '--max-examples', '60', '--seed', '1', '--no-color']);
      assert.equal(status, 0, found);
      assert.ok(Number(/(\d+) generated/.exec(found)[1]) > 100, found);
    } finally {
      stop();
    }
  });
}
