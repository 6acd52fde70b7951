// @ts-check
// Logarithms: FreeBSD's functions as Rust's libm has them, the same operations in the
// same order.
// Copyright (C) 1993 by Sun Microsystems, Inc. Permission to use, copy, modify, and
// distribute this software is freely granted, provided that this notice is preserved.
import { cut, from, high, low, two } from './bits.js';

const LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;
const G = [6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01];

/** What all of them have in common, of `1 + f`. @param {number} f @returns {[s: number, rest: number, half: number]} */
const series = (f) => {
  const s = f / (2 + f), z = s * s, w = z * z;
  const even = w * (G[1] + w * (G[3] + w * G[5])), odd = z * (G[0] + w * (G[2] + w * (G[4] + w * G[6])));
  return [s, odd + even, 0.5 * f * f];
};

/**
 * A number above 0 as `2^k * (1 + f)`; else its logarithm.
 * @param {number} x
 * @returns {number | [k: number, f: number]}
 */
const parts = (x) => {
  if (x !== x || x === Infinity) return x;
  if (x <= 0) return x === 0 ? -Infinity : NaN;
  if (x === 1) return 0;
  let k = 0;
  if (high(x) < 0x00100000) k = -54, x *= two(54);
  const upper = high(x) + (0x3ff00000 - 0x3fe6a09e);
  return [k + (upper >>> 20) - 0x3ff, from((upper & 0x000fffff) + 0x3fe6a09e, low(x)) - 1];
};

/** The natural logarithm. @param {number} x */
export const log = (x) => {
  const found = parts(x);
  if (typeof found === 'number') return found;
  const [k, f] = found, [s, rest, half] = series(f);
  return s * (half + rest) + k * LN2_LOW - half + f + k * LN2_HIGH;
};

/** `ln(1 + x)`. @param {number} x */
export const log1p = (x) => {
  const upper = high(x);
  let k = 1, c = 0, f = x;
  if (upper < 0x3fda827a || upper >>> 31) {
    if (upper >= 0xbff00000) return x === -1 ? -Infinity : NaN;
    if ((upper & 0x7fffffff) < 0x3ca00000) return x;
    if (upper <= 0xbfd2bec4) k = 0;
  } else if (upper >= 0x7ff00000) return x;
  if (k) {
    const u = 1 + x, top = high(u) + (0x3ff00000 - 0x3fe6a09e);
    k = (top >>> 20) - 0x3ff;
    c = k < 54 ? (k >= 2 ? 1 - (u - x) : x - (u - 1)) / u : 0;
    f = from((top & 0x000fffff) + 0x3fe6a09e, low(u)) - 1;
  }
  const [s, rest, half] = series(f);
  return s * (half + rest) + (k * LN2_LOW + c) - half + f + k * LN2_HIGH;
};

/** `1 + f` as a number without its lower half and what is missing. @param {number} f */
const split = (f) => {
  const [s, rest, half] = series(f), above = cut(f - half);
  return [above, f - above - half + s * (half + rest)];
};

/** The logarithm to base 10. @param {number} x */
export const log10 = (x) => {
  const found = parts(x);
  if (typeof found === 'number') return found;
  const [k, f] = found, [above, below] = split(f), first = above * 4.34294481878168880939e-01, y = k * 3.01029995663611771306e-01;
  const second = k * 3.69423907715893078616e-13 + (below + above) * 2.50829467116452752298e-11 + below * 4.34294481878168880939e-01;
  const w = y + first;
  return second + ((y - w) + first) + w;
};

/** The logarithm to base 2. @param {number} x */
export const log2 = (x) => {
  const found = parts(x);
  if (typeof found === 'number') return found;
  const [k, f] = found, [above, below] = split(f), first = above * 1.44269504072144627571;
  const second = (below + above) * 1.67517131648865118353e-10 + below * 1.44269504072144627571, w = k + first;
  return second + ((k - w) + first) + w;
};

const LN2 = 0.693147180559945309417232121458176568;

/** The inverse of the hyperbolic sine. @param {number} x */
export const asinh = (x) => {
  const e = high(x) >>> 20 & 0x7ff, negative = high(x) >>> 31;
  let y = Math.abs(x);
  if (e >= 0x3ff + 26) y = log(y) + LN2;
  else if (e >= 0x3ff + 1) y = log(2 * y + 1 / (Math.sqrt(y * y + 1) + y));
  else if (e >= 0x3ff - 26) y = log1p(y + y * y / (Math.sqrt(y * y + 1) + 1));
  return negative ? -y : y;
};
