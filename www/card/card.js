// @ts-check

import { element } from '../element.js';
import { count } from '../numbers.js';
import { selfTest } from '../selfTest.js';
import { texts } from '../texts.js';
import { some, titleOf } from '../words.js';
import { compared } from './compared.js';
import { code, facts } from './facts.js';
import { inputs } from './inputs.js';
import { moment } from './moment.js';
import { origin } from './origin.js';
import { part } from './part.js';
import { quality, scored } from './quality.js';

/**
 * What people should know of a model before they trust it.
 * @param {any} model
 * @param {import('../models.js').Offer} offer
 * @param {import('../words.js').Words} words
 */
export function card(model, offer, words) {
  const { card, version } = model;
  return element('section', { class: 'card', 'aria-labelledby': 'card-title' },
    element('h2', { id: 'card-title' }, texts.card),
    glance(model, words),
    card.intended_use && part(texts.intendedUse, element('p', {}, card.intended_use)),
    quality(model, words),
    notes(card.notes),
    part(texts.sameHere, selfTest(model), facts([[texts.modelHash, code(version?.hash ?? '')]])),
    inputs(model, words),
    compared(card),
    origin(model, offer));
}

/** What fits on a label. @param {any} model @param {import('../words.js').Words} words */
function glance({ card, schema }, words) {
  return facts([
    [texts.predicts, schema.targets.map((/** @type {any} */ target) => predicted(target, words)).join('; ')],
    [texts.readsFrom, some(schema.columns.map(titleOf))],
    gist(card),
    [texts.kind, card.model],
    [texts.trainedOn, card.data_rows ? texts.rows(count(card.data_rows)) : ''],
    [texts.made, moment(card.created)],
    [texts.author, card.author],
    [texts.license, card.license],
  ], 'at-a-glance');
}

/** @param {any} target @param {import('../words.js').Words} words */
function predicted(target, words) {
  const labels = target.task.classes?.values.map((/** @type {any} */ label) => words(target.name, label));
  return labels ? texts.oneOf(titleOf(target), some(labels, 'disjunction')) : titleOf(target);
}

/** Which metric stands for all, where it is there: what people know best. */
const FAMILIAR = ['accuracy', 'R2'];

/** What a model is worth that looks at no column is called so. */
const BASELINE = /^baseline\b/;

/**
 * One metric, and what it would be without any model.
 * @param {{ metrics?: import('./quality.js').Metric[], compared?: import('./compared.js').Candidate[] }} card
 * @returns {[string, Node | string]}
 */
function gist({ metrics = [], compared = [] }) {
  const metric = metrics.find(({ name }) => FAMILIAR.includes(name)) ?? metrics[0];
  if (!metric) return ['', ''];
  const baseline = compared.find(({ name }) => BASELINE.test(name));
  const without = baseline?.metrics.find(({ name }) => name === metric.name);
  return [metric.name, element('span', {}, scored(metric),
    without && element('span', { class: 'gloss' }, texts.against(String(baseline?.name), scored(without))))];
}

/** @param {string[]} notes */
function notes(notes) {
  if (!notes?.length) return null;
  return part(texts.notes, element('ul', {}, ...notes.map((note) => element('li', {}, note))));
}
