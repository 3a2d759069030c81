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
