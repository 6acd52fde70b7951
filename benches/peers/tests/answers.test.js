import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../lib/answers.js';
import { columns, compared, records } from '../web/shapes.js';

const of = (...values) => Float64Array.from(values);

test('counts rows that differ at all, and those with another label', () => {
  const found = compare(of(0.2, 0.6, 0.9), of(0.2, 0.4, 0.8), { width: 1, labels: true });
  assert.deepEqual({ ...found, difference: found.difference.toFixed(6) }, { rows: 3, difference: '0.200000', differ: 2, labels: 1 });
});

test('the label of several classes is the largest, and margins change sign', () => {
  assert.equal(compare(of(0.5, 0.3, 0.2, 0.1), of(0.4, 0.6, 0.2, 0.1), { width: 2, labels: true }).labels, 1);
  assert.equal(compare(of(0.2), of(-0.2), { width: 1, labels: true, border: 0 }).labels, 1);
});

test('no number is infinitely far from a number, and equal to no number', () => {
  const found = compare(of(NaN, NaN), of(NaN, 1), { width: 1, labels: false });
  assert.deepEqual(found, { rows: 2, difference: Infinity, differ: 1, labels: 0 });
});

test('another count of answers is refused', () => {
  assert.throws(() => compare(of(1), of(1, 2), { width: 1, labels: false }), /1 answers where 2/);
});

test('of two classes the second is compared, of more all', () => {
  assert.deepEqual(compared([0.1, 0.9, 0.3, 0.7], 2, ['no', 'yes']), of(0.9, 0.7));
  assert.deepEqual(compared([0.9, 0.7], 2, ['no', 'yes']), of(0.9, 0.7));
  assert.deepEqual(compared([0.1, 0.9, 0, 0.3, 0.7, 0], 2, ['a', 'b', 'c']), of(0.1, 0.9, 0, 0.3, 0.7, 0));
});

test('rows become columns and records', () => {
  const rows = Float32Array.of(1, 2, 3, 4);
  assert.deepEqual(columns(rows, ['a', 'b'], 2), { a: Float32Array.of(1, 3), b: Float32Array.of(2, 4) });
  assert.deepEqual(records(rows, ['a', 'b'], 1), [{ a: 1, b: 2 }]);
});
