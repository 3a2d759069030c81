import { mm2PerCm2, type Quantity, quantity } from '#quantity';

export interface NegativeBinomialYieldInput {
  readonly area: Quantity<'mm2'>;
  readonly defectDensity: Quantity<'/cm2'>;
  /** Clustering alpha: small where defects come in clusters; Poisson as it grows without bound. */
  readonly clustering: Quantity<'1'>;
}

/**
 * Share of dies without a killing defect when defects cluster.
 *
 * @equation Y = \left(1 + \frac{A D_0}{\alpha}\right)^{-\alpha}
 * @param input area, defect density and clustering
 */
export const negativeBinomialYield = ({ area, defectDensity, clustering }: NegativeBinomialYieldInput): Quantity<'1'> =>
  quantity((1 + (area / mm2PerCm2) * (defectDensity / clustering)) ** -clustering, '1');
