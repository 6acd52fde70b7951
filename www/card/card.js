// @ts-check

import { element } from '../element.js';
import { count } from '../numbers.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';
import { compared } from './compared.js';
import { facts } from './facts.js';
import { inputs } from './inputs.js';
import { moment } from './moment.js';
import { origin } from './origin.js';
import { quality, scored } from './quality.js';

/**
 * What people should know of a model before they trust it.
 * @param {any} model
 * @param {import('../models.js').Offer} offer
 * @param {import('../words.js').Words} words
 */
export function card(model, offer, words) {
  const { card, schema } = model;
  return element('section', { class: 'card', 'aria-labelledby': 'card-title' },
    element('h2', { id: 'card-title' }, texts.card),
    facts([
      [texts.kind, card.model],
      [texts.predicts, schema.targets.map(titleOf).join(', ')],
      [texts.trainedOn, card.data_rows ? texts.rows(count(card.data_rows)) : ''],
      gist(card.metrics),
      [texts.made, moment(card.created)],
    ], 'at-a-glance'),
    card.intended_use && paragraph(texts.intendedUse, card.intended_use),
    quality(model, words),
    notes(card.notes),
    inputs(model, words),
    compared(card),
    origin(model, offer));
}

/** Which metric stands for all, where it is there: what people know best. */
const FAMILIAR = ['accuracy', 'R2'];

/** One metric, in one line. @param {import('./quality.js').Metric[]} [metrics] @returns {[string, string]} */
function gist(metrics = []) {
  const metric = metrics.find(({ name }) => FAMILIAR.includes(name)) ?? metrics[0];
  return metric ? [metric.name, scored(metric)] : ['', ''];
}

/** @param {string} title @param {string} text */
function paragraph(title, text) {
  return element('div', {}, element('h3', {}, title), element('p', {}, text));
}

/** @param {string[]} notes */
function notes(notes) {
  if (!notes?.length) return null;
  return element('div', {}, element('h3', {}, texts.notes),
    element('ul', {}, ...notes.map((note) => element('li', {}, note))));
}
