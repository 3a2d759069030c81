import { type Quantity, quantity } from '#quantity';
import { erfc } from './erfc.ts';

export interface OverlayLossInput {
  /** Overlay between matched machines, three standard deviations. */
  readonly overlay: Quantity<'nm'>;
  /** Displacement that the layer can bear. */
  readonly tolerance: Quantity<'nm'>;
  /** Share of the wafers out of tolerance that measurement finds, and that are stripped and exposed again. */
  readonly caught: Quantity<'1'>;
}

export interface OverlayLoss {
  /** Share of passes out of tolerance. */
  readonly outOfTolerance: Quantity<'1'>;
  /** Share that is exposed again. */
  readonly rework: Quantity<'1'>;
  /** Share of wafers that pass and are lost. */
  readonly loss: Quantity<'1'>;
}

/**
 * What misplacement of one exposure against another costs: wafers exposed again, and wafers lost.
 *
 * @equation \sigma = \sqrt{2}\, o / 3,\quad P = \mathrm{erfc}\!\left(\frac{t}{\sqrt{2}\,\sigma}\right),\quad \ell = P (1 - c)
 * @param input overlay of the scanner, tolerance of the layer, share that is caught
 */
export const overlayLoss = ({ overlay, tolerance, caught }: OverlayLossInput): OverlayLoss => {
  const sigma = (Math.SQRT2 * overlay) / 3;
  const outOfTolerance = sigma > 0 ? erfc(tolerance / (Math.SQRT2 * sigma)) : 0;
  return {
    outOfTolerance: quantity(outOfTolerance, '1'),
    rework: quantity(outOfTolerance * caught, '1'),
    loss: quantity(outOfTolerance * (1 - caught), '1'),
  };
};
