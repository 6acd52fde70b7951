// @ts-check
// The arc tangent: FreeBSD's function as Rust's libm has it, the same operations in the
// same order.
// Copyright (C) 1993 by Sun Microsystems, Inc. Permission to use, copy, modify, and
// distribute this software is freely granted, provided that this notice is preserved.
import { high } from './bits.js';

const HIGH = [4.63647609000806093515e-01, 7.85398163397448278999e-01, 9.82793723247329054082e-01, 1.57079632679489655800];
const LOW = [2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, 6.12323399573676603587e-17];
const A = [3.33333333333329318027e-01, -1.99999999998764832476e-01, 1.42857142725034663711e-01, -1.11111104054623557880e-01, 9.09088713343650656196e-02, -7.69187620504482999495e-02, 6.66107313738753120669e-02, -5.83357013379057348645e-02, 4.97687799461593236017e-02, -3.65315727442169155270e-02, 1.62858201153657823623e-02];

/**
 * Which angle is near, and what is left of the number. @param {number} size @param {number} x
 * @returns {[number, number]}
 */
const nearest = (size, x) => {
  if (size < 0x3fe60000) return [0, (2 * x - 1) / (2 + x)];
  if (size < 0x3ff30000) return [1, (x - 1) / (x + 1)];
  return size < 0x40038000 ? [2, (x - 1.5) / (1 + 1.5 * x)] : [3, -1 / x];
};

/** The angle in radians of a tangent. @param {number} x */
export const atan = (x) => {
  const upper = high(x), size = upper & 0x7fffffff, sign = upper >>> 31 ? -1 : 1;
  if (x !== x || size < 0x3e400000) return x;
  if (size >= 0x44100000) return sign * HIGH[3];
  const [id, y] = size < 0x3fdc0000 ? [-1, x] : nearest(size, Math.abs(x)), z = y * y, w = z * z;
  const odd = z * (A[0] + w * (A[2] + w * (A[4] + w * (A[6] + w * (A[8] + w * A[10])))));
  const even = w * (A[1] + w * (A[3] + w * (A[5] + w * (A[7] + w * A[9]))));
  return id < 0 ? y - y * (odd + even) : sign * (HIGH[id] - (y * (odd + even) - LOW[id] - y));
};
