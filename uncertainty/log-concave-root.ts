/** A tail of a distribution at one point of the latent axis: log of its area, and log of the density. */
export interface Tail {
  logArea: number;
  logDensity: number;
}

/**
 * The logarithm of the other tail: log(1 - exp(v)).
 *
 * @param v log of an area, below 0
 */
export function logComplement(v: number): number {
  return v > -Math.LN2 ? Math.log(-Math.expm1(v)) : Math.log1p(-Math.exp(v));
}

/**
 * The point at which a tail has a given area, by Newton's method on the logarithm of the area.
 *
 * The tail of a log-concave density is log-concave, so every tangent meets the target on the far side
 * of the root and the iteration then closes in monotonically: it converges from any start, with no bracket.
 *
 * @param tail writes the tail at a point into its second argument
 * @param direction 1 for a lower tail (its area grows with the point), -1 for an upper tail
 * @param logTarget log of the area wanted
 * @param start where to begin
 */
export function logConcaveRoot(tail: (at: number, out: Tail) => void, direction: 1 | -1, logTarget: number, start: number): number {
  const here: Tail = { logArea: 0, logDensity: 0 };
  let t = start;
  // Quadratic convergence: after a step below 1e-9 what remains is below the rounding of t.
  for (let i = 0; i < 200; i++) {
    tail(t, here);
    const step = direction * (logTarget - here.logArea) * Math.exp(here.logArea - here.logDensity);
    t += step;
    if (Math.abs(step) < 1e-9) break;
  }
  return t;
}
