/** Roots nearer to 0 than this are taken for 0: below it doubles lose digits. */
const LEAST = 2 ** -1022;

/**
 * The least point at which a rising function is at or above 0, in a bracket that holds it.
 *
 * Inverse quadratic interpolation guarded by bisection (Chandrupatla), on either side of 0 in log scale, so that the
 * result is accurate relative to itself.
 *
 * @param f a non-decreasing function, at or above 0 at `high`; infinite values are allowed
 * @param low start of the bracket
 * @param high end of the bracket
 * @source Chandrupatla, "A new hybrid quadratic/bisection algorithm", Advances in Engineering Software 28 (1997)
 */
export function risingRoot(f: (x: number) => number, low: number, high: number): number {
  if (low < 0 && high > 0) return f(0) >= 0 ? risingRoot(f, low, 0) : risingRoot(f, 0, high);
  if (low >= 0) {
    if (low < LEAST && f(LEAST) >= 0) return low;
    const t = search((at) => f(Math.exp(at)), Math.log(Math.max(low, LEAST)), Math.log(high));
    return clamp(Math.exp(t), low, high);
  }
  if (high > -LEAST && f(-LEAST) < 0) return high;
  const t = search((at) => f(-Math.exp(-at)), -Math.log(-low), -Math.log(Math.max(-high, LEAST)));
  return clamp(-Math.exp(-t), low, high);
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

function search(f: (x: number) => number, low: number, high: number): number {
  // a is the newest point, b the other end of the bracket, c the point dropped last.
  let a = low;
  let fa = f(a);
  if (fa >= 0) return low;
  let b = high;
  let fb = f(b);
  const floor = 1e-18 * (high - low);
  let share = 0.5;
  for (let i = 0; i < 200; i++) {
    const x = a + share * (b - a);
    const fx = f(x);
    let c = a;
    let fc = fa;
    if (fx >= 0 !== fa >= 0) {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const tolerance = Number.EPSILON * Math.abs(Math.abs(fa) < Math.abs(fb) ? a : b) + floor;
    const least = tolerance / Math.abs(b - a);
    if (!(least < 0.5)) break;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    // An exact 0 may be the upper part of a flat stretch: only bisection finds its lower end.
    const smooth = fa !== 0 && fb !== 0 && phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    share = smooth ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb)) : 0.5;
    share = Math.min(1 - least, Math.max(least, share));
  }
  return fa >= 0 ? a : b;
}
