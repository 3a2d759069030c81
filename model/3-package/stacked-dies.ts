import { type Quantity, quantity } from '#quantity';
import { type KnownGoodDie, knownGoodDie } from './known-good-die.ts';

export interface StackedDiesInput {
  /** Dies of a stack, all alike. */
  readonly dies: Quantity<'die'>;
  readonly dieYield: Quantity<'1'>;
  /** Share of bonds between two dies that hold. */
  readonly bondYield: Quantity<'1'>;
  /** Share of faults that the test of a die finds. */
  readonly coverage: Quantity<'1'>;
  /** Of a die, good or bad. */
  readonly dieCost: Quantity<'USD'>;
  readonly bondCost: Quantity<'USD'>;
  readonly testCost: Quantity<'USD'>;
}

export interface StackedDies extends KnownGoodDie {
  /** Share of good stacks, wafer bonded to wafer. */
  readonly waferYield: Quantity<'1'>;
  /** Of a good stack, wafer bonded to wafer: no die is tested, and a good one may meet a bad one. */
  readonly waferCost: Quantity<'USD'>;
  /** Share of good stacks, tested dies bonded one by one. */
  readonly dieToWaferYield: Quantity<'1'>;
  readonly dieToWaferCost: Quantity<'USD'>;
  /** The cheaper way. */
  readonly binding: 'wafer-to-wafer' | 'die-to-wafer';
}

/**
 * Cost of a good stack of like dies in both ways of bonding: whole wafers, untested, or known good dies one by one.
 *
 * @equation c_{W2W} = \frac{n c_d + (n-1) c_b}{Y^n y_b^{n-1}}, \quad c_{D2W} = \frac{n (c_d + c_t) / Y^c + (n-1) c_b}{(1-e)^n y_b^{n-1}}
 * @param input dies, yields, coverage and costs
 */
export const stackedDies = (input: StackedDiesInput): StackedDies => {
  const { dies, bondYield, dieCost, bondCost } = input;
  const known = knownGoodDie({ yield: input.dieYield, coverage: input.coverage });
  const bonded = bondYield ** (dies - 1);
  const bonds = (dies - 1) * bondCost;
  const waferYield = input.dieYield ** dies * bonded;
  const dieToWaferYield = (1 - known.escape) ** dies * bonded;
  const waferCost = (dies * dieCost + bonds) / waferYield;
  const dieToWaferCost = ((dies * (dieCost + input.testCost)) / known.pass + bonds) / dieToWaferYield;
  return {
    ...known,
    waferYield: quantity(waferYield, '1'),
    waferCost: quantity(waferCost, 'USD'),
    dieToWaferYield: quantity(dieToWaferYield, '1'),
    dieToWaferCost: quantity(dieToWaferCost, 'USD'),
    binding: waferCost < dieToWaferCost ? 'wafer-to-wafer' : 'die-to-wafer',
  };
};
