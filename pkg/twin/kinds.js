// @ts-check
// The table of what the twin answers: a file for each kind of step and model, by the names
// of the table in Rust. docs/twin.md is made of it.
import { arithmetic } from './arithmetic.js';
import { clusters } from './clusters.js';
import { date } from './date.js';
import { distances } from './distances.js';
import { encode } from './encode.js';
import { impute } from './impute.js';
import { linear } from './linear.js';
import { link } from './link.js';
import { lookup } from './lookup.js';
import { map } from './map.js';
import { naiveBayes } from './naive-bayes.js';
import { nearest } from './nearest.js';
import { oneHot } from './one-hot.js';
import { pick } from './pick.js';
import { piecewise } from './piecewise.js';
import { rank } from './rank.js';
import { reduce } from './reduce.js';
import { scale } from './scale.js';
import { svm } from './svm.js';
import { trees } from './trees.js';

/**
 * A block of rows with all their slots: slot `s` of row `r` is `values[s * rows + r]`.
 * @typedef {{ rows: number, values: Float64Array, texts: (string | null)[][] }} Frame
 */

/**
 * Fills the slots from `to` on with what is made of the slots in `reads`.
 * @typedef {(frame: Frame, reads: Uint32Array, to: number) => void} Apply
 */

/** What each kind is made of, as `windowbox pack` writes it. @type {Record<string, (of: any) => Apply>} */
export const KINDS = {
  impute,
  scale,
  'one-hot': oneHot,
  encode,
  lookup,
  link,
  arithmetic,
  reduce,
  map,
  rank,
  pick,
  piecewise,
  distances,
  date,
  linear,
  trees,
  'naive-bayes': naiveBayes,
  nearest,
  svm,
  clusters,
};
