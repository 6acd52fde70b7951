// @ts-check

import { bareCurve, curve } from '../charts/curve.js';
import { histogram } from '../charts/histogram.js';
import { element } from '../element.js';
import { editable, exact } from '../numbers.js';
import { readNumber } from '../readNumber.js';
import { texts } from '../texts.js';
import { titleOf } from '../words.js';
import { rounded, scaleOf, within } from './scale.js';
import { usualNumber } from './usual.js';

/**
 * A box to type a number into, which decides, and a slider over the training data.
 * @param {import('./control.js').Context} context
 * @returns {import('./control.js').Control}
 */
export function numberControl(context) {
  const { column, statistics } = context;
  const parts = partsOf(context, (x) => take(parts, column, x));
  listen(parts, column);
  return {
    element: parts.all,
    aside: parts.unknown && element('label', { class: 'unknown' }, parts.unknown, texts.unknown),
    grouped: false,
    focus: parts.box,
    read: () => reading(parts.box.value, column, parts.unknown?.checked ?? false),
    reset: () => set(parts, usualNumber(statistics)),
    set: (value) => set(parts, value),
    whatIf: (series) => draw(parts, series),
  };
}

/** @typedef {ReturnType<typeof partsOf>} Parts */

/** @param {import('./control.js').Context} context @param {(x: number) => void} take what somebody points at */
function partsOf({ column, statistics, id, says }, take) {
  const scale = scaleOf(column.kind, statistics);
  const range = `${id}-range`;
  const box = boxFor(column, id, scale ? `${range} ${says}` : says);
  if (scale) box.style.setProperty('--digits', String(digits(scale)));
  const slider = scale && sliderFor(column, scale);
  const hills = scale && histogram(statistics);
  const line = scale ? curve(scale, take) : bareCurve(take);
  const slide = element('div', { class: 'slide' }, line.element, hills?.element, slider, scale && ends(column, scale, range));
  const typed = element('div', { class: 'typed' }, box, column.unit && element('span', { class: 'unit' }, column.unit));
  const all = element('div', { class: 'number' }, scale && slide, typed);
  return { scale, box, slider, hills, line, slide, all, unknown: column.missing ? unknownFor(column) : null };
}

/** @param {Parts} parts @param {any} column */
function listen(parts, column) {
  const { box, slider, unknown, scale } = parts;
  box.addEventListener('input', () => follow(parts));
  box.addEventListener('keydown', (event) => stepped(event, box, column, scale, (x) => write(parts, x)));
  slider?.addEventListener('input', () => scale && write(parts, within(scale, slider.valueAsNumber)));
  unknown?.addEventListener('input', () => freeze(parts));
}

/** What shows the number goes where the box says. @param {Parts} parts */
function follow({ box, slider, hills, line, unknown }) {
  const read = readNumber(box.value);
  if (slider && read) slider.value = String(read.value);
  const x = unknown?.checked ? null : (read?.value ?? null);
  hills?.mark(x);
  line.mark(x);
}

/** @param {Parts} parts */
function freeze(parts) {
  parts.box.disabled = parts.unknown?.checked ?? false;
  if (parts.slider) parts.slider.disabled = parts.box.disabled;
  follow(parts);
}

/** @param {Parts} parts @param {unknown} x */
function write(parts, x) {
  parts.box.value = typeof x === 'number' ? editable(x) : String(x ?? '');
  follow(parts);
}

/** @param {Parts} parts @param {unknown} value */
function set(parts, value) {
  if (parts.unknown) parts.unknown.checked = value === null;
  write(parts, value);
  freeze(parts);
}

/** Where no slider is, the line comes and goes. @param {Parts} parts @param {import('../whatif/series.js').Series | null} series */
function draw({ scale, line, slide, all }, series) {
  line.show(series);
  if (!scale && series?.from.length) all.prepend(slide);
  else if (!scale) slide.remove();
}

/** @param {Parts} parts @param {any} column @param {number} x */
function take({ unknown, slider, box }, column, x) {
  if (unknown?.checked) unknown.click();
  if (!moved(slider, x)) tell(box, column, x);
}

/** As if somebody had moved it. @param {HTMLInputElement | null} slider @param {number} x */
function moved(slider, x) {
  if (!slider) return false;
  slider.value = String(x);
  return slider.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Where nobody knows the range there is no slider. @param {HTMLInputElement} box @param {any} column @param {number} x */
function tell(box, { kind }, x) {
  box.value = editable(kind.integer ? Math.round(x) : Number(x.toPrecision(3)));
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @param {any} column @param {string} id @param {string} says */
function boxFor(column, id, says) {
  const inputmode = column.kind.integer ? 'numeric' : 'decimal';
  return element('input', { id, type: 'text', inputmode, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': says });
}

/** How wide a number of the training data may be. @param {import('./scale.js').Scale} scale */
const digits = ({ min, max }) => Math.max(editable(min).length, editable(max).length);

/** @param {any} column @param {import('./scale.js').Scale} scale */
function sliderFor(column, scale) {
  const { from: min, to: max, step } = scale;
  return element('input', { type: 'range', min, max, step, 'aria-label': texts.slider(titleOf(column)) });
}

/** @param {any} column */
function unknownFor(column) {
  return element('input', { type: 'checkbox', 'aria-label': texts.unknownOf(titleOf(column)) });
}

/** The range, read as a sentence and seen as the ends of an axis; the unit is seen beside the box. */
function ends(/** @type {any} */ column, /** @type {import('./scale.js').Scale} */ scale, /** @type {string} */ id) {
  return element('p', { class: 'ends', id },
    element('span', { class: 'unseen' }, texts.rangeFrom), element('span', { class: 'end' }, exact(scale.min)),
    element('span', { class: 'unseen' }, texts.rangeTo), element('span', { class: 'end' }, exact(scale.max)),
    column.unit && element('span', { class: 'unseen' }, ` ${column.unit}`));
}

/**
 * Arrow up and down change the number, as in a browser's own number box.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} box
 * @param {any} column
 * @param {import('./scale.js').Scale | null} scale
 * @param {(x: number) => void} write
 */
function stepped(event, box, column, scale, write) {
  const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const read = readNumber(box.value);
  if (!direction || !read) return;
  event.preventDefault();
  write(rounded(read.value + direction * (scale?.step ?? 1)));
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * @param {string} text
 * @param {any} column
 * @param {boolean} unknown
 * @returns {import('./control.js').Reading}
 */
function reading(text, column, unknown) {
  if (unknown) return { value: null, note: texts.isUnknown };
  if (text.trim() === '') return column.missing ? { value: null, note: texts.emptyIsUnknown } : { problem: texts.needsNumber, typed: text };
  const read = readNumber(text);
  if (!read) return { problem: isHuge(text) ? texts.tooLarge : texts.notANumber(text.trim()), typed: text };
  return { value: read.value, note: noteOn(read, column) };
}

/** A number, but beyond what a computer calculates with. @param {string} text */
const isHuge = (text) => /\d/.test(text) && Math.abs(Number(text.replace(',', '.'))) === Infinity;

/** @param {{ value: number, doubtful: boolean }} read @param {any} column */
function noteOn({ value, doubtful }, column) {
  if (doubtful) return texts.readAs(exact(value));
  return column.kind.integer && !Number.isInteger(value) ? texts.wholeOnly : undefined;
}
