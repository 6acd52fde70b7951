// @ts-check

/** Of writing direction: they are in what some locales format, and say nothing here. */
const MARKS = /[\u200e\u200f\u061c]/g;

/** What the reader's own numbers have between thousands. */
const GROUP = new Intl.NumberFormat().formatToParts(1e6).find(({ type }) => type === 'group')?.value;

/**
 * A number as people type it: `1.5`, `1,5`, `1 234,5`, `1.234,5`, `−3`, `2e-3`, `٣٫٥`.
 * A single comma is a decimal comma; `doubtful` says that it could have meant thousands, as a point can
 * where these are grouped by points.
 * @param {string} text
 * @param {string} [group] between thousands
 * @returns {{ value: number, doubtful: boolean } | null} nothing where it is no number
 */
export function readNumber(text, group = GROUP) {
  const bare = latin(text).replace(MARKS, '').trim().replace(/[\u2212\u2013]/g, '-').replace(/(?<=\d)[\s'\u2019](?=\d{3})/g, '');
  const plain = withPoint(bare);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? { value, doubtful: THOUSANDS.test(group === '.' ? bare.replace('.', ',') : bare) } : null;
}

const THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/** With the digits 0 to 9, whatever the script; each has its ten in a row. Arabic has signs of its own as well. @param {string} text */
const latin = (text) => text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
  const at = Number(digit.codePointAt(0));
  let zero = at;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((at - zero) % 10);
}).replaceAll('\u066c', '').replace('\u066b', '.');

/** Thousands in groups, then decimals; or at least two groups. India groups by two. */
const COMMAS = /^[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)$|^[+-]?\d{1,3}(,\d{2,3})+,\d{3}$/;
const POINTS = /^[+-]?\d{1,3}(\.\d{3})+(,\d*)$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;

/** @param {string} text */
function withPoint(text) {
  if (COMMAS.test(text)) return text.replaceAll(',', '');
  if (POINTS.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return text.replace(',', '.');
}
