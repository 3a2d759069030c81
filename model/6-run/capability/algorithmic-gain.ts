import { type Quantity, quantity } from '#quantity';

export interface AlgorithmicGainInput {
  /** Calendar time between two runs. */
  readonly elapsed: Quantity<'month'>;
  /** Time in which the compute for the same loss halves. */
  readonly halvingTime: Quantity<'month'>;
}

/**
 * How many times less compute the same loss takes after some time, if the trend of published models goes on. It is a trend
 * over models of many makers, not a property of a date or an actor.
 *
 * @equation g = 2^{t / h}
 * @source algorithmic-progress-neurips abstract
 * @unit 1
 * @param input time that passed and the halving time
 */
export const algorithmicGain = ({ elapsed, halvingTime }: AlgorithmicGainInput): Quantity<'1'> =>
  quantity(2 ** (elapsed / halvingTime), '1');
