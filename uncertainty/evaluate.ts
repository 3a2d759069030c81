import type { Distribution } from '#quantity';
import { law } from './law.ts';
import { quantileOf, upperQuantileOf } from './law-types.ts';
import { type QuantileTable, quantileTable } from './quantile-table.ts';

function probability(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability must be from 0 to 1, not ${p}`);
  return p;
}

/**
 * The value below which a share p of the probability lies.
 *
 * @param d a distribution that `validate` accepts
 * @param p probability of the lower tail
 * @throws when p is not from 0 to 1
 */
export function quantile(d: Distribution, p: number): number {
  return quantileOf(law(d), probability(p));
}

/**
 * The value above which a share q of the probability lies; for upper tails too thin for 1 - q.
 *
 * @param d a distribution that `validate` accepts
 * @param q probability of the upper tail
 * @throws when q is not from 0 to 1
 */
export function upperQuantile(d: Distribution, q: number): number {
  return upperQuantileOf(law(d), probability(q));
}

/**
 * The probability of a value at or below x.
 *
 * @param d a distribution that `validate` accepts
 * @param x where to cut
 */
export function cdf(d: Distribution, x: number): number {
  return law(d).cdf(x);
}

/**
 * The probability of a value above x, accurate where it is small.
 *
 * @param d a distribution that `validate` accepts
 * @param x where to cut
 */
export function survival(d: Distribution, x: number): number {
  return law(d).survival(x);
}

/**
 * The mean of a distribution.
 *
 * @param d a distribution that `validate` accepts
 */
export function mean(d: Distribution): number {
  return law(d).mean();
}

/**
 * The variance of a distribution.
 *
 * @param d a distribution that `validate` accepts
 */
export function variance(d: Distribution): number {
  return law(d).variance();
}

/**
 * The median of a distribution: what a run without sampling uses for the number.
 *
 * @param d a distribution that `validate` accepts
 */
export function median(d: Distribution): number {
  switch (d.kind) {
    case 'point':
      return d.value;
    case 'split':
      return d.p50;
    default:
      return law(d).lower(0.5);
  }
}

/**
 * The ends of the support of a distribution; infinite where it has none.
 *
 * @param d a distribution that `validate` accepts
 */
export function support(d: Distribution): readonly [low: number, high: number] {
  const { low, high } = law(d);
  return [low, high];
}

/**
 * The quantile in a form for hot loops: a closure from u in (0, 1) to the value.
 *
 * It agrees with `quantile` to 1e-11 relative: see `quantileTable`.
 *
 * @param d a distribution that `validate` accepts
 */
export function compile(d: Distribution): (u: number) => number {
  const table = compileTable(d);
  return (u) => table.at(u);
}

/**
 * The quantile in a form for hot loops, over arrays too.
 *
 * @param d a distribution that `validate` accepts
 */
export function compileTable(d: Distribution): QuantileTable {
  return quantileTable(law(d));
}
