// @ts-check
// Tree ensembles, row after row, tree after tree: the plain predictor of src/model/trees.
import { numbers, rounding } from './numbers.js';

// Flags of a node.
const MISSING_YES = 1, CATEGORY = 2, ZERO_MISSING = 4;
/** The depth of a tree that is not oblivious. */
const PLAIN = 255;

/**
 * Where yes leads: the nodes of a tree lie level by level, the no behind the yes.
 * @param {any} trees
 */
const childrenOf = ({ first, depth, column }) => {
  const yes = new Uint32Array(column.length);
  for (let tree = 0; tree < depth.length; tree++) {
    let next = first[tree] + 1;
    for (let node = first[tree]; depth[tree] === PLAIN && node < first[tree + 1]; node++) if (column[node]) yes[node] = next, next += 2;
  }
  return yes;
};

/**
 * Whether a code, cut to a whole number, is in a set; in single precision (XGBoost) none
 * below 0 is, in double (LightGBM) those above -1 are 0.
 * @param {any} trees
 * @param {number} set
 * @param {number} x
 */
const holds = ({ setFirst, setWords, single }, set, x) => {
  if (x <= -1 || x < 0 && single) return false;
  const code = Math.trunc(x), word = setFirst[set] + Math.floor(code / 32);
  return word < setFirst[set + 1] && (setWords[word] >>> code % 32 & 1) === 1;
};

/** @param {any} trees @param {number} node @param {number} x */
const saysYes = (trees, node, x) => {
  const flags = trees.flags[node];
  if (x !== x || x === 0 && flags & ZERO_MISSING) return (flags & MISSING_YES) !== 0;
  return flags & CATEGORY ? holds(trees, trees.index[node], x) : x <= trees.threshold[node];
};

/** The leaf that a row reaches in a plain tree. @param {any} trees @param {number} node @param {Float64Array} row */
const walk = (trees, node, row) => {
  const { column, threshold, flags, yes } = trees;
  for (let c; (c = column[node]) !== 0;) {
    const x = row[c - 1];
    // Most nodes ask for a number that is there.
    const is = flags[node] <= MISSING_YES && x === x ? x <= threshold[node] : saysYes(trees, node, x);
    node = is ? yes[node] : yes[node] + 1;
  }
  return trees.index[node];
};

/** The leaf that a row reaches. @param {any} trees @param {number} tree @param {Float64Array} row */
const leafOf = (trees, tree, row) => {
  const depth = trees.depth[tree], first = trees.first[tree];
  if (depth === PLAIN) return walk(trees, first, row);
  let leaf = trees.base[tree];
  for (let i = 0; i < depth; i++) if (!saysYes(trees, first + i, row[trees.column[first + i] - 1])) leaf += 1 << i;
  return leaf;
};

/**
 * The value of a leaf's linear model; nothing where there is none, or a column is missing.
 * @param {any} linear
 * @param {number} leaf
 * @param {Float64Array} row
 */
const modelled = ({ first, constant, column, coefficient }, leaf, row) => {
  let value = constant[leaf];
  for (let i = first[leaf]; i < first[leaf + 1]; i++) {
    const x = row[column[i]];
    if (x !== x) return;
    value += coefficient[i] * x;
  }
  return value;
};

/** Adds a tree's leaf to its output, or to all of them. @param {any} trees @param {number} tree @param {Float64Array} row @param {Float64Array} sums */
const add = (trees, tree, row, sums) => {
  const { leaves, linear, outputs, round } = trees, leaf = leafOf(trees, tree, row), target = trees.target[tree];
  const value = linear && modelled(linear, leaf, row);
  if (value !== undefined) sums[target] = round(sums[target] + value);
  else if (target < outputs) sums[target] = round(sums[target] + leaves[leaf]);
  else for (let k = 0; k < outputs; k++) sums[k] = round(sums[k] + leaves[leaf * outputs + k]);
};

/** What becomes of the sum of all trees. @param {any} trees @param {number} k @param {number} sum */
const closed = ({ divisor, scale, bias, round }, k, sum) => round(round(round(sum / divisor) * scale) + bias[k]);

/** @param {any} of */
const unpacked = ({ outputs, input, sum, linear, ...arrays }) => {
  const trees = Object.fromEntries(Object.entries(arrays).map(([name, text]) => [name, numbers(text)]));
  const [zeroBand, divisor, scale] = trees.factors, leaves = linear && Object.fromEntries(Object.entries(linear).map(([name, text]) => [name, numbers(/** @type {string} */ (text))]));
  return /** @type {any} */ ({ ...trees, yes: childrenOf(trees), linear: leaves, outputs, zeroBand, divisor, scale, round: rounding(sum), rounded: rounding(input), single: input === 'f32' });
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const trees = (of) => {
  const trees = unpacked(of), { outputs, zeroBand, rounded: round, start, depth } = trees, sums = new Float64Array(outputs);
  /** @type {Float64Array} */
  let row = new Float64Array(0);
  return ({ rows, values }, reads, to) => {
    if (row.length !== reads.length) row = new Float64Array(reads.length);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < row.length; i++) {
        const x = round(values[reads[i] * rows + r]);
        row[i] = Math.abs(x) <= zeroBand ? 0 : x;
      }
      sums.set(start);
      for (let tree = 0; tree < depth.length; tree++) add(trees, tree, row, sums);
      for (let k = 0; k < outputs; k++) values[(to + k) * rows + r] = closed(trees, k, sums[k]);
    }
  };
};
