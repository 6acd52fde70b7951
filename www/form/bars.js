// @ts-check

import { element } from '../element.js';
import { texts } from '../texts.js';
import { levelChance } from './chance.js';

/**
 * What the answer would be at each of many levels, folded away; a click takes one.
 * @param {import('./choice.js').Option[]} options
 * @param {(i: number) => void} take
 */
export function levelBars(options, take) {
  const rows = options.map((option, i) => ({ option, i, ...levelChance() })).filter(({ option }) => !option.other);
  const list = element('ul', { class: 'bars' }, ...rows.map(({ option, i, element: chance }) => {
    const button = element('button', { type: 'button' }, element('span', { class: 'level' }, option.title), chance);
    button.addEventListener('click', () => take(i));
    return element('li', {}, button);
  }));
  const place = element('details', { class: 'each', hidden: true }, element('summary', {}, texts.eachLevel), list);
  /** @param {import('../whatif/series.js').Series | null} series */
  const show = (series) => {
    place.hidden = !series;
    for (const row of rows) row.show(row.option, series);
  };
  return { element: place, show };
}
