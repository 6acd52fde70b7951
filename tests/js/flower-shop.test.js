// The flower shop answers, as a module and as CommonJS, from a folder of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { folder } from './packages.js';

const shop = mkdtempSync(`${tmpdir()}/flower-shop-`);
before(() => {
  cpSync(new URL('../../examples/flower-shop', import.meta.url), shop, { recursive: true });
  cpSync(folder('iris-species'), `${shop}/node_modules/iris-species`, { recursive: true });
});
after(() => rmSync(shop, { recursive: true }));

const ask = (file, ...numbers) => {
  const { stdout, stderr, status } = spawnSync('node', [file, ...numbers], { cwd: shop, encoding: 'utf8' });
  return { stdout, stderr, status };
};

for (const file of ['index.mjs', 'index.cjs']) {
  test(`${file} names the flower`, () => {
    assert.deepEqual(ask(file, '5.1', '3.5', '1.4', '0.2'), { stdout: 'setosa (100 %)\n', stderr: '', status: 0 });
  });
  test(`${file} warns of a flower like none in training`, () => {
    const { stdout, stderr, status } = ask(file, '2', '1', '2', '3');
    assert.match(stdout, /^\w+ \(\d+ %\)\n$/);
    assert.match(stderr, /Careful: "sl" was 4\.3 to 7\.9/);
    assert.equal(status, 0);
  });
  test(`${file} says what is missing`, () => {
    const { stdout, stderr, status } = ask(file, '5.1', 'wide', '1.4');
    assert.deepEqual([stdout, status], ['', 1]);
    assert.match(stderr, /"sw"|"pw"/);
  });
}
