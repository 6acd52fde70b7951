// Numbers for people.

/** With three digits, and commas. */
export function digits(value) {
  if (!Number.isFinite(value)) return '-';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(value >= 10 ? 3 : 2)));
}

/** Rows a second: `4.9 M`, `86 k`. */
export function rate(perSecond) {
  if (perSecond >= 1e6) return `${digits(perSecond / 1e6)} M`;
  return perSecond >= 1e3 ? `${digits(perSecond / 1e3)} k` : digits(perSecond);
}

/** Bytes: `1.3 MB`, `15 KB`, of 1,024 each. */
export const bytes = (count) => count >= 2 ** 20 ? `${digits(count / 2 ** 20)} MB` : `${digits(count / 2 ** 10)} KB`;

/** `7.4 [5.0, 7.9]`, with `x` behind the first. */
export const times = (ratio) => ratio ? `${digits(ratio.median)}x [${digits(ratio.low)}, ${digits(ratio.high)}]` : '-';
