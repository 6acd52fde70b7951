// @ts-check
// Light, dark, or as the system has it. It comes before anything is drawn, so that nothing flashes.

/**
 * When the dark style sheet holds; paper is always white.
 * @type {Record<string, string>}
 */
const HOLDS = { system: 'screen and (prefers-color-scheme: dark)', light: 'not all', dark: 'screen' };
const KEY = 'windowbox theme';

export const themes = Object.keys(HOLDS);

/** What was chosen in this browser; the system's where nothing was, or nothing is kept. */
export function chosen() {
  try {
    const kept = localStorage.getItem(KEY) ?? '';
    return themes.includes(kept) ? kept : themes[0];
  } catch {
    return themes[0];
  }
}

/** Shows a theme, and keeps it where the browser keeps anything. @param {string} theme */
export function choose(theme) {
  show(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}

/** When the dark holds: of a sheet of its own, or of rules in one. @type {MediaList | undefined} */
let held;

/** @param {string} theme */
function show(theme) {
  held ??= lists().find((media) => media.mediaText.includes('prefers-color-scheme'));
  if (held) held.mediaText = HOLDS[theme];
}

/** Of the page's sheets, and of the rules in them. */
function lists() {
  return [...document.styleSheets].flatMap((sheet) =>
    [sheet.media, ...[...sheet.cssRules].flatMap((rule) => rule instanceof CSSMediaRule ? [rule.media] : [])]);
}

show(chosen());
