import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars, chart } from '../lib/chart.js';
import { bytes, digits, rate } from '../lib/numbers.js';
import { report } from '../lib/report.js';
import { bare, sizes } from '../lib/sizes.js';

const size = { raw: 2048, gzip: 1024, brotli: 512 };
const answers = { rows: 10, difference: 1e-7, differ: 4, labels: 1 };
const found = {
  machine: { processor: 'A & B', cores: 2, memory: '4 GB', system: 'Linux', node: 'v20', chromium: '150', windowbox: '1', date: '2030-01-02' },
  rounds: 3, runtimes: { 'windowbox, core': size, 'onnxruntime-web': null },
  models: {
    num_xgb100: {
      title: 'XGBoost, 100 trees', columns: 28, nodes: 1234, library: 'xgboost', files: { windowbox: size },
      peers: {
        'windowbox/node': { version: null, answers, margins: { differ: 0 } }, 'original/native': { version: '3', answers }, 'onnxruntime/native': { version: '1', answers },
        'lleaves/native': { absent: 'pip | said no' }, 'ydf/native': { version: '0', own: true },
      },
      samples: { batch: { 'windowbox/node': [0.002, 0.002, 0.002], 'original/native': [0.02, 0.01, 0.03], 'onnxruntime/native': [0.01, 0.01, 0.01] } },
    },
  },
};

test('the table has speeds, ratios with their range, differences and who is absent', () => {
  const text = report(found);
  assert.match(text, /\| XGBoost, 100 trees; 20,000 rows \| XGBoost \| 10x \[5, 15\] \| - \| 7x \| holds \| 10x \| holds \|/);
  assert.match(text, /\| windowbox, node \| 10 M \|  \| - \|.*4 of 10; margins 0 \| 1 \|/);
  assert.match(text, /the fastest native engine: ONNX Runtime, native \| 5x/);
  assert.match(text, /## XGBoost, 100 trees\n\n`num_xgb100`: 28 columns, 1,234 nodes\n/);
  assert.match(text, /\| lleaves, native \| pip \\\| said no \| num_xgb100 \|/);
  assert.match(text, /A & B, 2 cores, 4 GB; Linux; windowbox 1, node v20, Chromium 150; 2030-01-02/);
});

test('bars: ours first, then the fastest, with how many times as fast ours is', () => {
  assert.deepEqual(bars(found.models.num_xgb100).map(({ name, behind }) => [name, behind]), [
    ['windowbox, node', 1], ['ONNX Runtime, native', 5], ['XGBoost, native', 10],
  ]);
  assert.match(chart(found), /^<svg [^]*A &amp; B[^]*>XGBoost 3, ONNX Runtime 1<[^]*<\/svg>\n$/);
});

test('numbers have few digits', () => {
  assert.deepEqual([12345, 123.4, 12.34, 1.234, 0.01234, NaN].map(digits), ['12,345', '123', '12.3', '1.2', '0.012', '-']);
  assert.deepEqual([4.9e6, 86123, 12].map(rate), ['4.9 M', '86.1 k', '12']);
  assert.deepEqual([3 * 2 ** 20, 46080].map(bytes), ['3 MB', '45 KB']);
});

test('a module loses its model and keeps its other sections', () => {
  const custom = (name, length) => [0, name.length + 1 + length, name.length, ...Buffer.from(name), ...new Array(length).fill(7)];
  const wasm = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, ...custom('producers', 3), 10, 2, 1, 0, ...custom('windowbox.model', 100)]);
  assert.deepEqual([...bare(wasm)], [...wasm.subarray(0, wasm.length - 118)]);
  assert.equal(sizes([new Uint8Array(1000), new Uint8Array(10)]).raw, 1010);
});
