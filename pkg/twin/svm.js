// @ts-check
// Support vector machines: sums of kernels between a row and support vectors, in LIBSVM's
// form: src/model/svm/.
import { largest } from './answer.js';
import { coupled, pair } from './coupling.js';
import { exp, exp32, tanh } from './exp.js';
import { named } from './link.js';
import { numbers, rounding } from './numbers.js';

/** @typedef {(x: number) => number} Round */

/** A product and its sum are rounded once. @param {Float64Array} x @param {Float64Array} v @param {Round} round */
const dot = (x, v, round) => x.reduce((sum, x, i) => round(sum + x * v[i]), 0);

/** @param {Float64Array} x @param {Float64Array} v @param {Round} round */
const apart = (x, v, round) => x.reduce((sum, x, i) => {
  const difference = round(x - v[i]);
  return round(sum + round(difference * difference));
}, 0);

/** By repeated squaring. @param {number} square @param {number} left @param {Round} round */
const raised = (square, left, round) => {
  let power = 1;
  for (; left > 0; left >>= 1, square = round(square * square)) if (left & 1) power = round(power * square);
  return power;
};

/** @type {Record<string, (x: Float64Array, v: Float64Array, of: any, round: Round) => number>} */
const KERNELS = {
  linear: (x, v, _, round) => dot(x, v, round),
  radial: (x, v, { gamma }, round) => (round === Math.fround ? exp32 : exp)(round(-gamma * apart(x, v, round))),
  polynomial: (x, v, { gamma, coef0, degree }, round) => raised(round(gamma * dot(x, v, round) + coef0), degree, round),
  sigmoid: (x, v, { gamma, coef0 }, round) => round(tanh(round(gamma * dot(x, v, round) + coef0))),
};

/** @param {any} of */
const unpacked = (of) => {
  const { vectors, ends, terms, coefficients, offsets, pairs, sigmoids, ...rest } = of;
  return { ...rest, vectors: numbers(vectors), ends: numbers(ends), terms: numbers(terms), coefficients: numbers(coefficients), offsets: numbers(offsets), pairs: numbers(pairs), sigmoids: numbers(sigmoids) };
};

/** The decision of each machine. @param {any} svm @param {Float64Array} kernels @param {Round} round */
const decided = ({ ends, terms, coefficients, offsets, classes }, kernels, round) => {
  const sums = classes ? rounding('f64') : round;
  let at = 0;
  return Float64Array.from(ends, (end, m) => {
    let sum = 0;
    for (; at < end; at++) sum = sums(sum + round(coefficients[at] * kernels[terms[at]]));
    return round(sum + offsets[m]);
  });
};

/** The votes of each class, and the class that has the most. @param {any} svm @param {Float64Array} decisions @returns {[Float64Array, number]} */
const counted = ({ pairs, classes, first_voted: early }, decisions) => {
  const votes = new Float64Array(classes), winners = Array.from(decisions, (decision, m) => pairs[2 * m + (decision > 0 ? 0 : 1)]);
  for (const winner of winners) votes[winner]++;
  const first = largest(votes);
  return [votes, early ? winners.find((winner) => votes[winner] === votes[first]) : first];
};

/** A probability for each class. @param {any} svm @param {Float64Array} decisions @param {Round} round */
const shared = ({ pairs, sigmoids, classes: k, precision }, decisions, round) => {
  const square = new Float64Array(k * k);
  decisions.forEach((decision, m) => {
    const first = pairs[2 * m], second = pairs[2 * m + 1], probability = pair(decision, sigmoids[m], sigmoids[decisions.length + m], precision);
    square[first * k + second] = probability;
    square[second * k + first] = round(1 - probability);
  });
  return coupled(square, k, precision);
};

/** Everything that is written of a row. @param {any} svm @param {Float64Array} decisions @param {Round} round @returns {number[]} */
const answered = (svm, decisions, round) => {
  if (!svm.classes) return [...decisions];
  const [votes, code] = counted(svm, decisions), shares = svm.sigmoids.length ? shared(svm, decisions, round) : new Float64Array(0);
  // A row without numbers has no answer.
  if (decisions.some((decision) => decision !== decision)) votes.fill(NaN), shares.fill(NaN);
  return [...decisions, ...votes, code, ...shares];
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const svm = (of) => {
  const svm = unpacked(of), round = rounding(svm.precision), [name, by] = named(svm.kernel), kernel = KERNELS[name];
  return ({ rows, values }, reads, to) => {
    const width = reads.length, row = new Float64Array(width), kernels = new Float64Array(svm.vectors.length / width);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < width; i++) row[i] = round(values[reads[i] * rows + r]);
      for (let v = 0; v < kernels.length; v++) kernels[v] = kernel(row, svm.vectors.subarray(v * width, (v + 1) * width), by, round);
      answered(svm, decided(svm, kernels, round), round).forEach((answer, o) => values[(to + o) * rows + r] = answer);
    }
  };
};
