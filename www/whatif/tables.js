// @ts-check

import { element } from '../element.js';
import { exact } from '../numbers.js';
import { scroller } from '../scroller.js';
import { texts } from '../texts.js';
import { valueText } from '../why/value.js';

/** Rows of a table that still helps. */
const MOST = 200;

/**
 * The numbers behind the lines in the form, made when somebody asks for them.
 * @param {ReturnType<typeof import('./whatif.js').whatIf>} curves
 * @param {() => import('../answer/shown.js').Shown} shown
 * @param {import('../words.js').Words} words
 */
export function tables(curves, shown, words) {
  const list = element('div', { class: 'curve-tables' });
  const place = element('details', { class: 'curves', hidden: true }, element('summary', {}, texts.curveTables), list);
  const fill = () => {
    place.hidden = !curves.any();
    if (place.open) list.replaceChildren(...curves.series(shown()).map((one) => table(one.field, one.series, words)));
  };
  place.addEventListener('toggle', fill);
  return { element: place, fill };
}

/** @param {import('../form/field.js').Field} field @param {import('./series.js').Series} series @param {import('../words.js').Words} words */
function table({ title, column }, series, words) {
  const rows = series.values.slice(0, MOST).map((value, i) => element('tr', {},
    element('th', { scope: 'row' }, rangeOf(series, i, column, words)), element('td', {}, Number.isFinite(value) ? series.format(value) : '')));
  const more = series.values.length - rows.length;
  return element('div', {}, scroller(title, element('table', { class: 'figures' },
      element('caption', {}, title),
      element('thead', {}, element('tr', {}, ...[title, texts.wouldBe].map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows))), more > 0 && element('p', {}, texts.moreRows(more)));
}

/** @param {import('./series.js').Series} series @param {number} i @param {any} column @param {import('../words.js').Words} words */
function rangeOf({ kind, from, to, levels }, i, column, words) {
  if (kind === 'levels') return valueText(levels[i], column, words);
  return from[i] === to[i] ? exact(from[i]) : texts.between(exact(from[i]), exact(to[i]));
}
