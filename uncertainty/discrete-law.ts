import type { Atom, Law } from './law-types.ts';

/**
 * A law of separate values. Equal values are merged and masses scaled to sum to 1.
 *
 * The quantile at p is the least value whose lower tail reaches p.
 *
 * @param weighted values with weights of any positive sum, in any order
 */
export function discreteLaw(weighted: readonly Atom[]): Law {
  const sorted = weighted.filter(({ mass }) => mass > 0).sort((a, b) => a.value - b.value);
  const merged: { value: number; mass: number }[] = [];
  for (const { value, mass } of sorted) {
    const last = merged.at(-1);
    if (last?.value === value) last.mass += mass;
    else merged.push({ value, mass });
  }
  const total = merged.reduce((sum, { mass }) => sum + mass, 0);
  const atoms: Atom[] = merged.map(({ value, mass }) => ({ value, mass: mass / total }));
  const n = atoms.length;
  const values = Float64Array.from(atoms, ({ value }) => value);
  // Sums from each end, so that a rare last value keeps the accuracy of its own tail.
  const atMost = new Float64Array(n);
  const above = new Float64Array(n);
  for (let i = 0, sum = 0; i < n; i++) {
    sum += (merged[i] as Atom).mass;
    atMost[i] = i === n - 1 ? 1 : sum / total;
  }
  for (let i = n - 2, sum = 0; i >= 0; i--) {
    sum += (merged[i + 1] as Atom).mass;
    above[i] = sum / total;
  }
  const at = (i: number): number => values[Math.min(i, n - 1)] as number;
  const lower = (p: number): number => at(firstIndex(n, (i) => (atMost[i] as number) >= p));
  const upper = (q: number): number => at(firstIndex(n, (i) => (above[i] as number) <= q));
  const mean = (): number => atoms.reduce((sum, { value, mass }) => sum + value * mass, 0);
  return {
    low: at(0),
    high: at(n - 1),
    atoms,
    discrete: true,
    kinks: Array.from(atMost.subarray(0, n - 1)),
    cdf: (x) => {
      const next = firstIndex(n, (i) => (values[i] as number) > x);
      return next === 0 ? 0 : (atMost[next - 1] as number);
    },
    survival: (x) => {
      const next = firstIndex(n, (i) => (values[i] as number) > x);
      return next === 0 ? 1 : (above[next - 1] as number);
    },
    lower,
    upper,
    mean,
    variance: () => {
      const m = mean();
      return atoms.reduce((sum, { value, mass }) => sum + (value - m) ** 2 * mass, 0);
    },
  };
}

/**
 * The first index of 0..n - 1 at which a condition that stays true once it is true holds; n where none does.
 *
 * @param n how many
 * @param holds the condition
 */
export function firstIndex(n: number, holds: (index: number) => boolean): number {
  let from = 0;
  let to = n;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
