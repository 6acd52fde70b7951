// @ts-check
// The bits of doubles, as halves: for functions that are written in them.

const double = new Float64Array(1), halves = new Uint32Array(double.buffer);

/** The upper half, with sign and exponent. @param {number} x */
export const high = (x) => (double[0] = x, halves[1]);

/** The lower half. @param {number} x */
export const low = (x) => (double[0] = x, halves[0]);

/** The number of two halves. @param {number} upper @param {number} lower */
export const from = (upper, lower) => (halves[1] = upper, halves[0] = lower, double[0]);

/** `2^k` of a normal number: an engine's own power need not be exact. @param {number} k */
export const two = (k) => from((0x3ff + k) << 20, 0);

/** The next larger double of a finite one. @param {number} x */
export const next = (x) => {
  if (x === 0) return 5e-324;
  const lower = low(x) + (x > 0 ? 1 : -1), upper = high(x);
  return lower < 0 ? from(upper - 1, 0xffffffff) : lower > 0xffffffff ? from(upper + 1, 0) : from(upper, lower);
};

/** The same number with another upper half. @param {number} x @param {number} upper */
export const withHigh = (x, upper) => from(upper, low(x));

/** The same number without its lower half. @param {number} x */
export const cut = (x) => from(high(x), 0);

/**
 * `x * 2^n`, rounded once: libm's.
 * @param {number} x
 * @param {number} n
 */
export const scaled = (x, n) => {
  for (let times = 0; n > 1023 && times < 2; times++) x *= two(1023), n -= 1023;
  for (let times = 0; n < -1022 && times < 2; times++) x *= two(-969), n += 969;
  return x * two(Math.max(-1022, Math.min(1023, n)));
};
