// @ts-check
// What every kind of field offers to the form.

/**
 * What a field holds now. `problem`: nothing can be predicted. `note`: it can, but read this.
 * @typedef {{ value: unknown, note?: string } | { problem: string }} Reading
 */

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {boolean} grouped several inputs, that a legend names instead of a label
 * @property {HTMLElement} focus what to focus when the field is wrong
 * @property {HTMLElement | null} [aside] stands beside the label
 * @property {() => Reading} read
 * @property {() => void} reset
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
export {};
