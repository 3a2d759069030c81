import { firstIndex } from './discrete-law.ts';
import { type Atom, type Law, quantileOf, upperQuantileOf } from './law-types.ts';
import { risingRoot } from './rising-root.ts';

/**
 * A weighted mixture of laws. Its quantile is the root of its tail between the quantiles of its parts.
 *
 * @param weighted the parts, with weights of any positive sum
 */
export function mixtureLaw(weighted: readonly { readonly weight: number; readonly law: Law }[]): Law {
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const parts = weighted.map(({ weight, law }) => ({ weight: weight / total, law }));
  const sum = (of: (law: Law) => number): number => parts.reduce((acc, { weight, law }) => acc + weight * of(law), 0);
  const cdf = (x: number): number => sum((law) => law.cdf(x));
  const survival = (x: number): number => sum((law) => law.survival(x));
  const mean = (): number => sum((law) => law.mean());
  const atoms = mergeAtoms(parts);
  const least = (of: (law: Law) => number): number => parts.reduce((acc, { law }) => Math.min(acc, of(law)), Number.POSITIVE_INFINITY);
  const most = (of: (law: Law) => number): number => parts.reduce((acc, { law }) => Math.max(acc, of(law)), Number.NEGATIVE_INFINITY);

  const atomCdf = atoms.map(({ value }) => cdf(value));
  const atomSurvival = atoms.map(({ value }) => survival(value));

  /** Narrows [from, to] by the atoms around the root and solves between, `excess` rising through 0. */
  const solve = (
    from: number,
    to: number,
    reached: (atom: number) => boolean,
    jumps: (atom: number) => boolean,
    excess: (x: number) => number,
  ): number => {
    if (from === to) return from;
    const next = firstIndex(atoms.length, reached);
    const after = atoms[next]?.value ?? to;
    if (next < atoms.length && jumps(next)) return after;
    return risingRoot(excess, Math.max(from, atoms[next - 1]?.value ?? from), Math.min(to, after));
  };
  const lower = (p: number): number => {
    if (p <= 0) return least((law) => law.low);
    return solve(
      least((law) => quantileOf(law, p)),
      most((law) => quantileOf(law, p)),
      (i) => (atomCdf[i] as number) >= p,
      (i) => (atomCdf[i] as number) - (atoms[i] as Atom).mass < p,
      (x) => Math.log(cdf(x) / p),
    );
  };
  const upper = (q: number): number => {
    if (q <= 0) return most((law) => law.high);
    return solve(
      least((law) => upperQuantileOf(law, q)),
      most((law) => upperQuantileOf(law, q)),
      (i) => (atomSurvival[i] as number) <= q,
      (i) => (atomSurvival[i] as number) + (atoms[i] as Atom).mass > q,
      (x) => Math.log(q / survival(x)),
    );
  };
  return {
    low: least((law) => law.low),
    high: most((law) => law.high),
    atoms,
    discrete: parts.every(({ law }) => law.discrete),
    kinks: [],
    cdf,
    survival,
    lower,
    upper,
    mean,
    variance: () => {
      const m = mean();
      return sum((law) => law.variance() + (law.mean() - m) ** 2);
    },
  };
}

function mergeAtoms(parts: readonly { readonly weight: number; readonly law: Law }[]): readonly Atom[] {
  const masses = new Map<number, number>();
  for (const { weight, law } of parts) {
    for (const { value, mass } of law.atoms) masses.set(value, (masses.get(value) ?? 0) + weight * mass);
  }
  return [...masses].map(([value, mass]) => ({ value, mass })).sort((a, b) => a.value - b.value);
}
