// @ts-check

/** Browsers allow a hundred changes in half a minute. */
const PAUSE = 350;

/**
 * The part of the address after `#model?`, which follows what the page shows.
 * @typedef {object} Address
 * @property {() => string | null} text what it says
 * @property {(text: string | null) => void} follow writes it there, in a while
 * @property {() => void} stay leaves there what is there
 * @property {(text: string | null) => string | null} link the whole address with it; nothing where the page has none
 */

/** The model on the page is one at a time. @type {(() => void) | null} */
let heard = null;
window.addEventListener('hashchange', () => heard?.());

/**
 * @param {string} id of the model
 * @param {() => boolean} here whether the address still names it
 * @param {() => void} changed somebody else than the page changed it: went back, opened a link
 * @returns {Address}
 */
export function address(id, here, changed) {
  let waiting = 0;
  const stay = () => clearTimeout(waiting);
  heard = () => here() && changed();
  const hash = (/** @type {string | null} */ text) => `#${id}${text ? `?${text}` : ''}`;
  /** An address that names no model shows one, but what it says is about another. */
  const own = () => here() && ['', id].includes(location.hash.slice(1).split('?')[0]);
  return {
    text: () => (own() && location.hash.includes('?') ? location.hash.slice(location.hash.indexOf('?') + 1) : null),
    link: (text) => (here() ? location.href.replace(/#.*/, '') + hash(text) : null),
    stay,
    follow(text) {
      stay();
      if (here()) waiting = window.setTimeout(() => here() && write(hash(text)), PAUSE);
    },
  };
}

/** A page in a frame may have no address. @param {string} hash */
function write(hash) {
  try {
    history.replaceState(history.state, '', hash);
  } catch {}
}
