// @ts-check
// Link functions: margins become probabilities or values, row by row, in place.
import { atan } from './angle.js';
import { exp, exp32, expm1 } from './exp.js';
import { log1p } from './log.js';
import { normal } from './normal.js';
import { power } from './power.js';

const f = Math.fround;

/** The largest that is a number. @param {Float64Array} x */
const top = (x) => x.reduce((top, x) => x > top ? x : top, -Infinity);

/** @param {Float64Array} x @param {(x: number) => number} of */
const each = (x, of) => {
  for (let i = 0; i < x.length; i++) x[i] = of(x[i]);
};

/** @param {Float64Array} x */
const softmax = (x) => {
  const most = top(x);
  let sum = 0;
  each(x, (x) => (sum += x = exp(x - most), x));
  each(x, (x) => x / sum);
};

/** Exponentials in single precision, their sum in double. @param {Float64Array} x */
const softmax32 = (x) => {
  const most = f(top(x));
  let sum = 0;
  each(x, (x) => (sum += x = exp32(f(f(x) - most)), x));
  each(x, (x) => f(x / f(sum)));
};

/** @param {number} x */
export const sigmoid32 = (x) => {
  const exponent = -f(x), bound = f(88.7);
  return f(1 / f(f(exp32(exponent > bound ? bound : exponent) + 1) + f(1e-16)));
};

/** `1 / (1 + e^-x)`. @param {number} x */
export const sigmoid = (x) => 1 / (1 + exp(-x));

/** @param {number} x */
const cauchit = (x) => x < -1 ? atan(-1 / x) * 0.3183098861837907 : 0.5 + atan(x) * 0.3183098861837907;

/** @param {Float64Array} x */
const shares = (x) => {
  const sum = x.reduce((sum, x) => sum + x, 0);
  each(x, (x) => x / sum);
};

/** What each does to a number alone. @type {Record<string, (x: number, of: any) => number>} */
const ALONE = {
  identity: (x) => x,
  given: (x) => x,
  sigmoid,
  exp,
  logistic: (x, { slope }) => sigmoid(slope * x),
  'log-one-plus-exp': (x) => log1p(exp(x)),
  'signed-square': (x) => x * Math.abs(x),
  'single-sigmoid': sigmoid32,
  'single-exp': (x) => exp32(f(x)),
  step: (x) => x > 0 ? 1 : 0,
  probit: normal,
  'complementary-log-log': (x) => -expm1(-exp(x)),
  'log-log': (x) => exp(-exp(-x)),
  cauchit,
  'log-complement': (x) => -expm1(x),
  power: (x, { exponent }) => power(x, exponent),
};

/** What these do to all together. @type {Record<string, (x: Float64Array) => void>} */
const TOGETHER = { softmax, 'single-softmax': softmax32, shares };

/**
 * A link's name, and what it is made of.
 * @param {any} link
 * @returns {[name: string, of: any]}
 */
export const named = (link) => typeof link === 'string' ? [link, {}] : Object.entries(link)[0];

/**
 * What a link does to the scores of a row.
 * @param {any} link
 * @returns {(scores: Float64Array) => void}
 */
export const linked = (link) => {
  const [name, of] = named(link), alone = ALONE[name];
  return TOGETHER[name] || ((x) => each(x, (x) => alone(x, of)));
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const link = (of) => {
  const apply = linked(of.link);
  return ({ rows, values }, reads, to) => {
    const scores = new Float64Array(reads.length);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < scores.length; i++) scores[i] = values[reads[i] * rows + r];
      apply(scores);
      for (let i = 0; i < scores.length; i++) values[(to + i) * rows + r] = scores[i];
    }
  };
};
