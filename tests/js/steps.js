// A pipeline in the JSON form with every function, reduction, link and metric that the
// twin has, each as a target: what no golden case has is tried here.

const FUNCTIONS = {
  1: ['round', 'truncate', 'negate', 'absolute', 'sign', 'root', 'exp', 'ln', 'tanh', 'sigmoid', 'missing', 'exp-minus-one', 'ln-one-plus', 'log-ten', 'log-two', 'floor', 'ceiling', 'half-up', 'half-even', 'arctangent', 'not', 'normal-quantile', 'hyperbolic-sine', 'hyperbolic-arcsine'],
  2: ['add', 'subtract', 'multiply', 'divide', 'power', 'least', 'most', 'less', 'at-most', 'equal', 'modulo', 'when'],
  3: ['choose'],
};
const REDUCTIONS = ['sum', 'mean', 'product', 'sum-of-squares', 'log-sum-exp', 'least', 'most', 'median', 'all', 'any'];
const LINKS = ['identity', 'sigmoid', 'softmax', 'exp', { logistic: { slope: 0.7 } }, 'log-one-plus-exp', 'signed-square', 'step', 'probit', 'complementary-log-log', 'log-log', 'cauchit', 'log-complement', { power: { exponent: -0.5 } }, { power: { exponent: 3.3 } }, 'shares', { given: { precision: 'f64' } }];
const SINGLE_LINKS = ['single-sigmoid', 'single-softmax', 'single-exp', { given: { precision: 'f32' } }];
const METRICS = ['euclidean', 'manhattan', 'squared-euclidean', 'chebyshev', { minkowski: { degree: 1.7 } }, { 'power-sum': { degree: 3 } }];
const MEASURES = ['euclidean', 'squared-euclidean', 'city-block', 'chebyshev', { minkowski: { degree: 2.5 } }];

/** The columns: three numbers that may be missing. */
export const NAMES = ['x', 'y', 'z'];

export const pipeline = () => {
  const nodes = [], shown = [];
  let next = NAMES.length;
  /** Adds a step; the slots that it writes. */
  const step = (kind, of, reads, count) => {
    const writes = Array.from({ length: count }, () => next++);
    nodes.push({ [kind]: of, reads, writes });
    return writes;
  };
  const arithmetic = (of, reads, tuples, precision = 'f64', strict = false) =>
    step('arithmetic', { function: of, precision, strict, operands: tuples.flat() }, reads, tuples.length);
  const column = (i) => ({ column: i }), constant = (x) => ({ constant: x });

  /** What is neither missing nor endless can be a target. */
  const show = (slots) => {
    const filled = step('impute', { fill: slots.map(() => 12345) }, slots, slots.length), tuples = (bound) => slots.map((_, i) => [column(i), constant(bound)]);
    const name = JSON.stringify(nodes.find(({ writes }) => writes.includes(slots[0]))), sound = arithmetic('most', arithmetic('least', filled, tuples(1e308)), tuples(-1e308));
    shown.push(...sound.map((slot, i) => [slot, `${name} ${i}`]));
  };

  const raw = [0, 1, 2], filled = step('impute', { fill: [0.25, -1, 2] }, raw, 3), single = arithmetic('round', filled, filled.map((_, i) => [column(i)]), 'f32');
  for (const [arity, names] of Object.entries(FUNCTIONS)) for (const name of names) for (const precision of ['f64', 'f32']) for (const strict of [false, true]) {
    show(arithmetic(name, raw, [raw.slice(0, arity).map(column), [constant(0.75), column(0), column(1)].slice(0, arity)], precision, strict));
  }
  for (const reduction of REDUCTIONS) for (const precision of ['f64', 'f32']) for (const skips of [false, true]) show(step('reduce', { reduction, precision, skips, width: 3 }, raw, 1));
  for (const reduction of ['least-at', 'most-at']) show(step('encode', { levels: [1, 2, 3], missing: 7, unseen: 8 }, step('reduce', { reduction, precision: 'f64', skips: false, width: 3 }, filled, 1), 1));
  for (const link of LINKS) show(step('link', link, filled, 3));
  for (const link of SINGLE_LINKS) show(step('link', link, single, 3));
  for (const side of ['left', 'right']) {
    show(step('piecewise', { breaks: [-1, 0.5, 3], side, centers: [0, -1, 0.5, 3], outputs: 2, degree: 2, coefficients: Array.from({ length: 24 }, (_, i) => i % 3 === 2 && i < 6 ? 0 : (i * 7 % 11) / 3 - 1) }, [0], 2));
    show(step('piecewise', { breaks: [], side, centers: [1], outputs: 1, degree: 0, coefficients: [4] }, [1], 1));
  }
  show(step('map', { keys: [-1, 0, 1], values: [5, 'NaN', 7], missing: 9, other: null }, raw, 3));
  show(step('map', { keys: [0.5], values: [1], missing: 'NaN', other: -3 }, raw, 3));
  for (const largest of [false, true]) show(step('rank', { width: 3, k: 2, largest }, raw, 4));
  show(step('pick', { width: 2 }, [0, 1, 2], 1));
  show(step('scale', { center: [1, 2, 3], scale: [0.1, 3, -7] }, raw, 3));
  for (const precision of ['f64', 'f32']) for (const metric of METRICS) {
    const points = [0.5, -1, 2, 0, 0.25, -3];
    show(step('distances', { metric, precision, skips: false, points }, precision === 'f32' ? single : filled, 2));
    if (metric !== 'chebyshev') show(step('distances', { metric, precision, skips: true, points: [...points.slice(0, 5), 'NaN'] }, raw, 2));
  }
  for (const measure of MEASURES) show(step('clusters', { compare: ['difference', { gauss: { scale: 2 } }, 'unequal'], measure, precision: 'f64', centers: [0, 1, 2, 3, 4, 5], weights: [1, 0.5, 2], shares: [1, 2, 3] }, raw, 2));
  show(step('naive-bayes', { columns: 3, priors: [0.3, 0.7], means: [0, 1, 2, 3, 4, 5], variances: [1, 2, 0.5, 3, 1e-3, 7] }, filled, 2));
  show(step('linear', { columns: 3, coefficients: [1, 0.5, -2.5], intercepts: [0.125], precision: 'f32', intercept_first: true, skip_missing: true }, raw, 1));
  return {
    format: 'windowbox/0',
    columns: NAMES.map((name) => ({ name, type: 'numeric', missing: true })),
    nodes,
    targets: shown.map(([slot, name]) => ({ name, slots: [slot], link: 'identity' })),
    card: { name: 'steps', version: '1.0.0', model: 'steps', target: 'all' },
  };
};
