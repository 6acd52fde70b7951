// @ts-check
// A model in plain JavaScript behind the interface of core/instance.js: what stands above
// it is the same code, and so are its answers, warnings and errors.
import { closest } from './closest.js';
import { predictor } from './predictor.js';
import { selfTest } from './proof.js';

/** @typedef {{ numbers: any, codes: any, at: number, margins: number, scores: number, classes: number }} Place */

/**
 * A single row of numbers, which is answered again and again.
 * @param {any} model
 * @returns {[place: Place, again: () => boolean]}
 */
const single = ({ columns, frame, room, run }) => {
  const block = frame(1), answers = room(1), [{ margins, scores, classes }] = answers;
  const numbers = new Float64Array(columns + margins.length + scores.length), at = columns + margins.length;
  return [{ numbers, codes: classes, at: 0, margins: columns, scores: at, classes: 0 }, () => {
    block.values.set(numbers.subarray(0, columns));
    const quiet = !run(block, answers).length;
    numbers.set(margins, columns);
    numbers.set(scores, at);
    return quiet;
  }];
};

/**
 * @param {string} text what describes the model, as the door of wasm does
 * @param {any} model
 * @returns {any}
 */
export const instance = (text, model) => {
  const description = JSON.parse(text), made = predictor(description, model), [place, again] = single(made);
  const names = description.columns.map((/** @type {any} */ { name }) => name);
  /** @type {any} */
  let last;
  /** @type {Record<string, () => any>} */
  const told = { describe: () => text, self_test: () => JSON.stringify(selfTest(made, model)) };

  /** The words that a column's may be meant for. @param {any} column */
  const words = ({ kind: { levels } }) => levels && levels.type === 'string' ? levels.values : [];

  return {
    asks: () => false,
    ask: (/** @type {string} */ name) => ({ block: model.block })[name],
    tell: (/** @type {string} */ name) => told[name](),
    closest: (/** @type {number} */ column, /** @type {string} */ word) => closest(word, column < 0 ? names : words(description.columns[column])),
    /** @param {import('../core/run.js').Block} block */
    answer: ({ rows, parts, texts }) => {
      const block = made.frame(rows);
      let at = 0;
      for (const part of parts) block.values.set(part, at), at += part.length;
      for (const [c, r, word] of texts) block.texts[c][r] = word;
      return Uint32Array.from([].concat(.../** @type {any} */ (made.run(block, last = made.room(rows)))));
    },
    read: (/** @type {number} */ t, /** @type {[string, number]} */ [of]) => last[t][of],
    place: () => place,
    again,
  };
};
