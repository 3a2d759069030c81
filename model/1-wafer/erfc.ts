/** Below this the series for erf converges fast and loses no digits; above, the continued fraction for erfc does. */
const split = 2;

/** Beyond this it is below the least double. */
const gone = 27;

/** Terms of the continued fraction that settle it: many where it begins, few far out. */
const termsFrom = (x: number): number => Math.ceil(8 + 300 / (x * x));

/**
 * The complementary error function, to about 1e-14 relative.
 *
 * @param x any number
 */
export const erfc = (x: number): number => {
  if (x < 0) return 2 - erfc(-x);
  if (x < split) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
      if (n > 200) break;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum;
  }
  if (x > gone) return 0;
  // erfc(x) = exp(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the far end.
  let fraction = x;
  for (let n = termsFrom(x); n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
};
