// @ts-check
// Arithmetic: one function of numbers for one tuple of columns and constants after another.
import { atan } from './angle.js';
import { exp, expm1, sinh, tanh } from './exp.js';
import { sigmoid } from './link.js';
import { asinh, log, log10, log1p, log2 } from './log.js';
import { quantile } from './normal.js';
import { numbers, rounding } from './numbers.js';
import { power } from './power.js';

/** @param {boolean} yes */
const flag = (yes) => yes ? 1 : 0;

/** From here on every double is whole. */
const WHOLE = 4503599627370496;

/** The nearest whole number; of two the even one. @param {number} x */
const halfEven = (x) => {
  const size = Math.abs(x), whole = size < WHOLE ? size + WHOLE - WHOLE : size;
  return x < 0 || Object.is(x, -0) ? -whole : whole;
};

/** @param {number} x @param {number} y */
const modulo = (x, y) => {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
};

/** @type {Record<string, (x: number, y: number, z: number) => number>} */
const FUNCTIONS = {
  round: (x) => x,
  known: (x) => x,
  truncate: Math.trunc,
  negate: (x) => -x,
  absolute: Math.abs,
  sign: (x) => x === 0 ? 0 : x < 0 ? -1 : x > 0 ? 1 : x,
  root: Math.sqrt,
  exp,
  ln: log,
  tanh,
  sigmoid,
  missing: (x) => flag(x !== x),
  'exp-minus-one': expm1,
  'ln-one-plus': log1p,
  'log-ten': log10,
  'log-two': log2,
  floor: Math.floor,
  ceiling: Math.ceil,
  'half-up': (x) => Math.floor(x) + flag(x - Math.floor(x) >= 0.5),
  'half-even': halfEven,
  arctangent: atan,
  not: (x) => flag(x === 0),
  'normal-quantile': quantile,
  'hyperbolic-sine': sinh,
  'hyperbolic-arcsine': asinh,
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  power,
  least: (x, y) => x < y || x !== x ? x : y,
  most: (x, y) => x > y || x !== x ? x : y,
  less: (x, y) => flag(x < y),
  'at-most': (x, y) => flag(x <= y),
  equal: (x, y) => flag(x === y),
  choose: (x, y, z) => x !== 0 ? y : z,
  when: (x, y) => x !== 0 ? y : NaN,
  modulo,
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const arithmetic = (of) => {
  const value = FUNCTIONS[of.function], round = rounding(of.precision), { arity, asked } = of;
  // An operand is a column, or a constant behind all columns.
  const operands = numbers(of.operands), constants = numbers(of.constants), columns = of.columns, x = [0, 0, 0];
  return ({ rows, values }, reads, to) => {
    for (let t = 0; t < operands.length; t += arity, to++) for (let r = 0; r < rows; r++) {
      let lacks = false;
      for (let i = 0; i < arity; i++) {
        const operand = operands[t + i];
        x[i] = operand < columns ? values[reads[operand] * rows + r] : constants[operand - columns];
        lacks = lacks || i < asked && x[i] !== x[i];
      }
      values[to * rows + r] = lacks ? NaN : round(value(x[0], x[1], x[2]));
    }
  };
};
