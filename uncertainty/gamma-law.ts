import { gammaTail, logGammaQuantile } from './incomplete-gamma.ts';
import type { Law } from './law-types.ts';
import type { Tail } from './log-concave-root.ts';

/**
 * The gamma law.
 *
 * @param shape shape
 * @param scale scale
 */
export function gammaLaw(shape: number, scale: number): Law {
  const area = (x: number, upper: boolean): number => {
    if (x / scale === Number.POSITIVE_INFINITY) return upper ? 0 : 1;
    const out: Tail = { logArea: 0, logDensity: 0 };
    gammaTail(shape, Math.log(x / scale), upper, out);
    return Math.exp(out.logArea);
  };
  return {
    low: 0,
    high: Number.POSITIVE_INFINITY,
    atoms: [],
    discrete: false,
    kinks: [],
    cdf: (x) => (x <= 0 ? 0 : area(x, false)),
    survival: (x) => (x <= 0 ? 1 : area(x, true)),
    lower: (p) => (p <= 0 ? 0 : scale * Math.exp(logGammaQuantile(shape, p, false))),
    upper: (q) => (q <= 0 ? Number.POSITIVE_INFINITY : scale * Math.exp(logGammaQuantile(shape, q, true))),
    mean: () => shape * scale,
    variance: () => shape * scale * scale,
  };
}
