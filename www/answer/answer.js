// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';
import { classVerdict } from './classes.js';
import { fieldLink } from './links.js';
import { valueVerdict } from './value.js';

/** @typedef {import('../form/field.js').Field} Field */

/**
 * The panel with the answer, or with why there is none. Each call returns what to say aloud.
 * @typedef {object} Answer
 * @property {HTMLElement} element
 * @property {(result: any, remarked: Field[]) => string} show
 * @property {(wrong: Field[]) => string} withhold
 * @property {(message: string) => string} fail
 */

/**
 * @param {{ schema: any, statistics: any }} model
 * @param {import('../words.js').Words} words
 * @param {HTMLElement} more that there is to know about an answer
 * @returns {Answer}
 */
export function answer({ schema, statistics }, words, more) {
  const targets = schema.targets;
  const verdicts = targets.map((/** @type {any} */ target, /** @type {number} */ i) =>
    target.task.type === 'regression' ? valueVerdict(target, statistics?.predictions?.[i]) : classVerdict(target, words));
  const views = { head: element('div', { class: 'answer-head' }), body: element('div', { class: 'answer-body' }) };
  const put = (/** @type {Node[]} */ head, /** @type {Node[]} */ body) => {
    views.head.replaceChildren(titled(targets), ...head);
    views.body.replaceChildren(...body);
  };
  return {
    element: element('section', { class: 'answer', 'aria-labelledby': 'answer-title' }, views.head, views.body, more),
    show(result, remarked) {
      more.hidden = false;
      const said = verdicts.map((/** @type {any} */ verdict, /** @type {number} */ i) =>
        verdict.show(...partOf(result, i, targets)));
      put(verdicts.map((/** @type {any} */ verdict) => verdict.head),
        [...verdicts.map((/** @type {any} */ verdict) => verdict.body), ...remarks(remarked)]);
      return [...said, remarked.length ? spoken(texts.care, remarked) : ''].join(' ').trim();
    },
    withhold(wrong) {
      more.hidden = true;
      put([element('p', {}, element('span', { class: 'verdict none' }, texts.noAnswer))], [named(texts.fix, wrong)]);
      return `${texts.noAnswer}. ${spoken(texts.fix, wrong)}`;
    },
    fail(message) {
      more.hidden = true;
      put([element('p', {}, element('span', { class: 'verdict none' }, texts.failed))], [element('p', {}, message)]);
      return `${texts.failed}. ${message}`;
    },
  };
}

/** @param {string} text @param {Field[]} fields */
const spoken = (text, fields) => `${text} ${fields.map((field) => field.title).join(', ')}`;

/** A class says itself what it is about; a number does not. @param {any[]} targets */
function titled(targets) {
  const plain = targets.length === 1 && targets[0].task.type !== 'regression';
  return element('h2', { id: 'answer-title' }, plain ? texts.answer : targets.map(titleOf).join(', '));
}

/** The answer and the probabilities of one of the targets. @param {any} result @param {number} i @param {any[]} targets */
function partOf({ prediction, probabilities }, i, targets) {
  return targets.length === 1 ? [prediction, probabilities] : [prediction[i], probabilities?.[i]];
}

/** @param {Field[]} remarked */
function remarks(remarked) {
  return remarked.length ? [named(texts.care, remarked)] : [];
}

/** Fields by name; a click goes to them. @param {string} text @param {Field[]} fields */
function named(text, fields) {
  return element('div', { class: 'named' }, element('p', {}, text), element('ul', {}, ...fields.map((field) => element('li', {}, fieldLink(field)))));
}
