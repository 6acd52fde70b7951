// @ts-check

import { answer } from './answer/answer.js';
import { sayWarnings } from './answer/warnings.js';
import { card } from './card/card.js';
import { bench } from './compare/bench.js';
import { element } from './element.js';
import { examples } from './examples/examples.js';
import { form } from './form/form.js';
import { kept } from './form/kept.js';
import { insights } from './insights.js';
import { many } from './many/entry.js';
import { count } from './numbers.js';
import { seal } from './selfTest.js';
import { share } from './share/share.js';
import { packageOf } from './share/snippets.js';
import { memory } from './state/memory.js';
import { texts } from './texts.js';
import { some, titleOf, wording } from './words.js';

/**
 * One model on the page: what it is told, what it answers, what it is.
 * @param {any} model
 * @param {import('./models.js').Offer} offer
 * @param {(text: string) => void} announce
 * @param {() => boolean} [here] whether the page's address is about this model
 * @returns {Node[]}
 */
export function predictor(model, offer, announce, here = () => false) {
  const words = wording(offer.words);
  const sheet = form(model, words, kept(`${offer.id} ${model.version?.hash}`), () => changed());
  const more = insights(model, sheet, words, () => changed());
  const panel = answer(model, words, more.element);
  const beside = bench(model, sheet, more, words, () => changed());
  const state = memory(model, offer, sheet, more, beside, here);
  const shared = share(packageOf(offer, model), state.shared, announce);
  const tries = examples(model, sheet.usual, words, sheet.set);
  const place = element('div', { class: 'bench' }, sheet.element, panel.element);
  place.addEventListener('windowbox-fill', (event) => sheet.set(new Map(Object.entries(/** @type {CustomEvent} */ (event).detail))));

  const update = () => {
    const { record, wrong, calm } = sheet.read();
    const { result, said } = wrong.length ? { result: null, said: panel.withhold(wrong, calm) } : ask(model, record, sheet.fields, panel, words);
    if (result) told(place, record, result);
    if (result) more.tell(record, result);
    else more.silence();
    beside.show(result && { record, result });
    return said;
  };
  const changed = () => {
    announce(update());
    state.follow();
    shared.fill();
  };
  beside.button.append(shared.button);
  more.element.append(beside.button);
  sheet.element.prepend(...[tries, more.legend].filter((node) => node !== null));
  sheet.element.append(more.tables);
  state.restore();
  update();
  return [
    element('div', { class: 'opening' },
      element('h1', {}, offer.question ?? texts.question(titleOf(model.schema.targets[0]))),
      element('p', { class: 'lead' }, model.card.description || sentence(model)),
      element('ul', { class: 'seals' }, element('li', { class: 'privacy' }, texts.privacy), seal(model))),
    state.note,
    place,
    beside.element,
    shared.element,
    // Where a model has no file of its own, no worker can open it.
    ...(offer.file ? [many(model, offer, words, announce)] : []),
    card(model, offer, words),
  ];
}

/**
 * Tells what is around the page of an answer, once it stands in it.
 * @param {HTMLElement} place
 * @param {Record<string, unknown>} record
 * @param {any} answer
 */
const told = (place, record, answer) => queueMicrotask(() =>
  place.dispatchEvent(new CustomEvent('prediction', { bubbles: true, composed: true, detail: { record, answer } })));

/** What the model does, where its maker did not say. @param {any} model */
function sentence({ card, schema }) {
  return texts.lead(card.model, card.data_rows ? texts.rows(count(card.data_rows)) : '', some(schema.columns.map(titleOf)));
}

/**
 * @param {any} model
 * @param {Record<string, unknown>} record
 * @param {import('./form/field.js').Field[]} fields
 * @param {import('./answer/answer.js').Answer} panel
 * @param {import('./words.js').Words} words
 * @returns {{ result: any, said: string }} no result where there is no answer
 */
function ask(model, record, fields, panel, words) {
  try {
    const result = model.predictOne(record, { probabilities: true });
    return { result, said: panel.show(result, sayWarnings(result.warnings, fields, model, words)) };
  } catch (error) {
    const { column, code, message } = /** @type {any} */ (error);
    const wrong = fields.filter((field) => field.name === column);
    for (const field of wrong) field.say(message, 'problem');
    return { result: null, said: wrong.length ? panel.withhold(wrong) : panel.fail(code === 'no-answer' ? texts.noResult : message) };
  }
}
