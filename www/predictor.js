// @ts-check

import { answer } from './answer/answer.js';
import { sayWarnings } from './answer/warnings.js';
import { card } from './card/card.js';
import { element } from './element.js';
import { form } from './form/form.js';
import { kept } from './form/kept.js';
import { many } from './many/entry.js';
import { count } from './numbers.js';
import { selfTest } from './selfTest.js';
import { texts } from './texts.js';
import { titleOf, wording } from './words.js';

/**
 * One model on the page: what it is told, what it answers, what it is.
 * @param {any} model
 * @param {import('./models.js').Offer} offer
 * @param {(text: string) => void} announce
 * @returns {Node[]}
 */
export function predictor(model, offer, announce) {
  const words = wording(offer.words);
  const panel = answer(model, words);
  const sheet = form(model, words, kept(`${offer.id} ${model.version?.hash}`), () => announce(update()));
  const update = () => {
    const { record, wrong } = sheet.read();
    return wrong.length ? panel.withhold(wrong) : ask(model, record, sheet.fields, panel, words);
  };
  update();
  return [
    element('div', { class: 'opening' },
      element('h1', {}, offer.question ?? texts.question(titleOf(model.schema.targets[0]))),
      element('p', { class: 'lead' }, model.card.description || sentence(model)),
      element('p', { class: 'privacy' }, texts.privacy),
      selfTest(model)),
    element('div', { class: 'bench' }, sheet.element, panel.element),
    many(model, offer, words, announce),
    card(model, offer, words),
  ];
}

/** What the model does, where its maker did not say. @param {any} model */
function sentence({ card, schema }) {
  const names = new Intl.ListFormat(document.documentElement.lang).format(schema.columns.slice(0, 8).map(titleOf));
  return texts.lead(card.model, card.data_rows ? texts.rows(count(card.data_rows)) : '', names);
}

/**
 * @param {any} model
 * @param {Record<string, unknown>} record
 * @param {import('./form/field.js').Field[]} fields
 * @param {import('./answer/answer.js').Answer} panel
 * @param {import('./words.js').Words} words
 */
function ask(model, record, fields, panel, words) {
  try {
    const result = model.predictOne(record, { probabilities: true });
    return panel.show(result, sayWarnings(result.warnings, fields, model, words));
  } catch (error) {
    const { column, code, message } = /** @type {any} */ (error);
    const wrong = fields.filter((field) => field.name === column);
    for (const field of wrong) field.say(message, 'problem');
    return wrong.length ? panel.withhold(wrong) : panel.fail(code === 'no-answer' ? texts.noResult : message);
  }
}
