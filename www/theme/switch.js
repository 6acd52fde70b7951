// @ts-check

import { drawn, element } from '../element.js';
import { texts } from '../texts.js';
import { choose, chosen, themes } from './stored.js';

/** The browser's own menu of the themes, with a picture before it. */
export function themeSwitch() {
  const options = themes.map((theme) => element('option', { value: theme, selected: theme === chosen() }, texts.themes[theme]));
  const menu = element('select', { 'aria-label': texts.theme }, ...options);
  menu.addEventListener('input', () => choose(menu.value));
  return element('div', { class: 'theme' }, picture(), menu);
}

/** Half lit, half dark. */
function picture() {
  return drawn('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    drawn('circle', { cx: 8, cy: 8, r: 6.25, class: 'rim' }), drawn('path', { d: 'M8 1.75a6.25 6.25 0 0 1 0 12.5z' }));
}
