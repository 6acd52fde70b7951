// @ts-check

/**
 * The rows in the order of their values, smallest first, NaN last; equal ones stay in their order. Digit by
 * digit, 16 bits at a time, and between two digits the page has its turn: comparing a million rows would freeze it.
 * @param {Uint32Array} rows
 * @param {Float64Array | Float32Array} values of all rows
 */
export async function ordered(rows, values) {
  const keys = keysOf(values);
  /** @type {Uint32Array} */
  let from = rows;
  for (let digit = 0; digit < 4; digit++) {
    from = sorted(from, keys, digit);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return from;
}

/** Doubles as whole numbers of the same order, in four digits each. @param {Float64Array | Float32Array} values */
function keysOf(values) {
  const keys = new Uint32Array(new Float64Array(values).buffer);
  for (let i = 0; i < values.length; i++) {
    const missing = values[i] !== values[i], flip = keys[2 * i + 1] >> 31;
    keys[2 * i] = missing ? -1 : keys[2 * i] ^ flip;
    keys[2 * i + 1] = missing ? -1 : keys[2 * i + 1] ^ (flip | 0x80000000);
  }
  return new Uint16Array(keys.buffer);
}

/** By one digit; where all have the same, nothing is to be done. @param {Uint32Array} from @param {Uint16Array} keys @param {number} digit */
function sorted(from, keys, digit) {
  const next = new Uint32Array(0x10001);
  for (const row of from) next[keys[row * 4 + digit] + 1]++;
  if (from.length === 0 || next[keys[from[0] * 4 + digit] + 1] === from.length) return from;
  for (let i = 0; i < 0x10000; i++) next[i + 1] += next[i];
  const to = new Uint32Array(from.length);
  for (const row of from) to[next[keys[row * 4 + digit]]++] = row;
  return to;
}
