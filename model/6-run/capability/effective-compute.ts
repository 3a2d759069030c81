import { type Quantity, quantity } from '#quantity';

export interface EffectiveComputeInput {
  readonly flop: Quantity<'FLOP'>;
  /**
   * How the run is better than one of the date of comparison: the calendar's trend, or measures that are named one by one.
   * Never both, for the trend is the sum of such measures.
   */
  readonly gains: { readonly by: 'trend' | 'measures'; readonly factors: readonly number[] };
}

export interface EffectiveCompute {
  /** Compute that a run of the date of comparison would need for the same. */
  readonly flop: Quantity<'FLOP'>;
  readonly gain: Quantity<'1'>;
  /** What the effective compute is made of in the main: chips and time, or methods. */
  readonly binding: 'compute' | 'methods';
}

/**
 * Compute of a run in the currency of another date: its FLOP times what methods gained since. Measures multiply as if they
 * did not overlap, which errs high.
 *
 * @equation C_{eff} = C \prod_i g_i
 * @source algorithmic-progress-neurips section 2
 * @param input FLOP and gains
 */
export const effectiveCompute = ({ flop, gains }: EffectiveComputeInput): EffectiveCompute => {
  const gain = gains.factors.reduce((product, factor) => product * factor, 1);
  return { flop: quantity(flop * gain, 'FLOP'), gain: quantity(gain, '1'), binding: gain > 2 ? 'methods' : 'compute' };
};
