// @ts-check
// The page's styles for a shadow root: they neither reach the page around it nor are reached by it, but for the
// properties `--windowbox-...`, which colour and type it.

// @ts-ignore: the build puts it there, all styles in one
import page from './page.css';
// @ts-ignore: as text
import own from './embed.css';

/**
 * @param {string} css minified
 * @returns {string}
 */
export const embedded = (css) => css
  .replace(/(^|[{},])(?::root|html)((?:\[[^\]]*\]|:not\([^)]*\))+)/g, '$1:host($2)')
  .replace(/(^|[{},])(?:body|html|:root)(?=[{,])/g, '$1:host')
  // What is around it decides, not how wide the window is.
  .replace(/@media ?\(max-width:/g, '@container (max-width:')
  .replace(/--([a-z-]+):([^;{}]+)(?=[;}])/g, (all, name, value) => `--${name}:var(--windowbox-${name},${value})`);

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** One for all elements; a policy without inline styles allows it. */
export function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(embedded(page) + own);
  }
  return sheet;
}
