/** A value that has a probability of its own. */
export interface Atom {
  readonly value: number;
  readonly mass: number;
}

/** A distribution made ready to evaluate. Every tail is computed as such, never as 1 minus the other. */
export interface Law {
  /** Ends of the support; may be infinite. */
  readonly low: number;
  readonly high: number;
  /** Values of positive probability, in rising order. */
  readonly atoms: readonly Atom[];
  /** Whether the atoms are all there is. */
  readonly discrete: boolean;
  /** Probabilities between 0 and 1 at which the quantile is not smooth. */
  readonly kinks: readonly number[];
  /** P(X <= x). */
  cdf(x: number): number;
  /** P(X > x). */
  survival(x: number): number;
  /** The quantile of the lower tail p, for p from 0 to 1/2. */
  lower(p: number): number;
  /** The point whose upper tail is q, for q from 0 to 1/2. */
  upper(q: number): number;
  mean(): number;
  variance(): number;
}

/**
 * The quantile of a law; 1 - p is exact for p above 1/2, so both tails keep their relative accuracy.
 *
 * @param of the law
 * @param p probability of the lower tail, 0 to 1
 */
export function quantileOf(of: Law, p: number): number {
  return p <= 0.5 ? of.lower(p) : of.upper(1 - p);
}

/**
 * The point of a law whose upper tail is q.
 *
 * @param of the law
 * @param q probability of the upper tail, 0 to 1
 */
export function upperQuantileOf(of: Law, q: number): number {
  return q <= 0.5 ? of.upper(q) : of.lower(1 - q);
}

/**
 * The probability of the closed interval from low to high, taken on the side where it does not cancel.
 *
 * @param of the law
 * @param low lower end
 * @param high upper end
 */
export function massBetween(of: Law, low: number, high: number): number {
  if (low > high) return 0;
  const atLow = of.atoms.find(({ value }) => value === low)?.mass ?? 0;
  const inside = of.cdf(low) > 0.5 ? of.survival(low) - of.survival(high) : of.cdf(high) - of.cdf(low);
  return Math.max(0, inside + atLow);
}
