// @ts-check
// x^y: FreeBSD's function as Rust's libm has it, the same operations in the same order.
// Copyright (C) 2004 by Sun Microsystems, Inc. Permission to use, copy, modify, and
// distribute this software is freely granted, provided that this notice is preserved.
import { cut, from, high, low, scaled, two, withHigh } from './bits.js';

const BASE = [1, 1.5], LOG_HIGH = [0, 5.84962487220764160156e-01], LOG_LOW = [0, 1.35003920212974897128e-08];
const L = [5.99999999999994648725e-01, 4.28571428578550184252e-01, 3.33333329818377432918e-01, 2.72728123808534006489e-01, 2.30660745775561754067e-01, 2.06975017800338417784e-01];
const P = [1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05, -1.65339022054652515390e-06, 4.13813679705723846039e-08];
const LN2 = 6.93147180559945286227e-01, LN2_HIGH = 6.93147182464599609375e-01, LN2_LOW = -1.90465429995776804525e-09;
const C = 9.61796693925975554329e-01, C_HIGH = 9.61796700954437255859e-01, C_LOW = -7.02846165095275826516e-09;
const INVERSE = 1.44269504088896338700, INVERSE_HIGH = 1.44269502162933349609, INVERSE_LOW = 1.92596299112661746887e-08;
/** 1024 minus the logarithm of the largest double and half a unit. */
const OVER = 8.0085662595372944372e-017;

/** Whether a whole number is odd. @param {number} y */
const isOdd = (y) => Math.abs(y % 2) === 1;

/**
 * The logarithm to base 2 of a number above 0, in two parts.
 * @param {number} x
 * @returns {[number, number]}
 */
const logarithm = (x) => {
  let n = 0;
  if (high(x) < 0x00100000) x *= two(53), n = -53;
  n += (high(x) >> 20) - 0x3ff;
  const j = high(x) & 0x000fffff, k = j > 0x3988e && j < 0xbb67a ? 1 : 0;
  let upper = j | 0x3ff00000;
  if (j >= 0xbb67a) n++, upper -= 0x00100000;
  x = withHigh(x, upper);
  const u = x - BASE[k], v = 1 / (x + BASE[k]), s = u * v, above = cut(s);
  let top = from((upper >>> 1 | 0x20000000) + 0x00080000 + (k << 18), 0), rest = x - (top - BASE[k]);
  const below = v * ((u - above * top) - above * rest), ss = s * s;
  let r = ss * ss * (L[0] + ss * (L[1] + ss * (L[2] + ss * (L[3] + ss * (L[4] + ss * L[5])))));
  r += below * (above + s);
  const square = above * above;
  top = cut(3 + square + r);
  rest = r - ((top - 3) - square);
  const p = above * top, q = below * top + rest * s, first = cut(p + q), second = q - (first - p);
  const z = C_HIGH * first, zz = C_LOW * first + second * C + LOG_LOW[k], whole = cut(((z + zz) + LOG_HIGH[k]) + n);
  return [whole, zz - (((whole - n) - LOG_HIGH[k]) - z)];
};

/** The same of a number very near 1. @param {number} x @returns {[number, number]} */
const logarithmNearOne = (x) => {
  const t = x - 1, w = (t * t) * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
  const u = INVERSE_HIGH * t, v = t * INVERSE_LOW - w * INVERSE, whole = cut(u + v);
  return [whole, v - (whole - u)];
};

/** `2^(above + below)`, where that is no overflow. @param {number} above @param {number} below */
const exponential = (above, below) => {
  const j = high(below + above) | 0, i = j & 0x7fffffff;
  let k = (i >> 20) - 0x3ff, n = 0;
  if (i > 0x3fe00000) {
    n = j + (0x00100000 >> (k + 1));
    k = ((n & 0x7fffffff) >> 20) - 0x3ff;
    above -= from(n & ~(0x000fffff >> k), 0);
    n = ((n & 0x000fffff) | 0x00100000) >> (20 - k);
    if (j < 0) n = -n;
  }
  const t = cut(below + above), u = t * LN2_HIGH, v = (below - (t - above)) * LN2 + t * LN2_LOW;
  const z = u + v, w = v - (z - u), zz = z * z, t1 = z - zz * (P[0] + zz * (P[1] + zz * (P[2] + zz * (P[3] + zz * P[4]))));
  const r = (z * t1) / (t1 - 2) - (w + z * w), y = 1 - (r - z), upper = (high(y) | 0) + (n << 20);
  return (upper >> 20) <= 0 ? scaled(y, n) : withHigh(y, upper);
};

/** What an exponent too large for anything else leaves. @param {boolean} large @param {number} sign */
const beyond = (large, sign) => large ? sign * Infinity : sign * 0;

/** Of a number that is neither 0, 1 nor endless. @param {number} x @param {number} y @param {number} sign */
const usual = (x, y, sign) => {
  const size = high(x), of = high(y) & 0x7fffffff, up = y > 0;
  const huge = of > 0x41e00000;
  if (of > 0x43f00000) return beyond(up === (size >= 0x3ff00000), 1);
  if (huge && size < 0x3fefffff) return beyond(!up, sign);
  if (huge && size > 0x3ff00000) return beyond(up, sign);
  const [t1, t2] = huge ? logarithmNearOne(x) : logarithm(x);
  const y1 = cut(y), below = (y - y1) * t1 + y * t2, above = y1 * t1, z = below + above;
  if (z > 1024 || z === 1024 && below + OVER > z - above) return beyond(true, sign);
  if (z < -1075 || z === -1075 && below <= z - above) return beyond(false, sign);
  return sign * exponential(above, below);
};

/** `x^y` in general. @param {number} x @param {number} y */
const pow = (x, y) => {
  if (y === 0 || x === 1) return 1;
  if (x !== x || y !== y) return NaN;
  const size = Math.abs(x), negative = high(x) >>> 31 === 1;
  if (size === 1 && Math.abs(y) === Infinity) return 1;
  if (Math.abs(y) === Infinity) return size > 1 === y > 0 ? Infinity : 0;
  if (y === 0.5 && !negative) return Math.sqrt(x);
  const sign = negative && isOdd(y) ? -1 : 1, whole = Math.trunc(y) === y;
  if (size === 0 || size === Infinity) return sign * (y < 0 ? 1 / size : size);
  if (negative && !whole) return NaN;
  return size === 1 ? sign : usual(size, y, sign);
};

/** `x^y`; inverses, squares and roots exactly. @param {number} x @param {number} y */
export const power = (x, y) => {
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === -1) return 1 / x;
  if (x > 0 && y === 0.5) return Math.sqrt(x);
  if (x > 0 && y === -0.5) return 1 / Math.sqrt(x);
  return pow(x, y);
};
