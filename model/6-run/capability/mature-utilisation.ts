import { type Quantity, quantity } from '#quantity';

export interface MatureUtilisationInput {
  /** Utilisation as measured, or as the step model gives it for software as mature as that of the measured runs. */
  readonly utilisation: Quantity<'1'>;
  /** Speed of the stack of frameworks and kernels over that of the stack that was measured: 1 is that stack itself. */
  readonly maturity: Quantity<'1'>;
}

/**
 * Utilisation on a stack of software that is more or less mature than the one that was measured. What was measured holds the
 * maturity of its own stack already: 1 changes nothing, and no stack goes beyond the peak.
 *
 * @equation u = \min(1, u_0 m)
 * @pure
 * @unit 1
 * @param input utilisation and maturity
 */
export const matureUtilisation = ({ utilisation, maturity }: MatureUtilisationInput): Quantity<'1'> =>
  quantity(Math.min(1, utilisation * maturity), '1');
