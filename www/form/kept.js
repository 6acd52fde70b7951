// @ts-check
// What was typed outlives a reload, in this tab and nowhere else.

/**
 * @typedef {object} Kept
 * @property {(sheet: HTMLFormElement) => void} keep
 * @property {(sheet: HTMLFormElement) => void} restore
 */

/**
 * Keeps what a form holds in the browser's memory of this tab.
 * @param {string} name of the model: another one has another form
 * @returns {Kept}
 */
export function kept(name) {
  const key = `windowbox ${name}`;
  return {
    keep: (sheet) => tolerant(() => sessionStorage.setItem(key, JSON.stringify(inputs(sheet).map(held)))),
    restore: (sheet) => tolerant(() => put(inputs(sheet), JSON.parse(sessionStorage.getItem(key) ?? '[]'))),
  };
}

/** Where a browser keeps nothing, or something odd, the page does without. @param {() => void} work */
function tolerant(work) {
  try {
    work();
  } catch {}
}

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Input */

/** A slider follows its box; what is looked for is no state. @param {HTMLFormElement} sheet @returns {Input[]} */
const inputs = (sheet) => [...sheet.querySelectorAll('select, textarea, input:not([type=range], [type=search])')].map((node) => /** @type {Input} */ (node));

/** @param {Input} input @returns {input is HTMLInputElement} */
const ticked = (input) => input.type === 'checkbox' || input.type === 'radio';

/** @param {Input} input */
const held = (input) => (ticked(input) ? input.checked : input.value);

/** Each control hears of it as if somebody had typed. @param {Input[]} inputs @param {unknown[]} values */
function put(inputs, values) {
  if (values.length !== inputs.length) return;
  inputs.forEach((input, i) => {
    if (ticked(input)) input.checked = values[i] === true;
    else input.value = String(values[i]);
  });
  for (const input of inputs) input.dispatchEvent(new Event('input'));
}
