import { mm2PerCm2, type Quantity, quantity } from '#quantity';

export interface NegativeBinomialYieldInput {
  readonly area: Quantity<'mm2'>;
  readonly defectDensity: Quantity<'/cm2'>;
  /** Clustering alpha: small where defects come in clusters; Poisson as it grows without bound. */
  readonly clustering: Quantity<'1'>;
}

/**
 * Share of dies without a killing defect when defects cluster. Programs differ in the clustering that they take: 10 in
 * Chiplet Actuary, 3 in ttm-cas, 2 in CATCH.
 *
 * @equation Y = \left(1 + \frac{A D_0}{\alpha}\right)^{-\alpha}
 * @param input area, defect density and clustering
 */
export const negativeBinomialYield = ({ area, defectDensity, clustering }: NegativeBinomialYieldInput): Quantity<'1'> => {
  const m = (area / mm2PerCm2) * defectDensity;
  // Of a large clustering the power would lose what the logarithm keeps.
  return quantity(clustering === Number.POSITIVE_INFINITY ? Math.exp(-m) : Math.exp(-clustering * Math.log1p(m / clustering)), '1');
};
