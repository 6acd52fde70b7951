// @ts-check
// What an app around the page may ask of it: `await window.windowbox.predict(record)`.
import { models } from '../models.js';
import { open } from '../open.js';

/** @type {Map<string, Promise<any>>} */
const opened = new Map();

/** Opened when it is asked first, and once; again where that failed. @param {string} [id] the first model, if not given */
function modelOf(id = models[0].id) {
  const offer = models.find((one) => one.id === id);
  if (!offer) throw new RangeError(`no model ${id}: there are ${models.map((one) => one.id).join(', ')}`);
  const model = opened.get(id) ?? open(offer.file);
  model.catch(() => opened.delete(id));
  opened.set(id, model);
  return model;
}

/**
 * The answer to a record, or to several, as the npm package gives it.
 * @param {Record<string, unknown> | Record<string, unknown>[]} input
 * @param {{ model?: string, probabilities?: boolean, margin?: boolean, strict?: boolean, coerce?: boolean }} [options] `model`: its id
 */
async function predict(input, { model: id, ...options } = {}) {
  const model = await modelOf(id);
  return Array.isArray(input) ? model.predict(input, options) : model.predictOne(input, options);
}

/** Columns, card and version of a model. @param {string} [id] */
async function about(id) {
  const { schema, card, version } = await modelOf(id);
  return { schema, card, version };
}

Object.defineProperty(window, 'windowbox', { value: Object.freeze({ predict, about, models: models.map((one) => one.id) }) });
