/**
 * What is known of an uncertain number, in canonical units. Plain data: `uncertainty/` evaluates it.
 *
 * `split` is the everyday form: a 5% and a 95% point and, where given, a median between them, joined
 * by two half-normals in `log` or `linear` scale, so that a published central value and its range are
 * both kept even when the range is lopsided.
 */
export type Distribution =
  | { readonly kind: 'point'; readonly value: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'split'; readonly scale: 'log' | 'linear'; readonly p5: number; readonly p50: number; readonly p95: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'pert'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'beta'; readonly alpha: number; readonly beta: number; readonly low: number; readonly high: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly weight: number; readonly of: Distribution }[] }
  | { readonly kind: 'truncated'; readonly of: Distribution; readonly low: number; readonly high: number }
  | { readonly kind: 'empirical'; readonly values: readonly number[] }
  | { readonly kind: 'discrete'; readonly outcomes: readonly { readonly value: number; readonly weight: number }[] };

/**
 * Expresses a distribution in another unit or currency: every draw is multiplied by the factor.
 *
 * @param d the distribution
 * @param factor the factor, above 0 and finite
 * @throws RangeError on any other factor, which would turn a distribution around or into nothing
 */
export function scaleDistribution(d: Distribution, factor: number): Distribution {
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) throw new RangeError(`a distribution cannot be scaled by ${factor}`);
  switch (d.kind) {
    case 'point':
      return { ...d, value: d.value * factor };
    case 'normal':
      return { ...d, mean: d.mean * factor, sd: d.sd * factor };
    case 'lognormal':
      return { ...d, mu: d.mu + Math.log(factor) };
    case 'split':
      return { ...d, p5: d.p5 * factor, p50: d.p50 * factor, p95: d.p95 * factor };
    case 'uniform':
    case 'beta':
      return { ...d, low: d.low * factor, high: d.high * factor };
    case 'triangular':
    case 'pert':
      return { ...d, low: d.low * factor, mode: d.mode * factor, high: d.high * factor };
    case 'gamma':
      return { ...d, scale: d.scale * factor };
    case 'mixture':
      return { ...d, parts: d.parts.map(({ weight, of }) => ({ weight, of: scaleDistribution(of, factor) })) };
    case 'truncated':
      return { ...d, of: scaleDistribution(d.of, factor), low: bound(d.low * factor), high: bound(d.high * factor) };
    case 'empirical':
      return { ...d, values: d.values.map((value) => value * factor) };
    case 'discrete':
      return { ...d, outcomes: d.outcomes.map(({ value, weight }) => ({ value: value * factor, weight })) };
  }
}

/**
 * Tells whether a distribution is a plain number.
 *
 * @param d the distribution
 */
export const isPoint = (d: Distribution): d is Extract<Distribution, { readonly kind: 'point' }> => d.kind === 'point';

/** An open side is written as the greatest double, which JSON can hold and infinity cannot. */
const bound = (value: number): number => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
