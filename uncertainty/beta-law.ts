import { betaShape, betaTail, logitBetaQuantile } from './incomplete-beta.ts';
import type { Law } from './law-types.ts';
import type { Tail } from './log-concave-root.ts';

/**
 * The beta law stretched over an interval.
 *
 * @param a first shape
 * @param b second shape
 * @param low lower end
 * @param high upper end, above low
 */
export function betaLaw(a: number, b: number, low: number, high: number): Law {
  const width = high - low;
  const shape = betaShape(a, b);
  const area = (x: number, upper: boolean): number => {
    const out: Tail = { logArea: 0, logDensity: 0 };
    betaTail(shape, Math.log(x - low) - Math.log(high - x), upper, out);
    return Math.exp(out.logArea);
  };
  // From the logit, and from the nearer end, so that points next to either end are told apart.
  const place = (t: number): number => (t < 0 ? low + width / (1 + Math.exp(-t)) : high - width / (1 + Math.exp(t)));
  return {
    low,
    high,
    atoms: [],
    discrete: false,
    kinks: [],
    cdf: (x) => (x <= low ? 0 : x >= high ? 1 : area(x, false)),
    survival: (x) => (x <= low ? 1 : x >= high ? 0 : area(x, true)),
    lower: (p) => (p <= 0 ? low : place(logitBetaQuantile(shape, p, false))),
    upper: (q) => (q <= 0 ? high : place(logitBetaQuantile(shape, q, true))),
    mean: () => low + (width * a) / (a + b),
    variance: () => (width * width * a * b) / ((a + b) * (a + b) * (a + b + 1)),
  };
}
