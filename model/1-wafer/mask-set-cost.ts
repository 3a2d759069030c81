import { type Quantity, quantity } from '#quantity';
import { type Lithography, lithographies } from './lithography.ts';

export interface MaskSetCostInput {
  /** Masks by kind of light. */
  readonly masks: Readonly<Record<Lithography, number>>;
  /** Price of one mask, by kind of light. */
  readonly prices: Readonly<Record<Lithography, Quantity<'USD'>>>;
}

export interface MaskSetCost {
  readonly total: Quantity<'USD'>;
  /** The kind of light whose masks cost most. */
  readonly binding: Lithography;
}

/**
 * Cost of a set of masks.
 *
 * @equation C = \sum_i n_i p_i
 * @param input masks and their prices, by kind of light
 */
export const maskSetCost = ({ masks, prices }: MaskSetCostInput): MaskSetCost => {
  let total = 0;
  let binding: Lithography = 'krf';
  let most = 0;
  for (const each of lithographies) {
    const cost = masks[each] * prices[each];
    total += cost;
    if (cost > most) {
      most = cost;
      binding = each;
    }
  }
  return { total: quantity(total, 'USD'), binding };
};
