// @ts-check

/** Of writing direction: they are in what some locales format, and say nothing here. */
const MARKS = /[\u200e\u200f\u061c]/g;

/**
 * A number as people type it: `1.5`, `1,5`, `1 234,5`, `1.234,5`, `−3`, `2e-3`.
 * A single comma is a decimal comma; `doubtful` says that it could have meant thousands.
 * @param {string} text
 * @returns {{ value: number, doubtful: boolean } | null} nothing where it is no number
 */
export function readNumber(text) {
  const bare = text.replace(MARKS, '').trim().replace(/[\u2212\u2013]/g, '-').replace(/(?<=\d)[\s'\u2019](?=\d{3})/g, '');
  const plain = withPoint(bare);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? { value, doubtful: /^[+-]?[1-9]\d{0,2},\d{3}$/.test(bare) } : null;
}

/** Thousands in groups, then decimals; or at least two groups. India groups by two. */
const COMMAS = /^[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)$|^[+-]?\d{1,3}(,\d{2,3})+,\d{3}$/;
const POINTS = /^[+-]?\d{1,3}(\.\d{3})+(,\d*)$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;

/** @param {string} text */
function withPoint(text) {
  if (COMMAS.test(text)) return text.replaceAll(',', '');
  if (POINTS.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return text.replace(',', '.');
}
