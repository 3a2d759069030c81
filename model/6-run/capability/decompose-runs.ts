import { type Quantity, quantity, secondsPerHour } from '#quantity';

/** A final training run as it is compared. */
export interface RunRecord {
  /** Model FLOP. */
  readonly flop: Quantity<'FLOP'>;
  readonly chips: Quantity<'chip'>;
  /** Wall time. */
  readonly time: Quantity<'h'>;
  /** Dense peak of one chip, in one number format for both runs. */
  readonly peak: Quantity<'FLOP/s'>;
}

export interface DecomposeRunsInput {
  readonly first: RunRecord;
  readonly second: RunRecord;
  /** Chips that are claimed of each: those of the run itself, or of something larger. */
  readonly claimed: { readonly first: Quantity<'chip'>; readonly second: Quantity<'chip'> };
  /** Gain of methods that the trend gives for the time between the runs. */
  readonly trend: Quantity<'1'>;
}

export const runFactors = ['basisFirst', 'basisSecond', 'time', 'peak', 'utilisation', 'trend', 'rest'] as const;
/** What a ratio of chips is made of. */
export type RunFactor = (typeof runFactors)[number];

export interface RunDecomposition {
  /** Claimed chips of the first over those of the second. */
  readonly ratio: Quantity<'1'>;
  /** Factors whose product is the ratio. */
  readonly factors: Readonly<Record<RunFactor, Quantity<'1'>>>;
  /** Model FLOP of the first over that of the second: trend times rest. */
  readonly work: Quantity<'1'>;
  /** Chips of the runs themselves. */
  readonly chips: Quantity<'1'>;
  readonly chipHours: Quantity<'1'>;
  /** Model FLOP over what all chips could do in the time. */
  readonly utilisation: { readonly first: Quantity<'1'>; readonly second: Quantity<'1'> };
  /** The factor that is furthest from 1. */
  readonly binding: RunFactor;
}

const utilisationOf = ({ flop, chips, time, peak }: RunRecord): number => flop / (chips * time * secondsPerHour * peak);

/**
 * Takes a ratio of chips apart: what is counted, how long they ran, how fast each is, how well it was used, and how much work
 * it was, of which the trend of methods explains a part. The product of the factors is the ratio.
 *
 * @equation \frac{K_1}{K_2} = \frac{K_1}{N_1} \cdot \frac{N_2}{K_2} \cdot \frac{t_2}{t_1} \cdot \frac{\hat P_2}{\hat P_1} \cdot \frac{u_2}{u_1} \cdot g \cdot \frac{C_1}{C_2 g}
 * @pure
 * @param input both runs, the chips that are claimed of each, and the trend
 */
export const decomposeRuns = ({ first, second, claimed, trend }: DecomposeRunsInput): RunDecomposition => {
  const [before, after] = [utilisationOf(first), utilisationOf(second)];
  const work = first.flop / second.flop;
  const factors: Readonly<Record<RunFactor, number>> = {
    basisFirst: claimed.first / first.chips,
    basisSecond: second.chips / claimed.second,
    time: second.time / first.time,
    peak: second.peak / first.peak,
    utilisation: after / before,
    trend,
    rest: work / trend,
  };
  let binding: RunFactor = 'basisFirst';
  for (const factor of runFactors) if (Math.abs(Math.log(factors[factor])) > Math.abs(Math.log(factors[binding]))) binding = factor;
  return {
    ratio: quantity(claimed.first / claimed.second, '1'),
    factors: Object.fromEntries(runFactors.map((factor) => [factor, quantity(factors[factor], '1')])) as RunDecomposition['factors'],
    work: quantity(work, '1'),
    chips: quantity(first.chips / second.chips, '1'),
    chipHours: quantity((first.chips * first.time) / (second.chips * second.time), '1'),
    utilisation: { first: quantity(before, '1'), second: quantity(after, '1') },
    binding,
  };
};
