// @ts-check
// Wires the page: the address names a model, the model makes the page.

import { announcer } from './announce.js';
import { element } from './element.js';
import { receive } from './many/drop.js';
import { models } from './models.js';
import { open, troubleOf } from './open.js';
import { predictor } from './predictor.js';
import { unfoldForPrint } from './printing.js';
import { address, route } from './route.js';
import { shelf } from './shelf.js';
import { texts } from './texts.js';
import { themeSwitch } from './theme/switch.js';
import { trouble } from './trouble.js';

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const skip = /** @type {HTMLElement} */ (document.getElementById('skip'));
const announce = announcer(/** @type {HTMLElement} */ (document.getElementById('live')));

Object.assign(document.documentElement, { lang: texts.language, dir: texts.direction });
for (const node of document.querySelectorAll('[data-text]')) {
  node.textContent = texts[/** @type {'skip' | 'foot'} */ (node.getAttribute('data-text'))];
}
const nav = /** @type {HTMLElement} */ (document.getElementById('models'));
nav.setAttribute('aria-label', texts.models);
let mark = shelf(nav, models);
document.getElementById('theme')?.append(themeSwitch());

/** @type {import('./models.js').Offer | undefined} */
let shown;
/** @type {{ free: () => void } | undefined} */
let held;

/** Opens the model that the address names, if it is another one. */
async function show() {
  const offer = route(location.hash, models);
  if (offer === shown) return;
  shown = offer;
  mark(offer);
  main.setAttribute('aria-busy', 'true');
  try {
    await put(offer);
  } catch (error) {
    if (shown === offer) say(error, offer);
  }
  if (shown === offer) main.removeAttribute('aria-busy');
}

/** @param {import('./models.js').Offer} offer */
async function put(offer) {
  const model = await open(offer.file);
  if (shown !== offer) return model.free();
  present(offer, model);
}

/** @param {import('./models.js').Offer} offer @param {any} model */
function present(offer, model) {
  document.title = texts.title(offer.title ?? offer.id);
  main.replaceChildren(...predictor(model, offer, announce, () => route(location.hash, models) === offer));
  held?.free();
  held = model;
}

/** A model that somebody brings: the one on the page stays until it is open, and can be gone back to. @param {File} file */
async function bring(file) {
  const model = await open(file);
  const offer = { id: `own-${models.length}`, file, title: model.card.name || file.name };
  models.push(offer);
  mark = shelf(nav, models);
  shown = offer;
  location.hash = address(offer);
  mark(offer);
  present(offer, model);
  main.removeAttribute('aria-busy');
  main.focus();
  window.scrollTo(0, 0);
  announce(texts.many.nowShown(offer.title));
}

/** In place of the page: why there is none. @param {unknown} error @param {import('./models.js').Offer} offer */
function say(error, offer) {
  const title = texts.cannotOpen(offer.title ?? offer.id);
  document.title = texts.title(title);
  main.replaceChildren(trouble(title, troubleOf(error), again), element('p', { class: 'told', role: 'alert' }));
}

/** The button that was pressed goes away: the focus stays where its answer will be. */
function again() {
  main.focus();
  shown = undefined;
  void show();
}

skip.addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', show);
unfoldForPrint();
receive(bring);
void show();
