import { hoursPerDay, type Quantity, quantity, secondsPerHour } from '#quantity';

export interface TrainingTimeInput {
  readonly flop: Quantity<'FLOP'>;
  readonly count: Quantity<'chip'>;
  /** Dense peak of one accelerator at the precision of the run. */
  readonly peak: Quantity<'FLOP/s'>;
  /** Model FLOP utilisation of a step that runs. */
  readonly utilisation: Quantity<'1'>;
  /** Share of wall time that survives failures. */
  readonly goodput: Quantity<'1'>;
  /** Share of time lost to waiting for the slowest server, beyond what a measured step has of it. */
  readonly stragglerLoss: Quantity<'1'>;
  /** Share of time lost to ramp-up, evaluation and long-context stages. */
  readonly productionLoss: Quantity<'1'>;
}

export interface TrainingTime {
  readonly time: Quantity<'d'>;
  readonly chipHours: Quantity<'chip-h'>;
  /** Model FLOP over what all the chip-hours could have done. */
  readonly allInUtilisation: Quantity<'1'>;
  /** FLOP/s that reach the model, of the whole cluster. */
  readonly delivered: Quantity<'FLOP/s'>;
  /** The largest of the losses. */
  readonly binding: 'utilisation' | 'goodput' | 'straggler' | 'production';
}

/**
 * Wall time and chip-hours of a training run.
 *
 * @equation t = \frac{F}{N \hat P u g (1 - s) (1 - l)}
 * @param input FLOP, accelerators, their peak, and the shares that reach the model
 */
export const trainingTime = (input: TrainingTimeInput): TrainingTime => {
  const kept = 1 - input.productionLoss;
  const inStep = 1 - input.stragglerLoss;
  const allIn = input.utilisation * input.goodput * inStep * kept;
  const delivered = input.count * input.peak * allIn;
  const hours = input.flop / delivered / secondsPerHour;
  const worst = Math.min(input.utilisation, input.goodput, inStep, kept);
  return {
    time: quantity(hours / hoursPerDay, 'd'),
    chipHours: quantity(hours * input.count, 'chip-h'),
    allInUtilisation: quantity(allIn, '1'),
    delivered: quantity(delivered, 'FLOP/s'),
    binding:
      worst === input.utilisation ? 'utilisation' : worst === input.goodput ? 'goodput' : worst === inStep ? 'straggler' : 'production',
  };
};
