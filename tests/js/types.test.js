// The declarations beyond what `tsc --project types` sees: the hand-written JavaScript
// itself, and that the CommonJS copies are copies.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const tests = new URL('..', import.meta.url);
const read = (path) => readFileSync(new URL(path, tests), 'utf8');

test('the JavaScript of pkg/ keeps the types of its comments', () => {
  const { stdout, status } = spawnSync('node', ['node_modules/typescript/bin/tsc', '--project', 'types/door'], { cwd: tests, encoding: 'utf8' });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

for (const name of ['../pkg/types', '../pkg/index', '../pkg/pool', '../target/demo/node_modules/titanic-survival/pool', '../target/demo/node_modules/titanic-survival/index', '../target/demo/node_modules/titanic-survival/types']) {
  test(`${name}.d.cts is ${name}.d.ts for CommonJS`, () => {
    assert.equal(read(`${name}.d.cts`), read(`${name}.d.ts`).replace(/(types|index)\.js(?=')/g, '$1.cjs'));
  });
}
