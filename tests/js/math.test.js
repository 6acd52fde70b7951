// The functions of the twin to the bit: digests of many values, which tests/math.rs wrote
// with Rust's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { atan } from '../../pkg/twin/angle.js';
import { exp, exp32, expm1, sinh, tanh } from '../../pkg/twin/exp.js';
import { sigmoid, sigmoid32 } from '../../pkg/twin/link.js';
import { asinh, log, log10, log1p, log2 } from '../../pkg/twin/log.js';
import { normal, quantile } from '../../pkg/twin/normal.js';
import { power } from '../../pkg/twin/power.js';

const source = readFileSync(new URL('../math.rs', import.meta.url), 'utf8');
const EDGES = /EDGES: \[f64; \d+\] = \[([^\]]*)\]/.exec(source)[1].split(',').map((text) => text.trim()).filter(Boolean).map(Number);

const MASK = (1n << 64n) - 1n, floats = new Float64Array(1), bits = new BigInt64Array(floats.buffer);

/** SplitMix64. */
const randoms = (state) => () => {
  state = state + 0x9e3779b97f4a7c15n & MASK;
  let z = (state ^ state >> 30n) * 0xbf58476d1ce4e5b9n & MASK;
  z = (z ^ z >> 27n) * 0x94d049bb133111ebn & MASK;
  return z ^ z >> 31n;
};

const ofBits = (x) => (bits[0] = BigInt.asIntN(64, x), floats[0]);
const bitsOf = (x) => (floats[0] = x, x !== x ? MASK : BigInt.asUintN(64, bits[0]));

const beside = (x) => x !== x || x === Infinity ? [x === Infinity ? Number.MAX_VALUE : x, x, x] : x === 0 ? [-5e-324, 0, 5e-324] : [ofBits(bitsOf(x) - 1n), x, ofBits(bitsOf(x) + 1n)];
const edges = () => [...EDGES, Infinity, NaN, Number.MAX_VALUE, 9007199254740992, 1e22].flatMap(beside).flatMap((x) => [x, -x]);

const SETS = {
  edges,
  all: () => of((random) => ofBits(random()), 2n),
  usual: () => of((_, unit) => (unit() - 0.5) * 80, 1n),
  small: () => of((_, unit) => (unit() - 0.5) * 1e-3, 1n),
  one: () => of((_, unit) => 0.5 + unit() * 1.5, 1n),
};

const of = (make, seed) => {
  const random = randoms(seed), unit = () => Number(random() >> 11n) / 2 ** 53;
  return Array.from({ length: 20_000 }, () => make(random, unit));
};

const FUNCTIONS = {
  exp, log, expm1, log1p, tanh, sigmoid, log10, log2, atan, normal, quantile, sinh, asinh,
  exp32: (x) => exp32(Math.fround(x)),
  sigmoid32: (x) => sigmoid32(Math.fround(x)),
  'square root power': (x) => power(x, 0.5),
};

const digest = (values) => values.reduce((digest, x) => (digest ^ bitsOf(x)) * 0x100000001b3n & MASK, 0xcbf29ce484222325n).toString(16).padStart(16, '0');

const powers = (values) => values.flatMap((x, i) => {
  const y = values[(i + 1) % values.length];
  return [power(x, y), power(Math.abs(x), y), power(x, Math.trunc(y))];
});

for (const [set, make] of Object.entries(SETS)) {
  test(`numbers: ${set}`, () => {
    const values = make(), lines = Object.entries(FUNCTIONS).map(([name, of]) => `${set} ${name} ${digest(values.map(of))}`);
    const text = readFileSync(new URL('../common/math.txt', import.meta.url), 'utf8');
    assert.deepEqual([...lines, `${set} power ${digest(powers(values))}`], text.split('\n').filter((line) => line.startsWith(`${set} `)));
  });
}
