import { type Quantity, quantity } from '#quantity';
import { bestPlacement } from './best-placement.ts';
import { dieShape } from './die-shape.ts';
import { diesPerWafer } from './dies-per-wafer.ts';
import { negativeBinomialYield } from './negative-binomial-yield.ts';
import { type Salvage, salvageYield } from './salvage-yield.ts';

export interface GoodDieInput {
  readonly area: Quantity<'mm2'>;
  readonly defectDensity: Quantity<'/cm2'>;
  readonly clustering: Quantity<'1'>;
  readonly street: Quantity<'mm'>;
  readonly diameter: Quantity<'mm'>;
  readonly edgeExclusion: Quantity<'mm'>;
  readonly reticleWidth: Quantity<'mm'>;
  readonly reticleHeight: Quantity<'mm'>;
  readonly waferPrice: Quantity<'USD/wafer'>;
  /** Equal cores of which some may be bad; without it a die with any defect is lost. */
  readonly salvage?: Salvage | undefined;
  /** `best` places dies as well as any grid can; the best of the four centred placements where it is left out. */
  readonly placement?: 'best' | undefined;
  /** Share of dies that overlay and the line as a whole leave; all where absent. */
  readonly otherYield?: Quantity<'1'> | undefined;
}

export interface GoodDie {
  readonly perWafer: Quantity<'die/wafer'>;
  /** Share of dies that are sold: with salvage, also those with some bad cores. */
  readonly yield: Quantity<'1'>;
  /** Share of dies without a defect. */
  readonly fullYield: Quantity<'1'>;
  readonly goodPerWafer: Quantity<'die/wafer'>;
  readonly cost: Quantity<'USD/die'>;
  /** `reticle` where the die is larger than one exposure field, else what keeps its cost up. */
  readonly binding: 'reticle' | 'yield' | 'area';
}

/**
 * Good dies of a wafer and what one costs. The centred placements are for figures that are drawn again and again: the best
 * placement holds up to a die or two more, for a hundred times the work.
 *
 * @equation c = \frac{p_{wafer}}{N Y}
 * @param input area, defects, wafer geometry, exposure field and the price of the wafer
 * @returns `cost` is infinite where no whole die fits on the wafer
 */
export const goodDie = (input: GoodDieInput): GoodDie => {
  const { width, height } = dieShape(input);
  const { street, diameter, edgeExclusion, salvage } = input;
  const onWafer = { width, height, street, diameter, edgeExclusion };
  const perWafer = input.placement === 'best' ? bestPlacement(onWafer).perWafer : diesPerWafer(onWafer);
  const other = input.otherYield ?? 1;
  const full = negativeBinomialYield(input) * other;
  const sold = salvage === undefined ? full : salvageYield({ ...input, ...salvage }).sold * other;
  const goodPerWafer = quantity(perWafer * sold, 'die/wafer');
  return {
    perWafer,
    yield: quantity(sold, '1'),
    fullYield: quantity(full, '1'),
    goodPerWafer,
    cost: quantity(input.waferPrice / goodPerWafer, 'USD/die'),
    binding: input.area > input.reticleWidth * input.reticleHeight ? 'reticle' : sold < 0.5 ? 'yield' : 'area',
  };
};
