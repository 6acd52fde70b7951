/// <reference lib="dom" />

/** What a `prediction` event tells. */
export interface PredictionDetail {
  /** What the form holds: a value for each column, `null` for a missing one. */
  record: Record<string, unknown>;
  /** What `predictOne` answers to it, with probabilities where there are classes. */
  answer: any;
}

/**
 * `<windowbox-predictor model="iris.wbx">`: the form of a model and its answer, in a page of yours. Importing the module
 * defines it. It is coloured by `--windowbox-leaf`, `--windowbox-ink`, `--windowbox-surface` and their like, and has
 * styles of its own otherwise. A policy needs `script-src 'wasm-unsafe-eval'` and `connect-src` for the model, and no
 * inline style.
 *
 * Attributes: `model`, an address, which may be a base64 `data:` one; `question`, above the form; `full`, which also
 * shows the model's card.
 */
export class WindowboxPredictor extends HTMLElement {
  /** An address, or the bytes of a `.wbx`. */
  model: string | Uint8Array | null;
  /** What the form holds, once there is an answer. Setting it fills the fields that it names, also before the model is there. */
  get record(): Record<string, unknown> | undefined;
  set record(record: Record<string, unknown>);
  /** What `predictOne` answers to the record. */
  readonly answer: any;
}

declare global {
  interface HTMLElementTagNameMap {
    'windowbox-predictor': WindowboxPredictor;
  }
  interface HTMLElementEventMap {
    /** A `<windowbox-predictor>` answered; it bubbles. */
    prediction: CustomEvent<PredictionDetail>;
  }
}
