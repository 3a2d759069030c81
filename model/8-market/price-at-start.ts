import { type Quantity, quantity } from '#quantity';

export interface PriceAtStartInput {
  /** Price of one accelerator when it was bought. */
  readonly quote: Quantity<'USD'>;
  /** Years from the purchase to the start of the run; a later purchase counts as 0. */
  readonly age: Quantity<'yr'>;
  /** Value that hardware loses to progress. */
  readonly valueDecline: Quantity<'1/yr'>;
}

/**
 * What an accelerator is worth at the start of a run: hardware bought earlier has lost value to progress.
 *
 * @equation P = P_0 e^{-r \max(0, a)}
 * @source epoch-training-cost-trends
 * @unit USD
 * @param input price, years since the purchase and the yearly loss of value
 */
export const priceAtStart = ({ quote, age, valueDecline }: PriceAtStartInput): Quantity<'USD'> =>
  quantity(quote * Math.exp(-valueDecline * Math.max(0, age)), 'USD');
