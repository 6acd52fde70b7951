// The reference rows in a package get the same answers here as where it was packed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fresh, golden, project, runtime } from './packages.js';

for (const [name, words] of [['titanic-survival', 'delivery proved'], ['iris-species', '% of leaves covered']]) {
  for (const entry of ['node.js', 'browser.js']) {
    test(`${name} in ${entry} answers its own rows`, async () => {
      const model = await (await fresh(name, entry)).load();
      const { rows, passed, maxAbsDifference, maxUlp, verdict, ...rest } = model.selfTest();
      assert.ok(rows > 10, `${rows} rows`);
      assert.deepEqual([passed, maxAbsDifference, maxUlp, rest], [rows, 0, 0, {}]);
      assert.ok(verdict.startsWith(`${rows} of ${rows} reference rows`) && verdict.includes(words), verdict);
      model.free();
      assert.throws(() => model.selfTest(), { code: 'freed' });
    });
  }
}

test('a model without reference rows says so', async () => {
  const { load } = await runtime();
  const { rows, passed, verdict } = (await load({ model: golden('hand-line') })).selfTest();
  assert.deepEqual([rows, passed, verdict], [0, 0, 'The model carries no reference rows: nothing was tested.']);
});

test('a model that was changed fails its rows', async () => {
  const { load } = await runtime();
  const bytes = new Uint8Array(readFileSync(`${project}/iris.wbx`)), view = new DataView(bytes.buffer);
  // The leaves of its tree are 0 and 1: three that are 1 become 0.5.
  const leaves = Array.from({ length: bytes.length / 8 }, (_, i) => i * 8).filter((at) => view.getFloat64(at, true) === 1);
  leaves.slice(0, 3).forEach((at) => view.setFloat64(at, 0.5, true));
  const { rows, passed, maxAbsDifference, verdict } = (await load({ model: bytes })).selfTest();
  assert.ok(passed < rows && maxAbsDifference > 0, verdict);
  assert.match(verdict, /not the one that was packed/);
});
