// @ts-check
// Probabilities of pairs of classes, and one a class that fits all pairs:
// src/model/svm/coupling.rs.
import { exp, exp32 } from './exp.js';
import { rounding } from './numbers.js';

/** onnxruntime's, in single precision. @param {number} x */
const logistic32 = (x) => {
  const v = Math.fround(1 / Math.fround(1 + exp32(-Math.abs(x))));
  return x < 0 ? Math.fround(1 - v) : v;
};

/** The probability of the first of a pair, clamped. @param {number} decision @param {number} a @param {number} b @param {string} precision */
export const pair = (decision, a, b, precision) => {
  const round = rounding(precision), x = round(round(decision * a) + b), low = round(1e-7);
  const raw = precision === 'f32' ? round(1 - logistic32(x)) : x >= 0 ? exp(-x) / (1 + exp(-x)) : 1 / (1 + exp(x));
  return raw !== raw ? raw : Math.min(Math.max(raw, low), round(1 - low));
};

/**
 * A probability for each class, as far as it comes in a bounded number of rounds.
 * @param {Float64Array} pairs the probability of class i against class j at `i * k + j`
 * @param {number} k
 * @param {string} precision
 */
export const coupled = (pairs, k, precision) => {
  const round = rounding(precision), enough = round(round(0.005) / k), most = precision === 'f64' ? Math.max(100, k) : 100;
  const out = new Float64Array(k).fill(round(1 / k)), q = new Float64Array(k * k), qp = new Float64Array(k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) if (i !== j) {
    const r = pairs[j * k + i];
    q[i * k + i] = round(q[i * k + i] + round(r * r));
    q[i * k + j] = round(-r * pairs[i * k + j]);
  }

  /** @param {number} first of a row of `q` or, without one, `qp` itself */
  const product = (first) => out.reduce((sum, x, j) => round(sum + round((first < 0 ? qp[j] : q[first + j]) * x)), 0);

  /** Each class in turn takes the share that fits it best. @param {number} pqp */
  const improve = (pqp) => {
    for (let t = 0; t < k; t++) {
      const own = q[t * k + t], step = round(round(pqp - qp[t]) / own), whole = round(1 + step);
      out[t] = round(out[t] + step);
      const gain = round(round(step * own) + round(2 * qp[t]));
      pqp = round(round(round(pqp + round(step * gain)) / whole) / whole);
      for (let j = 0; j < k; j++) {
        qp[j] = round(round(qp[j] + round(step * q[t * k + j])) / whole);
        out[j] = round(out[j] / whole);
      }
    }
  };

  for (let i = 0; i < most; i++) {
    qp.forEach((_, t) => qp[t] = product(t * k));
    const pqp = product(-1);
    if (qp.every((x) => Math.abs(round(x - pqp)) < enough)) break;
    improve(pqp);
  }
  return out;
};
