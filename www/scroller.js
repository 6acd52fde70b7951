// @ts-check

import { element } from './element.js';

/**
 * A place for a wide table, or long lines: it scrolls where it must, and can be reached by keyboard only then.
 * @param {string} title
 * @param {HTMLElement} table
 */
export function scroller(title, table) {
  const place = element('div', { class: 'wide' }, table);
  // A browser leaves what can be seen in part where it is.
  place.addEventListener('focusin', ({ target }) => target !== place && /** @type {Element} */ (target).scrollIntoView({ block: 'nearest', inline: 'nearest' }));
  new ResizeObserver(() => reachable(place, title, place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight)).observe(place);
  return place;
}

/** @param {HTMLElement} place @param {string} title @param {boolean} scrolls */
function reachable(place, title, scrolls) {
  const attributes = { tabindex: '0', role: 'region', 'aria-label': title };
  for (const [name, value] of Object.entries(attributes)) {
    if (scrolls) place.setAttribute(name, value);
    else place.removeAttribute(name);
  }
}
