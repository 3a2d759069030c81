import { type Quantity, quantity } from '#quantity';

export interface WaferSupplyInput {
  /** Wafer starts of all customers of the node. */
  readonly starts: Quantity<'wafer/month'>;
  /** Share of the starts that this product gets, 0 to 1. */
  readonly allocation: Quantity<'1'>;
  /** Time over which its wafers are collected. */
  readonly buildTime: Quantity<'month'>;
}

/**
 * Wafers that a product can have before its run starts.
 *
 * @equation W = s \, a \, t
 * @param input starts of the node, the product's share of them, and the time it collects
 */
export const waferSupply = ({ starts, allocation, buildTime }: WaferSupplyInput): Quantity<'wafer'> =>
  quantity(starts * allocation * buildTime, 'wafer');
