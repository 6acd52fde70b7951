// @ts-check

/**
 * Which model the address names; the first where it names none, so that going back
 * to such an address shows what was there. What follows a `?` is the state of the page: state/.
 * @param {string} hash `#iris`
 * @param {import('./models.js').Offer[]} offers
 */
export function route(hash, offers) {
  const id = hash.replace(/^#/, '').split('?')[0];
  return offers.find((offer) => offer.id === id) ?? offers[0];
}

/** @param {import('./models.js').Offer} offer */
export const address = (offer) => `#${offer.id}`;
