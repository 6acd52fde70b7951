// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { address } from './address.js';
import { decode, encode } from './link.js';

/** Characters that every mail program and chat leaves alone. */
const LIMIT = 2000;
/** Digits of the model's hash that tell versions apart. */
const DIGITS = 8;

/**
 * The page's state and its address, which follow each other.
 * @param {any} model
 * @param {import('../models.js').Offer} offer
 * @param {import('../form/form.js').Form} sheet
 * @param {import('../insights.js').Insights} more
 * @param {import('../compare/bench.js').Beside} beside
 * @param {() => boolean} here
 */
export function memory({ schema, version }, offer, sheet, more, beside, here) {
  const note = element('p', { class: 'link-note', role: 'status', hidden: true });
  const hash = version?.hash?.slice(0, DIGITS) ?? '';
  const room = LIMIT - `#${offer.id}?`.length;
  const written = () => {
    const state = { cells: sheet.last().cells, kept: beside.kept(), shown: more.choice.chosen, version: '' };
    const text = encode(state, schema.columns, sheet.usual, room);
    return text && encode({ ...state, version: hash }, schema.columns, sheet.usual, room);
  };
  const record = (/** @type {import('../form/form.js').Cells} */ cells) =>
    encode({ cells, kept: null, shown: '', version: '' }, schema.columns, sheet.usual, Infinity);
  /** The form may still hold what was typed before. */
  const kept = () => {
    sheet.read();
    if (written()) place.follow(written());
  };
  const restore = () => {
    const text = place.text();
    if (!text) return kept();
    const state = decode(text, schema.columns, sheet.usual);
    note.hidden = !state.version || !hash || state.version === hash;
    note.textContent = note.hidden ? '' : texts.otherVersion;
    more.choice.chosen = state.shown;
    beside.keep(state.kept);
    // After a reload the form already holds it, and as it was typed.
    if (record(state.cells) !== record(sheet.read().cells)) sheet.set(state.cells);
    // It stays as it is until somebody changes something: also which version it is for.
    place.stay();
  };
  const place = address(offer.id, here, restore);
  return {
    note,
    restore,
    follow: () => place.follow(written()),
    /** What can be taken along. */
    shared() {
      const { record, wrong } = sheet.last();
      const text = written();
      // What somebody dropped here is nowhere else.
      const lasting = text !== null && typeof offer.file === 'string';
      return wrong.length ? null : { record, link: lasting ? place.link(text) : null };
    },
  };
}
