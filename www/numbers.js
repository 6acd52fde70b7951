// @ts-check
// Numbers as the reader's locale writes them.

import { texts } from './texts.js';

/** The reader's languages; some systems name one that is none ("C"). */
export const locale = [...(globalThis.navigator?.languages ?? [])].filter(isLanguage);

/** @param {string} tag */
function isLanguage(tag) {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** @param {Intl.NumberFormatOptions} options */
const format = (options) => new Intl.NumberFormat(locale, options);

const counts = format({ maximumFractionDigits: 0 });
const short = format({ maximumSignificantDigits: 4 });
const full = format({ maximumSignificantDigits: 15 });
const scientific = format({ maximumSignificantDigits: 15, notation: 'scientific' });
const typed = format({ maximumSignificantDigits: 17, useGrouping: false, numberingSystem: 'latn' });
const metric = format({ minimumFractionDigits: 3, maximumFractionDigits: 3 });
const percents = format({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholePercents = format({ style: 'percent', maximumFractionDigits: 0 });
const kilobytes = format({ style: 'unit', unit: 'kilobyte', maximumSignificantDigits: 2 });

/** As the numbers here have it. */
export const minus = counts.formatToParts(-1)[0].value;

/** A whole number. @param {number} n */
export const count = (n) => counts.format(n);

/** Four digits that count. @param {number} x */
export const number = (x) => short.format(x);

/** Every digit that was stored, so that it can be compared with what somebody types. @param {number} x */
export const exact = (x) => (x === 0 || (Math.abs(x) >= 1e-6 && Math.abs(x) < 1e15) ? full : scientific).format(x);

/** As somebody would type it, to be read again. @param {number} x */
export const editable = (x) => typed.format(x);

/** Three decimals, for a column of them; large ones with four digits. @param {number} x */
export const score = (x) => (Math.abs(x) < 10 ? metric : short).format(x);

/** A size in memory. @param {number} bytes */
export const size = (bytes) => kilobytes.format(bytes / 1000);

/** @param {number} share between 0 and 1 */
export const wholePercent = (share) => wholePercents.format(share);

/** One decimal; "100 %" and "0 %" only for what is certain. @param {number} share */
export function percent(share) {
  if (share === 0 || share === 1) return wholePercents.format(share);
  if (share > 0 && share < 0.0005) return texts.below(percents.format(0.001));
  if (share < 1 && share > 0.9995) return texts.above(percents.format(0.999));
  return percents.format(share);
}
