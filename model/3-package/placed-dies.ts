import { bestPlacement, diesPerWafer, diesPerWaferClosedForm } from '#die';
import type { Quantity } from '#quantity';
import { quantity } from '#quantity';

export interface PlacedDiesInput {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  readonly street: Quantity<'mm'>;
  readonly diameter: Quantity<'mm'>;
  readonly edgeExclusion: Quantity<'mm'>;
}

/** Dies across a wafer from which on the best grid differs from a centred one by nothing that a cost would show. */
const many = 70;
/** Dies across a wafer from which on counting them one by one differs from a closed form by nothing. */
const verymany = 2000;

/**
 * Dies that a wafer holds, counted as exactly as their size deserves: the proven optimum of large ones, the best centred
 * grid of small ones, a closed form of dust.
 *
 * @pure
 * @param input sides, street and wafer
 */
export const placedDies = (input: PlacedDiesInput): Quantity<'die/wafer'> => {
  const across = input.diameter / (Math.min(input.width, input.height) + input.street);
  if (!(across < verymany)) return quantity(Math.max(0, Math.floor(diesPerWaferClosedForm(input))), 'die/wafer');
  return across < many ? bestPlacement(input).perWafer : diesPerWafer(input);
};
