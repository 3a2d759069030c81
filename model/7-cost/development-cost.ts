import { type Quantity, quantity } from '#quantity';

export interface DevelopmentCostInput {
  /** Hardware and energy of the final run. */
  readonly finalRun: Quantity<'USD'>;
  /** Compute of the whole development over that of the final run, at least 1. */
  readonly experimentFactor: Quantity<'1'>;
  /** Share of pay in the cost of the development, below 1. */
  readonly staffShare: Quantity<'1'>;
  /** Pay of those who did it, where it is known: takes the place of the share. */
  readonly staff?: Quantity<'USD'> | undefined;
}

export interface DevelopmentCost {
  /** Hardware and energy of everything that was run before the final run or beside it. */
  readonly experiments: Quantity<'USD'>;
  readonly staff: Quantity<'USD'>;
  /** Final run, experiments and staff. */
  readonly total: Quantity<'USD'>;
}

/**
 * What developing a model costs: experiments scale with the final run, staff is what was paid, else a share of the whole.
 *
 * @equation D = \frac{x F}{1 - w},\quad X = (x - 1) F,\quad W = w D
 * @source epoch-cost-code experiment factor and share of staff
 * @param input final run F, experiment factor x and share of staff w
 */
export const developmentCost = ({ finalRun, experimentFactor, staffShare, staff }: DevelopmentCostInput): DevelopmentCost => {
  const total = staff === undefined ? (finalRun * experimentFactor) / (1 - staffShare) : finalRun * experimentFactor + staff;
  return {
    experiments: quantity(finalRun * (experimentFactor - 1), 'USD'),
    staff: staff ?? quantity(total * staffShare, 'USD'),
    total: quantity(total, 'USD'),
  };
};

export interface CostShares {
  readonly total: Quantity<'USD'>;
  /** In the order of the parts; they sum to one. */
  readonly shares: readonly Quantity<'1'>[];
}

/**
 * Each part's share of their sum.
 *
 * @equation s_k = \frac{c_k}{\sum_j c_j}
 * @pure
 * @param input the parts, none of them negative
 */
export const costShares = ({ parts }: { readonly parts: readonly Quantity<'USD'>[] }): CostShares => {
  const total = parts.reduce((sum, part) => sum + part, 0);
  return { total: quantity(total, 'USD'), shares: parts.map((part) => quantity(total > 0 ? part / total : 0, '1')) };
};
