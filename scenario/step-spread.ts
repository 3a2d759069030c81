import type { StepSpread } from '#calibration';
import { trainingConstants } from '#calibration';
import type { Quantity } from '#quantity';

export interface StepSpreadInput {
  /** Accelerators of the run. */
  readonly accelerators: number;
  /** The model has experts. */
  readonly routed: boolean;
  /** Things about the run that had to be assumed. */
  readonly assumed: number;
  /** Spread of the logarithm of what the chip reaches. */
  readonly chip: number;
}

/**
 * Spread of the logarithm of a step's time about its prediction, by what is known of the case: of publications nobody
 * has seen, of scales beyond those measured, of experts, of what had to be assumed, of chips nobody has measured.
 *
 * @equation \sigma^2 = \sigma_f^2 + \left(\sigma_s \ln \tfrac{N}{N_{max}}\right)^2 + \sigma_r^2 + k \sigma_a^2 + \sigma_c^2
 * @unit 1
 * @param input what is known of the case
 * @param spread fitted spreads
 */
export const stepSpread = (input: StepSpreadInput, spread: StepSpread = trainingConstants.spread): Quantity<'1'> =>
  Math.hypot(
    spread.family,
    spread.scale * Math.log(Math.max(1, input.accelerators / spread.mostChips)),
    input.routed ? spread.routed : 0,
    spread.assumed * Math.sqrt(input.assumed),
    input.chip,
  ) as Quantity<'1'>;
