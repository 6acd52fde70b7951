import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, order, ratio } from '../lib/ratios.js';

test('the median is the middle one, or the mean of the middle two', () => {
  assert.equal(median([9, 1, 10]), 9);
  assert.equal(median([4, 1, 10, 2]), 3);
  assert.ok(Number.isNaN(median([])));
});

test('a ratio compares two of one round, and leaves out rounds that one lacks', () => {
  assert.deepEqual(ratio([2, 9, 8], [1, 3, 2]), { median: 3, low: 2, high: 4, rounds: 3 });
  assert.deepEqual(ratio([2, null, 8, NaN], [1, 3, 2, 1]), { median: 3, low: 2, high: 4, rounds: 2 });
  assert.equal(ratio([null], [1]), null);
});

test('each round begins with the next', () => {
  assert.deepEqual([0, 1, 2, 3].map((round) => order(['a', 'b', 'c'], round).join('')), ['abc', 'bca', 'cab', 'abc']);
});
