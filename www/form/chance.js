// @ts-check

import { element } from '../element.js';

/** What the answer would be at a level: a number, and a bar of it. Seen alone: the label stays the level's name. */
export function levelChance() {
  const number = element('span', { class: 'would' });
  const bar = element('span', { class: 'chance' });
  const place = element('span', { class: 'chances empty', 'aria-hidden': 'true' }, number, bar);
  const show = (/** @type {import('./choice.js').Option} */ option, /** @type {import('../whatif/series.js').Series | null} */ series) => {
    const i = series && !option.other ? series.levels.indexOf(option.value) : -1;
    const value = series?.values[i] ?? NaN;
    place.classList.toggle('empty', !Number.isFinite(value));
    if (!series || !Number.isFinite(value)) return;
    number.dataset.share = series.format(value);
    bar.style.setProperty('--chance', String(series.high > series.low ? (value - series.low) / (series.high - series.low) : 1));
  };
  return { element: place, show };
}
