// @ts-check
// Blocks of rows through the nodes, then the output: src/pipeline/predict.rs.
import { admission, NO_ANSWER } from './admit.js';
import { answering } from './answer.js';
import { dated } from './date.js';
import { KINDS } from './kinds.js';
import { numbers } from './numbers.js';

/**
 * @param {any} description
 * @param {any} model
 */
export const predictor = (description, model) => {
  const dates = model.nodes.filter((/** @type {any} */ { kind }) => kind === 'date').map((/** @type {any} */ { reads, of }) => ({ c: numbers(reads)[0], of, number: dated(of) }));
  const admit = admission(description, dates), columns = description.columns.length;
  const targets = description.targets.map(answering);
  /** @type {{ reads: Uint32Array, to: number, apply: import('./kinds.js').Apply }[]} */
  const nodes = model.nodes.map((/** @type {any} */ { kind, reads, to, of }) => ({ reads: numbers(reads), to, apply: KINDS[kind](of) }));

  /**
   * Room for some rows: numbers that are to be written, texts that are missing.
   * @param {number} rows
   * @returns {import('./kinds.js').Frame}
   */
  const frame = (rows) => ({
    rows,
    values: new Float64Array(model.slots * rows),
    texts: description.columns.map((/** @type {any} */ { kind }) => kind.type === 'text' ? Array(rows).fill(null) : []),
  });

  /** Room for the answers to as many rows. @param {number} rows @returns {import('./answer.js').Answer[]} */
  const room = (rows) => targets.map((/** @type {any} */ { slots, width }) => ({
    margins: new Float64Array(rows * slots.length), scores: new Float64Array(rows * width), classes: new Int32Array(rows),
  }));

  /**
   * Answers the rows of a target; calls `fail` with each that has none.
   * @param {any} target
   * @param {import('./kinds.js').Frame} frame
   * @param {import('./answer.js').Answer} to
   * @param {(r: number) => void} fail
   */
  const answer = ({ slots, width, coded, one }, { rows, values }, to, fail) => {
    for (let r = 0; r < rows; r++) {
      const margins = to.margins.subarray(r * slots.length, (r + 1) * slots.length), scores = to.scores.subarray(r * width, (r + 1) * width);
      for (let k = 0; k < slots.length; k++) margins[k] = values[slots[k] * rows + r];
      const [sound, code] = one(margins, scores, coded < 0 ? 0 : values[coded * rows + r]);
      to.classes[r] = code;
      if (!sound) fail(r);
    }
  };

  /** A row that failed has no answer for any target. @param {number} r @param {import('./answer.js').Answer[]} answers */
  const withhold = (r, answers) => answers.forEach(({ margins, scores, classes }, t) => {
    const { slots, width } = targets[t];
    margins.fill(NaN, r * slots.length, (r + 1) * slots.length);
    scores.fill(NaN, r * width, (r + 1) * width);
    classes[r] = 0;
  });

  /**
   * Answers a block; what there is to say, by row and column, the row as a whole last.
   * @param {import('./kinds.js').Frame} block
   * @param {import('./answer.js').Answer[]} answers
   * @returns {import('./admit.js').Issue[]}
   */
  const run = (block, answers) => {
    /** @type {import('./admit.js').Issue[]} */
    const issues = [];
    admit(block, issues);
    for (const { reads, to, apply } of nodes) apply(block, reads, to);
    const failed = new Set(issues.filter((issue) => issue[3]).map(([r]) => r));
    targets.forEach((/** @type {any} */ target, /** @type {number} */ t) => answer(target, block, answers[t], (r) => {
      if (!failed.has(r)) issues.push([r, 0, NO_ANSWER, 1]);
      failed.add(r);
    }));
    failed.forEach((r) => withhold(r, answers));
    return issues.sort((a, b) => a[0] - b[0] || (a[1] || Infinity) - (b[1] || Infinity) || 0);
  };

  return { columns, targets, frame, room, run };
};
