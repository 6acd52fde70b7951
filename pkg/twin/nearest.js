// @ts-check
// k nearest neighbours by linear search, in the order in which their library finds them.
import { metric } from './distance.js';
import { numbers, rounding } from './numbers.js';

/** As smartcore's heap sifts: the children of `i` are `2i` and `2i + 1`. @param {Float64Array} far @param {Uint32Array} which @param {number} at */
const sift = (far, which, at) => {
  for (const last = far.length - 1; 2 * at <= last;) {
    const child = 2 * at + (2 * at < last && far[2 * at] < far[2 * at + 1] ? 1 : 0);
    if (far[at] >= far[child]) return;
    swap(far, which, at, child);
    at = child;
  }
};

/** @param {Float64Array} far @param {Uint32Array} which @param {number} a @param {number} b */
const swap = (far, which, a, b) => {
  [far[a], far[b]] = [far[b], far[a]];
  [which[a], which[b]] = [which[b], which[a]];
};

/** Takes a neighbour in if it is nearer than one that is there. @type {Record<string, (far: Float64Array, which: Uint32Array, distance: number, row: number) => void>} */
const TAKE = {
  heap: (far, which, distance, row) => {
    if (!(distance < far[0])) return;
    far[0] = distance;
    which[0] = row;
    for (let i = far.length > 1 ? far.length >> 1 : 0; i--;) sift(far, which, i);
  },
  sorted: (far, which, distance, row) => {
    let at = far.length - 1;
    if (!(distance < far[at])) return;
    far[at] = distance;
    which[at] = row;
    for (; at > 0 && far[at] < far[at - 1]; at--) swap(far, which, at, at - 1);
  },
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const nearest = (of) => {
  const { part, add, whole } = metric(of.metric), round = rounding(of.precision), heap = of.order === 'heap', { k, classes, outputs } = of;
  const points = numbers(of.rows), answers = numbers(of.answers), take = TAKE[of.order];
  const far = new Float64Array(k), which = new Uint32Array(k), weights = new Float64Array(k), answer = new Float64Array(outputs);

  /** @param {Float64Array} row */
  const find = (row) => {
    far.fill(Infinity);
    which.fill(0);
    for (let first = 0, i = 0; first < points.length; first += row.length, i++) {
      let total = 0;
      for (let c = 0; c < row.length; c++) total = round(add(total, round(part(round(Math.abs(row[c] - points[first + c]))))));
      take(far, which, round(whole(total)), i);
    }
  };

  /** The sum of the weights. Where a distance is 0, only those count; where no row is near, there is no answer. */
  const weigh = () => {
    const touching = far.includes(0), uniform = of.weight === 'uniform';
    far.forEach((distance, i) => weights[i] = distance === Infinity ? NaN : uniform ? 1 : touching ? distance === 0 ? 1 : 0 : round(1 / distance));
    return weights.reduce((sum, weight) => round(sum + weight), 0);
  };

  const vote = () => {
    const sum = weigh();
    answer.fill(0);
    weights.forEach((weight, i) => {
      if (classes) return void (answer[answers[which[i]]] = round(answer[answers[which[i]]] + weight));
      const share = heap ? round(weight / sum) : weight;
      for (let o = 0; o < outputs; o++) answer[o] = round(answer[o] + round(answers[which[i] * outputs + o] * share));
    });
    for (let o = 0; o < outputs; o++) {
      if (!heap) answer[o] = round(answer[o] / sum);
      else if (classes) answer[o] = round(answer[o] * round(1 / sum));
    }
  };

  return ({ rows, values }, reads, to) => {
    const row = new Float64Array(reads.length);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < row.length; i++) row[i] = round(values[reads[i] * rows + r]);
      find(row);
      vote();
      for (let o = 0; o < outputs; o++) values[(to + o) * rows + r] = answer[o];
    }
  };
};
