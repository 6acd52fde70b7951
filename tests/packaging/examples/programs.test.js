// The programs of examples/ that have no page: run as their users run them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { golden, passengers } from './lib/golden.js';
import { project } from './lib/project.js';

test('node: a passenger a line in, a probability a line out', () => {
  const input = [...passengers.map(({ row }) => JSON.stringify(row)), '{"Sex":true}'].join('\n');
  const { status, stdout, stderr } = spawnSync('node', ['survival.mjs'], { cwd: project('node'), input, encoding: 'utf8' });
  const answers = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(answers, [...passengers.map(({ numbers, code }) => ({ Survived: code, probability: numbers.at(-1) })), { Survived: null, probability: null }]);
  assert.match(stderr, /^\{"Sex":true\}: "Sex" is boolean/);
  assert.equal(status, 0);
});

test('flower-shop: four sizes in, a name out', () => {
  const folder = project('flower-shop'), species = ['setosa', 'versicolor', 'virginica'];
  for (const { row, code } of golden('iris-tree').filter(({ row }) => Object.values(row).every((cell) => typeof cell === 'number')).slice(0, 12)) {
    for (const file of ['index.mjs', 'index.cjs']) {
      const { status, stdout } = spawnSync('node', [file, ...['sl', 'sw', 'pl', 'pw'].map((name) => String(row[name]))], { cwd: folder, encoding: 'utf8' });
      assert.deepEqual([status, stdout], [0, `${species[code]} (100 %)\n`]);
    }
  }
});
