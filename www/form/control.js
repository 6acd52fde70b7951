// @ts-check
// What every kind of field offers to the form.

/**
 * What a field holds now. `problem`: nothing can be predicted. `note`: it can, but read this.
 * @typedef {{ value: unknown, note?: string } | { problem: string, typed?: string }} Reading
 */

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {boolean} grouped several inputs, that a legend names instead of a label
 * @property {HTMLElement} focus what to focus when the field is wrong
 * @property {HTMLElement | null} [aside] stands beside the label
 * @property {() => Reading} read
 * @property {() => void} reset
 * @property {(series: import('../whatif/series.js').Series | null) => void} [whatIf] draws what the answer would be
 * @property {(value: unknown) => void} set as if somebody had entered it; `Typed` where it is no value
 */

/**
 * What a control is made from.
 * @typedef {object} Context
 * @property {any} column
 * @property {any} statistics
 * @property {import('../words.js').Words} words
 * @property {string} id of the input; others derive from it, never from a model's texts
 * @property {string} says ids of what describes the field
 */
/** What stood in a box that is no value of its column: a link brings it back as it was. */
export class Typed {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}
