// @ts-check

import { count, size } from '../numbers.js';
import { texts } from '../texts.js';
import { weight } from '../weight.js';
import { code, facts } from './facts.js';
import { folded } from './part.js';

/**
 * From which data, by whom, when and with what; folded.
 * @param {any} model
 * @param {import('../models.js').Offer} offer
 */
export function origin({ card }, offer) {
  return folded(texts.origin, facts([
    [texts.name, [card.name, card.version].filter(Boolean).join(' ')],
    [texts.author, card.author],
    [texts.place, card.place],
    [texts.made, card.created],
    [texts.target, code(card.target)],
    [texts.dataRows, card.data_rows ? count(card.data_rows) : ''],
    [texts.dataHash, code(card.data_sha256)],
    [texts.seed, card.seed == null ? '' : code(String(card.seed))],
    [texts.options, code(pairs(card.options))],
    [texts.madeWith, pairs(card.made_with)],
    [texts.locale, card.locale],
    [texts.download, downloaded(offer.file)],
  ]));
}

/** @param {[string, string][] | undefined} list */
const pairs = (list) => (list ?? []).map(([name, value]) => `${name} ${value}`.trim()).join(', ');

/** @param {string | Blob} file */
function downloaded(file) {
  const bytes = weight(file);
  return bytes && texts.downloaded(size(bytes.runtime), size(bytes.model));
}
