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
 * @property {(wrong: Field[], calm?: boolean) => string} withhold calm: nobody was there yet
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
  const name = (/** @type {number} */ i) => (targets.length > 1 ? `${titleOf(targets[i])}: ` : '');
  const heads = verdicts.flatMap((/** @type {any} */ { head }, /** @type {number} */ i) =>
    (targets.length > 1 ? [element('h3', { class: 'target' }, titleOf(targets[i])), head] : [head]));
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
        name(i) + verdict.show(...partOf(result, i, targets)));
      put(heads,
        [...verdicts.map((/** @type {any} */ verdict) => verdict.body), ...remarks(remarked)]);
      return [...said, remarked.length ? spoken(texts.care, remarked) : ''].join(' ').trim();
    },
    withhold(wrong, calm = false) {
      const text = calm ? texts.fill : texts.fix;
      more.hidden = true;
      put([element('p', {}, element('span', { class: 'verdict none' }, texts.noAnswer))], [named(text, wrong, calm ? 'named calm' : 'named')]);
      return `${texts.noAnswer}. ${spoken(text, wrong)}`;
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

/** A class says itself what it is about, and several are named each; a number does not. @param {any[]} targets */
function titled(targets) {
  const plain = targets.length > 1 || targets[0].task.type !== 'regression';
  return element('h2', { id: 'answer-title' }, plain ? texts.answer : titleOf(targets[0]));
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
function named(text, fields, about = 'named') {
  return element('div', { class: about }, element('p', {}, text), element('ul', {}, ...fields.map((field) => element('li', {}, fieldLink(field)))));
}
