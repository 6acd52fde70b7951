// @ts-check

/**
 * Which model the address names. What follows a `?` is left for a form's state.
 * @param {string} hash `#iris`
 * @param {import('./models.js').Offer[]} offers
 * @returns {import('./models.js').Offer | undefined}
 */
export function route(hash, offers) {
  const id = hash.replace(/^#/, '').split('?')[0];
  return offers.find((offer) => offer.id === id);
}

/** @param {import('./models.js').Offer} offer */
export const address = (offer) => `#${offer.id}`;
