// @ts-check

import { locale } from '../numbers.js';

/**
 * A moment as the reader's locale writes it; what is no date stays as it is.
 * @param {string} text RFC 3339, perhaps with a time zone's name in brackets
 */
export function moment(text) {
  const time = new Date(String(text).replace(/\[.*\]$/, ''));
  if (Number.isNaN(time.valueOf())) return text;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(time);
}
