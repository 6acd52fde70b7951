// @ts-check

import { element } from './element.js';
import { address } from './route.js';

/**
 * The models on offer, as links: each has an address of its own.
 * @param {HTMLElement} place
 * @param {import('./models.js').Offer[]} offers
 * @returns {(current: import('./models.js').Offer) => void} marks the one that is open
 */
export function shelf(place, offers) {
  const links = offers.map((offer) => element('a', { href: address(offer) }, offer.title ?? offer.id));
  place.replaceChildren(...links);
  return (current) => offers.forEach((offer, i) => {
    if (offer === current) links[i].setAttribute('aria-current', 'page');
    else links[i].removeAttribute('aria-current');
  });
}
