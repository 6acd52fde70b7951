// @ts-check
// Date: a text that is a date, a time or both becomes a number: src/preprocess/date.rs.
import { next } from './bits.js';

const DAY = 86400, CLOCK = '(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{0,9}))?)?';

/** How the texts are written. @type {Record<string, RegExp>} */
const FORMATS = {
  date: /^(\d{4})-(\d\d)-(\d\d)$/,
  time: RegExp(`^()()()${CLOCK}$`),
  'date-time': RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt]${CLOCK}$`),
  duration: /^()()()(\d{1,4}):(\d\d):(\d\d)$/,
};

/** Days since March 1 of the year 0. @param {number} year @param {number} month @param {number} day */
const days = (year, month, day) => {
  // A year that begins in March has its leap day last.
  const [y, m] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 1;
};

/** @param {number} year @param {number} month @param {number} day */
const isDay = (year, month, day) => {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 ? 28 + Number(leap) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= length;
};

/**
 * A point in time as it is written; a fraction of a second in nanoseconds.
 * @typedef {{ year: number, month: number, day: number, seconds: number, nanos: number }} Moment
 */

/** @param {string} format @param {string} text @returns {Moment | undefined} */
const moment = (format, text) => {
  const lasts = format === 'duration', sign = lasts && text[0] === '-' ? -1 : 1, found = FORMATS[format].exec(sign < 0 ? text.slice(1) : text);
  if (!found) return;
  const [year, month, day, hours, minutes, seconds] = [1, 2, 3, 4, 5, 6].map((i) => Number(found[i] || 0));
  const nanos = Number(`${found[7] || ''}000000000`.slice(0, 9)), whole = !/^date/.test(format) || isDay(year, month, day);
  if (whole && (lasts || hours < 24) && minutes < 60 && seconds < 60) return { year, month, day, seconds: sign * (hours * 3600 + minutes * 60 + seconds), nanos };
};

/** @type {Record<string, (moment: Moment, days: number, total: number) => number>} */
const PARTS = {
  days: (_, days) => days,
  // Toward 0, also before the start of the count.
  seconds: ({ nanos }, _, total) => total + (nanos > 0 && total < 0 ? 1 : 0),
  // A whole number and a fraction stay between it and the next.
  instant: ({ nanos }, _, total) => nanos ? Math.min(Math.max(total + nanos / 1e9, next(total)), -next(-(total + 1))) : total,
  'second-of-day': ({ seconds }) => seconds,
  year: ({ year }) => year,
  month: ({ month }) => month,
  day: ({ day }) => day,
  'day-of-year': ({ year, month, day }) => days(year, month, day) - days(year, 1, 0),
  hour: ({ seconds }) => Math.floor(seconds / 3600),
  minute: ({ seconds }) => Math.floor(seconds / 60) % 60,
  second: ({ seconds }) => seconds % 60,
};

/**
 * The number of a text; `undefined` where it is not written as it should be.
 * @param {any} of
 * @returns {(text: string) => number | undefined}
 */
export const dated = ({ format, part, since }) => (text) => {
  const found = moment(format, text);
  if (!found) return;
  const count = /^date/.test(format) ? days(found.year, found.month, found.day) - days(since, 1, 1) : 0;
  // No whole number is -0.
  return PARTS[part](found, count, count * DAY + found.seconds) + 0;
};

/** @type {(of: any) => import('./kinds.js').Apply} */
export const date = (of) => {
  const number = dated(of);
  return ({ rows, values, texts }, [slot], to) => {
    for (let r = 0; r < rows; r++) {
      const text = texts[slot][r], found = text === null ? undefined : number(text);
      values[to * rows + r] = found === undefined ? NaN : found;
    }
  };
};
