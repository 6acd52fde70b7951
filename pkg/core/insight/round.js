// @ts-check

/**
 * The number with the fewest decimals from one towards another, and no further than `slack`: what a person would
 * write. The one itself where there is none.
 * @param {number} x
 * @param {number} towards
 * @param {number} slack
 */
export const short = (x, towards, slack) => {
  const rises = towards >= x, limit = rises ? Math.min(towards, x + slack) : Math.max(towards, x - slack);
  for (let decimals = -Math.ceil(Math.log10(slack || 1)); decimals <= 17; decimals++) {
    const units = Number(`${x}e${decimals}`) || x * 10 ** decimals;
    // A number that lies beside one of so many decimals may be taken for it.
    const whole = rises ? [Math.floor(units), Math.floor(units) + 1] : [Math.ceil(units), Math.ceil(units) - 1];
    const found = whole.map((whole) => Number(`${whole}e${-decimals}`)).find((y) => rises ? y >= x && y <= limit : y <= x && y >= limit);
    if (found !== undefined) return found;
  }
  return x;
};
