// @ts-check
// `<windowbox-predictor model="iris.wbx">`: the form and the answer in anybody's page. It tells of each answer by an
// event `prediction`, whose `detail` has `record` and `answer`.
import { announcer } from '../announce.js';
import { element } from '../element.js';
import { open, troubleOf } from '../open.js';
import { predictor } from '../predictor.js';
import { texts } from '../texts.js';
import { trouble } from '../trouble.js';
import { styles } from './styles.js';

/** Each remembers what was typed under a name of its own. */
let count = 0;

// Also imported where there is no document, and nothing to define.
export class WindowboxPredictor extends /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ['model', 'question'];

  /** @type {any} */ #given;
  /** @type {any} */ #model;
  /** @type {any} */ #last;
  /** @type {any} */ #wanted;
  /** @type {object | undefined} what is being opened */ #turn;
  #name = `element ${count++}`;
  #main = element('div', { class: 'place', 'aria-busy': 'true' });
  #live = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    root.append(this.#main, this.#live);
    this.#main.addEventListener('prediction', (event) => { this.#last = /** @type {CustomEvent} */ (event).detail; });
  }

  connectedCallback() {
    void this.#show();
  }

  disconnectedCallback() {
    this.#turn = undefined;
    this.#model?.free();
    this.#model = undefined;
  }

  attributeChangedCallback() {
    if (this.isConnected) void this.#show();
  }

  /** The model: an address, or the bytes of a `.wbx`. @returns {string | Uint8Array | null} */
  get model() {
    return this.#given ?? this.getAttribute('model');
  }

  set model(model) {
    this.#given = typeof model === 'string' ? undefined : model;
    if (typeof model === 'string') this.setAttribute('model', model);
    else if (this.isConnected) void this.#show();
  }

  /** What the form holds; setting it fills the fields that it names. @returns {Record<string, unknown> | undefined} */
  get record() {
    return this.#last?.record;
  }

  set record(record) {
    this.#wanted = record;
    this.#fill();
  }

  /** The answer to the record. @returns {any} */
  get answer() {
    return this.#last?.answer;
  }

  #fill() {
    const bench = this.#main.querySelector('.bench');
    if (!bench || !this.#wanted || this.#main.hasAttribute('aria-busy')) return;
    bench.dispatchEvent(new CustomEvent('windowbox-fill', { detail: this.#wanted }));
    this.#wanted = undefined;
  }

  /** Opens the model that is asked for now; an earlier one that comes late is let go. */
  async #show() {
    const turn = this.#turn = {};
    this.#main.setAttribute('aria-busy', 'true');
    // Attributes come one by one.
    await undefined;
    const given = this.model;
    if (this.#turn !== turn) return;
    if (given == null) return this.#main.replaceChildren();
    try {
      const model = await open(typeof given === 'string' ? given : new Blob([/** @type {any} */ (given)]));
      if (this.#turn !== turn) return model.free();
      this.#put(model);
    } catch (error) {
      if (this.#turn === turn) this.#main.replaceChildren(trouble(texts.cannotOpen(texts.anyModel), troubleOf(error), () => void this.#show()));
    }
    if (this.#turn !== turn) return;
    this.#main.removeAttribute('aria-busy');
    this.#fill();
  }

  /** @param {any} model */
  #put(model) {
    const offer = { id: this.id || this.#name, file: '', question: this.getAttribute('question') ?? undefined };
    const nodes = predictor(model, offer, announcer(this.#live));
    this.#main.replaceChildren(...nodes);
    this.#landmarks(this.getAttribute('aria-label') ?? (model.card.name || this.#name));
    this.#model?.free();
    this.#model = model;
  }

  /** Of several in one page, each says whose it is. @param {string} name */
  #landmarks(name) {
    for (const node of this.#main.querySelectorAll('form[aria-label], section[aria-labelledby]')) {
      const title = this.#main.querySelector(`#${node.getAttribute('aria-labelledby')}`);
      node.setAttribute('aria-label', `${title?.textContent ?? node.getAttribute('aria-label')}: ${name}`);
      node.removeAttribute('aria-labelledby');
    }
  }
}

globalThis.customElements?.get('windowbox-predictor') ?? globalThis.customElements?.define('windowbox-predictor', WindowboxPredictor);
