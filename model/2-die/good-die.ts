import { type Quantity, quantity } from '#quantity';
import { dieShape } from './die-shape.ts';
import { diesPerWafer } from './dies-per-wafer.ts';
import { negativeBinomialYield } from './negative-binomial-yield.ts';

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
}

export interface GoodDie {
  readonly perWafer: Quantity<'die/wafer'>;
  readonly yield: Quantity<'1'>;
  readonly goodPerWafer: Quantity<'die/wafer'>;
  readonly cost: Quantity<'USD/die'>;
  /** `reticle` where the die is larger than one exposure field, else what keeps its cost up. */
  readonly binding: 'reticle' | 'yield' | 'area';
}

/**
 * Good dies of a wafer and what one costs.
 *
 * @equation c = \frac{p_{wafer}}{N Y}
 * @param input area, defects, wafer geometry, exposure field and the price of the wafer
 * @returns `cost` is infinite where no whole die fits on the wafer
 */
export const goodDie = (input: GoodDieInput): GoodDie => {
  const { width, height } = dieShape(input);
  const { street, diameter, edgeExclusion } = input;
  const perWafer = diesPerWafer({ width, height, street, diameter, edgeExclusion });
  const good = negativeBinomialYield(input);
  const goodPerWafer = quantity(perWafer * good, 'die/wafer');
  return {
    perWafer,
    yield: good,
    goodPerWafer,
    cost: quantity(input.waferPrice / goodPerWafer, 'USD/die'),
    binding: input.area > input.reticleWidth * input.reticleHeight ? 'reticle' : good < 0.5 ? 'yield' : 'area',
  };
};
