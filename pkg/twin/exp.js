// @ts-check
// e^x and what is made of it: FreeBSD's functions as Rust's libm has them, the same
// operations in the same order. An engine's own differ in the last bit.
// Copyright (C) 1993, 2004 by Sun Microsystems, Inc. Permission to use, copy, modify, and
// distribute this software is freely granted, provided that this notice is preserved.
import { from, high, scaled, two } from './bits.js';

const LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10, INVERSE_LN2 = 1.44269504088896338700;
const P = [1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05, -1.65339022054652515390e-06, 4.13813679705723846039e-08];

/** `e^x`. @param {number} x */
export const exp = (x) => {
  const upper = high(x), sign = upper >>> 31, size = upper & 0x7fffffff;
  if (size >= 0x4086232b) {
    if (x !== x) return x;
    if (x > 709.782712893383973096) return x * two(1023);
    if (x < -745.13321910194110842) return 0;
  }
  let k = 0, above = x, below = 0;
  if (size > 0x3fd62e42) {
    k = size >= 0x3ff0a2b2 ? Math.trunc(INVERSE_LN2 * x + (sign ? -0.5 : 0.5)) : 1 - sign - sign;
    above = x - k * LN2_HIGH;
    below = k * LN2_LOW;
    x = above - below;
  } else if (size <= 0x3e300000) return 1 + x;
  const xx = x * x, c = x - xx * (P[0] + xx * (P[1] + xx * (P[2] + xx * (P[3] + xx * P[4]))));
  const y = 1 + (x * c / (2 - c) - below + above);
  return k ? scaled(y, k) : y;
};

const Q = [-3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05, 4.00821782732936239552e-06, -2.01099218183624371326e-07];

/** `e^x - 1`. @param {number} x */
export const expm1 = (x) => {
  const upper = high(x), sign = upper >>> 31, size = upper & 0x7fffffff;
  if (size >= 0x4043687a) {
    if (x !== x) return x;
    if (sign) return -1;
    if (x > 7.09782712893383973096e+02) return x * two(1023);
  }
  let k = 0, c = 0;
  if (size > 0x3fd62e42) {
    k = size < 0x3ff0a2b2 ? 1 - sign - sign : Math.trunc(INVERSE_LN2 * x + (sign ? -0.5 : 0.5));
    const above = x - k * LN2_HIGH, below = k * LN2_LOW;
    x = above - below;
    c = (above - x) - below;
  } else if (size < 0x3c900000) return x;
  return expm1Near(x, k, c);
};

/** Of what is left of it near 0. @param {number} x @param {number} k @param {number} c */
const expm1Near = (x, k, c) => {
  const half = 0.5 * x, square = x * half;
  const r = 1 + square * (Q[0] + square * (Q[1] + square * (Q[2] + square * (Q[3] + square * Q[4]))));
  const t = 3 - r * half;
  let e = square * ((r - t) / (6 - x * t));
  if (k === 0) return x - (x * e - square);
  e = x * (e - c) - c;
  e -= square;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k < 0 || k > 56) {
    const y = x - e + 1;
    return (k === 1024 ? y * 2 * two(1023) : y * two(k)) - 1;
  }
  const rest = two(-k);
  return (k < 20 ? x - e + (1 - rest) : x - (e + rest) + 1) * two(k);
};

/** The hyperbolic tangent. @param {number} x */
export const tanh = (x) => {
  const upper = high(x), size = upper & 0x7fffffff;
  let t = Math.abs(x);
  if (size > 0x3fe193ea) t = size > 0x40340000 ? 1 - 0 / t : 1 - 2 / (expm1(2 * t) + 2);
  else if (size > 0x3fd058ae) t = expm1(2 * t), t = t / (t + 2);
  else if (size >= 0x00100000) t = expm1(-2 * t), t = -t / (t + 2);
  return upper >>> 31 ? -t : t;
};

/** The hyperbolic sine. @param {number} x */
export const sinh = (x) => {
  const upper = high(x), size = upper & 0x7fffffff, half = upper >>> 31 ? -0.5 : 0.5, absolute = Math.abs(x);
  if (size >= 0x40862e42) {
    const scale = two(1021);
    return 2 * half * (exp(absolute - from(0x40962066, 0x151add8b)) * scale * scale);
  }
  const t = expm1(absolute);
  if (size >= 0x3ff00000) return half * (t + t / (t + 1));
  return size < 0x3ff00000 - (26 << 20) ? x : half * (2 * t - t * t / (t + 1));
};

const f = Math.fround, SINGLE = [1.6666625440e-1, -2.7667332906e-3, 6.9314575195e-01, 1.4286067653e-06, 1.4426950216].map(f);
const single = new Float32Array(1), singleBits = new Uint32Array(single.buffer);

/** `e^x` in single precision, of a single. @param {number} x */
export const exp32 = (x) => {
  single[0] = x;
  const sign = singleBits[0] >>> 31, size = singleBits[0] & 0x7fffffff;
  if (size > 0x7f800000) return x;
  if (size >= 0x42b17218 && !sign) return Infinity;
  if (size >= 0x42cff1b5 && sign) return 0;
  let k = 0, above = x, below = 0;
  if (size > 0x3eb17218) {
    k = size > 0x3f851592 ? Math.trunc(f(f(SINGLE[4] * x) + (sign ? -0.5 : 0.5))) : 1 - sign - sign;
    above = f(x - f(k * SINGLE[2]));
    below = f(k * SINGLE[3]);
    x = f(above - below);
  } else if (size <= 0x39000000) return f(1 + x);
  const xx = f(x * x), c = f(x - f(xx * f(SINGLE[0] + f(xx * SINGLE[1]))));
  const y = f(1 + f(f(f(f(x * c) / f(2 - c)) - below) + above));
  // A power of two only moves the exponent: what becomes subnormal is rounded once, here.
  return f(y * two(k));
};
