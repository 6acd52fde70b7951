import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, fastest, outcome, under, verdict } from '../lib/goals.js';

const results = {
  num_xgb100: {
    samples: {
      batch: {
        'windowbox/node': [1, 1, 1], 'original/native': [7, 8, 9], 'onedal/native': [3, 2, 4],
        'windowbox/chromium': [2, 2, 2], 'tl2cgen/native': [null, null, null],
      },
    },
  },
  num_rf500: { nodes: 2e6, samples: { load: { 'windowbox/node': [0.1, 0.3, 0.2] } } },
};

test('what is within 15 % below is said so', () => {
  assert.deepEqual([7, 6, 5].map((value) => verdict(value, 7)), ['holds', 'within 15 %', 'missed']);
  assert.deepEqual([40, 45, 50].map((value) => under(value, 40)), ['holds', 'within 15 %', 'missed']);
  assert.equal(verdict(1, null), '');
});

test('the fastest of those that were measured', () => {
  const { batch } = results.num_xgb100.samples;
  assert.equal(fastest(batch, ['original/native', 'onedal/native', 'tl2cgen/native', 'lleaves/native']), 'onedal/native');
  assert.equal(fastest(batch, ['tl2cgen/native']), null);
});

test('a goal is held to the fastest of its peers, in node and in Chromium', () => {
  const goal = { model: 'num_xgb100', cell: 'batch', than: ['original/native', 'onedal/native'] };
  const found = outcome(goal, results);
  assert.equal(found.peer, 'onedal/native');
  assert.deepEqual(found.ratio, { median: 3, low: 2, high: 4, rounds: 3 });
  assert.equal(found.chromium.median, 1.5);
  assert.equal(outcome({ ...goal, model: 'other' }, results), null);
});

test('an amount is in its unit, and for a million nodes', () => {
  const load = { model: 'num_rf500', sample: 'load', at: 'node', scale: 1e-3, perMillion: true };
  assert.deepEqual(amount(load, results), { median: 100, low: 50, high: 150 });
  assert.equal(amount({ ...load, sample: 'peak' }, results), null);
});
