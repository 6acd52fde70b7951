// @ts-check
// The normal distribution: FreeBSD's error functions as Rust's libm has them, the same
// operations in the same order.
// Copyright (C) 1993 by Sun Microsystems, Inc. Permission to use, copy, modify, and
// distribute this software is freely granted, provided that this notice is preserved.
import { cut, high, two } from './bits.js';
import { exp } from './exp.js';
import { log } from './log.js';

const ERX = 8.45062911510467529297e-01, EFX8 = 1.02703333676410069053e+00;
const PP = [1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02, -5.77027029648944159157e-03, -2.37630166566501626084e-05];
const QQ = [3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03, 1.32494738004321644526e-04, -3.96022827877536812320e-06];
const PA = [-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01, 3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03];
const QA = [1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02, 1.26171219808761642112e-01, 1.36370839120290507362e-02, 1.19844998467991074170e-02];
const RA = [-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01, -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592];
const SA = [1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02, 6.45387271733267880336e+02, 4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135, -6.04244152148580987438e-02];
const RB = [-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01, -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02];
const SB = [3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03, 3.19985821950859553908e+03, 2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01];

/** From the highest power to the constant. @param {number} x @param {number[]} coefficients */
const polynomial = (x, coefficients) => {
  let sum = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) sum = coefficients[i] + x * sum;
  return sum;
};

/** The same with the constant 1. @param {number} x @param {number[]} coefficients */
const one = (x, coefficients) => 1 + x * polynomial(x, coefficients);

/** `erfc |x|` from 0.84375 on. @param {number} size @param {number} x */
const tail = (size, x) => {
  x = Math.abs(x);
  if (size < 0x3ff40000) return 1 - ERX - polynomial(x - 1, PA) / one(x - 1, QA);
  const s = 1 / (x * x), [r, d] = size < 0x4006db6d ? [polynomial(s, RA), one(s, SA)] : [polynomial(s, RB), one(s, SB)];
  const z = cut(x);
  return exp(-z * z - 0.5625) * exp((z - x) * (z + x) + r / d) / x;
};

/** @param {number} x */
const near = (x) => polynomial(x * x, PP) / one(x * x, QQ);

/** @param {number} x */
const erf = (x) => {
  const upper = high(x), sign = upper >>> 31, size = upper & 0x7fffffff;
  if (size >= 0x7ff00000) return 1 - 2 * sign + 1 / x;
  if (size < 0x3e300000) return 0.125 * (8 * x + EFX8 * x);
  if (size < 0x3feb0000) return x + x * near(x);
  const y = size < 0x40180000 ? 1 - tail(size, x) : 1 - two(-1022);
  return sign ? -y : y;
};

/** @param {number} x */
const erfc = (x) => {
  const upper = high(x), sign = upper >>> 31, size = upper & 0x7fffffff;
  if (size >= 0x7ff00000) return 2 * sign + 1 / x;
  if (size < 0x3c700000) return 1 - x;
  if (size < 0x3feb0000) return sign || size < 0x3fd00000 ? 1 - (x + x * near(x)) : 0.5 - (x - 0.5 + x * near(x));
  if (size < 0x403c0000) return sign ? 2 - tail(size, x) : tail(size, x);
  return sign ? 2 - two(-1022) : 0;
};

const ROOT_HALF = Math.SQRT1_2, SQRT_2_PI = 2.506628274631000502;

/** The distribution function. @param {number} x */
export const normal = (x) => erfc(-x * ROOT_HALF) / 2;

/** Halley's method, three times. @param {number} p @param {number} x @param {(x: number) => number} error */
const refined = (p, x, error) => {
  for (let i = 0; i < 3; i++) {
    const step = error(x) * exp(x * x / 2 + log(p)) * SQRT_2_PI;
    x -= step / (1 + x * step / 2);
  }
  return x;
};

/** Right to 5e-4: Abramowitz and Stegun, 26.2.23. @param {number} p */
const rough = (p) => {
  const t = Math.sqrt(-2 * log(p)), under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return (2.515517 + t * (0.802853 + t * 0.010328)) / under - t;
};

/** The inverse of the distribution function. @param {number} p @returns {number} */
export const quantile = (p) => {
  if (p === 0 || p === 1) return p ? Infinity : -Infinity;
  const middle = p - 0.5;
  if (p >= 0.25 && p <= 0.75) return refined(p, middle * SQRT_2_PI, (x) => (erf(x * ROOT_HALF) / 2 - middle) / p);
  return p > 0.5 ? -quantile(1 - p) : refined(p, rough(p), (x) => normal(x) / p - 1);
};
