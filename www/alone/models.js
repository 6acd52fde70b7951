// @ts-check
// What the page offers: the file of an offer is a block of the page.
import { text } from './blocks.js';

/** @type {import('../models.js').Offer[]} */
export const models = JSON.parse(text('windowbox-models'));
