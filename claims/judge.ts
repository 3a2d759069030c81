import type { ClaimEstimate, Verdict } from '#report';
import { selectQuantiles } from '#uncertainty';
import type { Tolerated } from './written-form.ts';

/** From here on a claim counts as supported, and up to there as contradicted; between them it depends. */
export const verdictLines = { supported: 0.8, contradicted: 0.1 } as const;
/** An effect smaller than this share of the claimed one is none. */
const leastEffect = 0.1;
/** So many tens away from the middle, and outside of the 90% band, a figure is another one. */
const farApart = 0.5;
/** Draws that must have the figure, for anything to be said of it. */
const leastPresent = 0.5;

/** Figures that differ by less than this share of them differ by rounding. */
export const rounding = 1e-9;

export interface Judged {
  readonly verdict: Verdict;
  /** Whether the probability alone gave the verdict, and no rule on how far off a figure or how small an effect is. */
  readonly byProbability: boolean;
  readonly probability: number | undefined;
  readonly estimate: Omit<ClaimEstimate, 'unit'> | undefined;
}

/** The verdict that goes with a probability. */
export const verdictOf = (probability: number): Verdict =>
  probability >= verdictLines.supported ? 'supported' : probability <= verdictLines.contradicted ? 'contradicted' : 'depends';

const unjudged: Judged = { verdict: 'not-judged', byProbability: false, probability: undefined, estimate: undefined };

const present = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

const estimateOf = (values: Float64Array): Omit<ClaimEstimate, 'unit'> => {
  const [p5, p25, p50, p75, p95] = selectQuantiles(values, [0.05, 0.25, 0.5, 0.75, 0.95]) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { p5, p25, p50, p75, p95 };
};

const shareOf = (values: Float64Array, holds: (value: number) => boolean): number => {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count / values.length;
};

/** Whether a figure is as claimed. On a line is what differs from it by rounding: that passes, unless it must lie beyond. */
const meets = (value: number, { low, high, strict }: Tolerated): boolean => {
  const slack = strict ? -rounding : rounding;
  const above = low === Number.NEGATIVE_INFINITY || value > low - slack * Math.abs(low) || (!strict && value === low);
  const below = high === Number.POSITIVE_INFINITY || value < high + slack * Math.abs(high) || (!strict && value === high);
  return above && below;
};

/** A figure against what is claimed of it. */
export const judgeQuantity = (values: Float64Array, claimed: Tolerated): Judged => {
  const known = present(values);
  if (known.length < leastPresent * values.length || known.length === 0) return unjudged;
  const estimate = estimateOf(known);
  const probability = shareOf(known, (value) => meets(value, claimed));
  const twoSided = Number.isFinite(claimed.low) && Number.isFinite(claimed.high);
  const far =
    twoSided &&
    (claimed.at < estimate.p5 || claimed.at > estimate.p95) &&
    claimed.at > 0 &&
    estimate.p50 > 0 &&
    Math.abs(Math.log10(claimed.at / estimate.p50)) > farApart;
  return { verdict: far ? 'contradicted' : verdictOf(probability), byProbability: !far, probability, estimate };
};

/** An effect against the one that is claimed: also one in the right direction is none where it is a tenth of it. */
export const judgeCausal = (effects: Float64Array, claimed: Tolerated): Judged => {
  const judged = judgeQuantity(effects, claimed);
  if (judged.probability === undefined) return judged;
  const known = present(effects);
  const none = shareOf(known, (effect) => !(effect / claimed.at >= leastEffect));
  return none >= 1 - verdictLines.contradicted ? { ...judged, verdict: 'contradicted', byProbability: false } : judged;
};

/** One figure against others: `margins` are how far it lies ahead of the best of them. */
export const judgeRank = (margins: Float64Array, values: Float64Array): Judged => {
  const known = present(margins);
  if (known.length < leastPresent * margins.length || known.length === 0) return unjudged;
  const probability = shareOf(known, (margin) => margin > 0);
  return { verdict: verdictOf(probability), byProbability: true, probability, estimate: estimateOf(present(values)) };
};

/**
 * The verdict over all readings: that of each where they agree, else it depends on the reading. Readings that were not
 * judged say nothing.
 */
export const overall = (verdicts: readonly Verdict[]): Verdict => {
  const judged = new Set(verdicts.filter((verdict) => verdict !== 'not-judged'));
  const [only] = judged;
  return judged.size === 0 || only === undefined ? 'not-judged' : judged.size === 1 ? only : 'depends';
};
