// @ts-check

import { drawn, element } from '../element.js';
import { exact } from '../numbers.js';
import { texts } from '../texts.js';
import { pieceOf } from '../whatif/series.js';

const WIDTH = 200;
const HEIGHT = 60;

/** @typedef {import('../whatif/series.js').Series} Series */

/**
 * The answer over a column's range: a line, a dot at the value that is there, and what is said where one points.
 * A click or a drag takes the value; the slider below does the same by keyboard. The tables have the numbers.
 * @param {{ min: number, max: number } | null} scale nothing where the model does not say what its training saw: then all of the line
 * @param {(x: number) => void} take
 */
export function curve(scale, take) {
  let { min, max } = scale ?? { min: 0, max: 1 };
  const line = drawn('path', { class: 'line', 'vector-effect': 'non-scaling-stroke' });
  const plot = drawn('svg', { class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, line);
  const dot = element('span', { class: 'dot', hidden: true });
  const peek = element('span', { class: 'peek', hidden: true });
  const ends = ['high', 'low'].map((end) => element('span', { class: `reach ${end}` }));
  const place = element('div', { class: 'answers', 'aria-hidden': 'true' }, plot, ...ends, dot, peek);
  /** @type {Series | null} */
  let series = null;
  let at = /** @type {number | null} */ (null);
  const mark = (/** @type {number | null} */ x) => {
    at = x;
    const y = series && x !== null && x >= min && x <= max ? heightAt(series, x) : null;
    dot.hidden = y === null;
    dot.style.setProperty('--x', String(((x ?? min) - min) / (max - min)));
    dot.style.setProperty('--y', String(y));
  };
  pointed(plot, (share, pressed) => {
    const x = min + share * (max - min);
    if (pressed) take(x);
    peek.textContent = series && said(series, x);
    peek.hidden = !series;
  }, () => { peek.hidden = true; });
  const show = (/** @type {Series | null} */ next) => {
    series = next;
    if (!scale && next) [min, max] = [next.from[0] ?? 0, next.to.at(-1) ?? 1];
    // A line of one value has it in its middle.
    if (min === max) [min, max] = [min - 1, max + 1];
    const reaches = next !== null && Number.isFinite(max - min);
    place.classList.toggle('drawn', reaches);
    ends.forEach((end, i) => { end.textContent = next && next.format(i === 0 ? next.high : next.low); });
    line.setAttribute('d', reaches ? path(next, min, max) : '');
    mark(at);
  };
  return { element: place, show, mark };
}

/**
 * The same with the ends of the line below it, where no slider has them.
 * @param {(x: number) => void} take
 */
export function bareCurve(take) {
  const own = curve(null, take);
  const ends = [0, 1].map(() => element('span', { class: 'end' }));
  const show = (/** @type {Series | null} */ series) => {
    ends.forEach((end, i) => { end.textContent = series && exact(short((i ? series.to : series.from).at(-i) ?? 0)); });
    own.show(series);
  };
  return { ...own, element: element('div', { 'aria-hidden': 'true' }, own.element, element('p', { class: 'ends' }, ...ends)), show };
}

/** @param {number} x */
const short = (x) => Number(x.toPrecision(3));

/** From 0 at the foot to 1 at the head. @param {Series} series @param {number} value */
const height = ({ low, high }, value) => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5);

/** @param {Series} series @param {number} x */
function heightAt(series, x) {
  const value = series.values[pieceOf(series, x)];
  return Number.isFinite(value) ? height(series, value) : null;
}

/** @param {Series} series @param {number} x */
function said(series, x) {
  const value = series.values[pieceOf(series, x)];
  return Number.isFinite(value) ? texts.peek(exact(short(x)), series.format(value)) : '';
}

/** Steps go across and then up; samples are joined. @param {Series} series @param {number} min @param {number} max */
function path(series, min, max) {
  const x = (/** @type {number} */ value) => (((Math.min(max, Math.max(min, value)) - min) / (max - min)) * WIDTH).toFixed(2);
  let text = '';
  series.values.forEach((value, i) => {
    if (series.to[i] < min || series.from[i] > max || !Number.isFinite(value)) return;
    const y = ((1 - height(series, value)) * HEIGHT).toFixed(2);
    text += text === '' ? `M${x(edge(series, i))} ${y}` : series.kind === 'steps' ? `V${y}` : `L${x(series.from[i])} ${y}`;
    if (series.kind === 'steps') text += `H${x(edge(series, i + 1))}`;
  });
  return text;
}

/** Where a piece begins; between whole numbers halfway. @param {Series} series @param {number} i */
const edge = ({ from, to }, i) => ((from[i] ?? to[i - 1]) + (to[i - 1] ?? from[i])) / 2;

/**
 * A finger that comes down may be about to scroll: it takes once it slides across, or goes up again.
 * @param {SVGSVGElement} plot
 * @param {(share: number, pressed: boolean) => void} at
 * @param {() => void} gone
 */
function pointed(plot, at, gone) {
  let sliding = false, from = { x: 0, y: 0 };
  const tell = (/** @type {PointerEvent} */ { clientX }, /** @type {boolean} */ takes) => {
    const { left, width } = plot.getBoundingClientRect();
    at(Math.min(1, Math.max(0, (clientX - left) / width)), takes);
  };
  plot.addEventListener('pointerdown', (event) => {
    plot.setPointerCapture(event.pointerId);
    [sliding, from] = [event.pointerType !== 'touch', event];
    tell(event, sliding && event.buttons === 1);
  });
  plot.addEventListener('pointermove', (event) => {
    sliding ||= Math.abs(event.x - from.x) > Math.abs(event.y - from.y);
    tell(event, sliding && event.buttons === 1);
  });
  plot.addEventListener('pointerup', (event) => event.pointerType === 'touch' && tell(event, true));
  plot.addEventListener('pointerleave', gone);
}
