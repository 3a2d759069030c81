import { type Law, massBetween } from './law-types.ts';
import { unitIntegral } from './unit-integral.ts';

/**
 * A law conditioned on a closed interval.
 *
 * @param base a law with a density, smooth between its kinks
 * @param low lower end
 * @param high upper end
 */
export function truncatedLaw(base: Law, low: number, high: number): Law {
  const from = Math.max(low, base.low);
  const to = Math.min(high, base.high);
  const mass = massBetween(base, from, to);
  const before = base.cdf(from) - (base.atoms.find(({ value }) => value === from)?.mass ?? 0);
  const after = base.survival(to);
  const inside = (x: number): number => Math.min(to, Math.max(from, x));
  // p + q = 1; whichever side of the base is nearer serves as the ruler.
  const between = (p: number, q: number): number => {
    const below = before + p * mass;
    return inside(below <= 0.5 ? base.lower(below) : base.upper(Math.min(0.5, after + q * mass)));
  };
  const kinks = base.kinks.map((kink) => (kink - before) / mass).filter((kink) => kink > 0 && kink < 1);
  const expect = (of: (x: number) => number): number => {
    const edges = [0, ...kinks, 1];
    return edges.slice(1).reduce((sum, edge, i) => {
      const start = edges[i] as number;
      const width = edge - start;
      return sum + width * unitIntegral((p, q) => of(between(start + width * p, 1 - edge + width * q)));
    }, 0);
  };
  const mean = (): number => inside(expect((x) => x));
  return {
    low: from,
    high: to,
    atoms: base.atoms.filter(({ value }) => value >= from && value <= to).map((atom) => ({ value: atom.value, mass: atom.mass / mass })),
    discrete: false,
    kinks,
    cdf: (x) => (x < from ? 0 : x >= to ? 1 : massBetween(base, from, x) / mass),
    survival: (x) => {
      if (x < from) return 1;
      if (x >= to) return 0;
      return (base.cdf(x) > 0.5 ? base.survival(x) - after : base.cdf(to) - base.cdf(x)) / mass;
    },
    lower: (p) => (p <= 0 ? from : between(p, 1 - p)),
    upper: (q) => (q <= 0 ? to : between(1 - q, q)),
    mean,
    variance: () => {
      const m = mean();
      return expect((x) => (x - m) ** 2);
    },
  };
}
