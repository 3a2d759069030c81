import { type Quantity, quantity } from '#quantity';

export interface LineYieldInput {
  /** Masks of the flow. */
  readonly masks: Quantity<'mask'>;
  /** Share of wafers that survives the steps of one mask: none broken, none scrapped. */
  readonly perMask: Quantity<'1'>;
}

/**
 * Share of started wafers that comes out, overlay apart.
 *
 * @equation Y_l = y^{n}
 * @param input masks, and what survives each
 */
export const lineYield = ({ masks, perMask }: LineYieldInput): Quantity<'1'> => quantity(perMask ** masks, '1');
