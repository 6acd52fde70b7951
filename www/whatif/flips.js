// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { tried } from '../tried.js';
import { valueText } from '../why/value.js';
import { some } from '../words.js';

/** Others than the nearest are folded away, and no more than these. */
const MOST = 4;

/**
 * The search for them, column by column: all at once may take longer than a person's next key.
 * @param {any} library
 * @param {any} model
 * @param {Record<string, unknown>} record
 * @param {(column: string) => boolean} drawn where there is no line, there is nothing to search
 * @param {(flips: any[], searched: string[]) => void} say all of them, the nearest first, and the columns that could be searched
 * @returns {(() => void)[]}
 */
export function flipSearch(library, model, record, drawn, say) {
  const found = /** @type {any[]} */ ([]), searched = /** @type {string[]} */ ([]);
  const look = model.schema.columns.map((/** @type {any} */ { name }) => () => tried(() => {
    if (!drawn(name)) return;
    found.push(...library.flips(model, record, { columns: [name] }));
    searched.push(name);
  }, null));
  return [...look, () => say(found.sort((a, b) => a.distance - b.distance), searched)];
}

/**
 * The smallest change of one field that leads to another answer, and a button that makes it.
 * @param {any[]} flips the nearest first
 * @param {string[]} searched
 * @param {any} model
 * @param {import('../form/field.js').Field[]} fields
 * @param {import('../words.js').Words} words
 * @param {(column: string, value: unknown) => void} change
 * @returns {Node[]}
 */
export function flipLines(flips, searched, { schema: { targets: [target] }, statistics }, fields, words, change) {
  if (flips.length === 0) return noFlip(fields, searched);
  const lines = flips.slice(0, MOST).map((flip) => line(flip, target, fields, words, change));
  const others = lines.slice(1).map((parts) => element('li', {}, ...parts));
  return [texts.nearestFlip(statistics?.columns.length > 0), ' ', ...lines[0], others.length > 0 &&
    element('details', {}, element('summary', {}, texts.otherFlips(others.length)), element('ul', {}, ...others))]
    .flatMap((node) => (node === false ? [] : [typeof node === 'string' ? document.createTextNode(node) : node]));
}

/** Of what was not searched nothing is said. @param {import('../form/field.js').Field[]} fields @param {string[]} searched */
function noFlip(fields, searched) {
  const titles = fields.filter(({ name }) => searched.includes(name)).map(({ title }) => title);
  return titles.length ? [document.createTextNode(texts.noFlip(titles.length < fields.length ? some(titles, 'disjunction') : ''))] : [];
}

/** @param {any} flip @param {any} target @param {import('../form/field.js').Field[]} fields @param {import('../words.js').Words} words @param {(column: string, value: unknown) => void} change */
function line({ column, from, to, prediction }, target, fields, words, change) {
  const field = fields.find(({ name }) => name === column);
  const value = (/** @type {unknown} */ held) => valueText(held, field?.column, words);
  const button = element('button', { type: 'button', class: 'quiet' }, texts.change);
  button.addEventListener('click', () => change(column, to));
  return [element('strong', {}, field?.title ?? column), ' ', texts.flip(value(from), value(to)), ' ',
    element('strong', {}, words(target.name, prediction)), '. ', button];
}
