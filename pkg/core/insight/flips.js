// @ts-check
// The smallest change of one column that flips the class.
import { answers } from './answers.js';
import { after, afterAll, cells, number } from './ask.js';
import { curve } from './curve.js';
import { nearestLevel, nearestPiece, scope } from './nearest.js';
import { settle } from './settle.js';

/**
 * @param {any} model
 * @param {Record<string, any>} own the record's cells
 * @param {any} column
 * @param {any} was the class that is to flip
 * @param {(answer: any) => any} one the class in an answer
 * @returns {any} what was found, if anything, or a promise of it
 */
const flip = (model, own, column, was, one) => {
  const { name } = column, flipped = (/** @type {any} */ prediction) => prediction !== null && prediction !== was;
  const classesOf = (/** @type {number[]} */ values) => after(answers(model, own, name, values), ({ prediction }) => values.map((_, i) => one(prediction(i))));
  return after(curve(model, own, name), (drawn) => {
    const shown = { ...drawn, prediction: drawn.prediction.map(one) };
    if (shown.kind === 'levels') return nearestLevel(column, shown, flipped);
    const within = scope(column, shown, number(own[name])), found = nearestPiece(column, shown, flipped, within);
    return found && settle(column, shown, found, within, classesOf, flipped);
  });
};

/**
 * @param {any} model
 * @param {any} record
 * @param {{ target?: number, columns?: string[] }} [options]
 */
export const flips = (model, record, { target = 0, columns: only } = {}) => {
  const { columns, targets } = model.schema, own = cells(model, record);
  const one = (/** @type {any} */ answer) => targets.length > 1 ? answer?.[target] ?? null : answer;
  const asked = targets[target].task.classes ? columns.filter((/** @type {any} */ { kind, name }) => kind.type !== 'text' && (!only || only.includes(name))) : [];
  return after(model.predictOne(own), ({ prediction }) => afterAll(asked.map((/** @type {any} */ column) => flip(model, own, column, one(prediction), one)), (found) => asked
    .flatMap((/** @type {any} */ { name: column }, /** @type {number} */ i) => found[i] ? { column, from: own[column] ?? null, to: found[i].to, prediction: found[i].prediction, distance: found[i].distance } : [])
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.distance - b.distance)));
};
