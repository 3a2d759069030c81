import { type Quantity, quantity } from '#quantity';

export interface GoodPackageInput {
  readonly dies: Quantity<'die'>;
  readonly dieCost: Quantity<'USD/die'>;
  readonly hbmStacks: Quantity<'stack'>;
  readonly hbmPrice: Quantity<'USD/stack'>;
  /** Interposer, substrate and assembly of one package. */
  readonly assemblyCost: Quantity<'USD'>;
  /** Final test and the rest of the bill of materials. */
  readonly testCost: Quantity<'USD'>;
  /** Share of bonds of a die that hold. */
  readonly bondYield: Quantity<'1'>;
}

export interface GoodPackage {
  readonly yield: Quantity<'1'>;
  readonly logic: Quantity<'USD'>;
  readonly memory: Quantity<'USD'>;
  readonly assembly: Quantity<'USD'>;
  readonly test: Quantity<'USD'>;
  /** Parts thrown away with packages that failed. */
  readonly loss: Quantity<'USD'>;
  readonly cost: Quantity<'USD'>;
  /** Its largest part. */
  readonly binding: 'logic' | 'memory' | 'assembly' | 'test' | 'loss';
}

/**
 * Cost of a good package, chip last: dies and stacks are known good before they are bonded, and a bad bond
 * loses all that the package holds. Test is paid for every package.
 *
 * @equation c = \frac{n c_{die} + k c_{stack} + c_{asm} + c_{test}}{y_{bond}^{\,n}}
 * @param input dies, stacks, assembly, test and the yield of a bond
 */
export const goodPackage = (input: GoodPackageInput): GoodPackage => {
  const logic = input.dies * input.dieCost;
  const memory = input.hbmStacks * input.hbmPrice;
  const good = input.bondYield ** input.dies;
  const parts = logic + memory + input.assemblyCost + input.testCost;
  // Nothing is lost where every bond holds, also of a die that cannot be made and so costs without bound.
  const loss = good < 1 ? parts * (1 / good - 1) : 0;
  const largest = Math.max(logic, memory, input.assemblyCost, input.testCost, loss);
  return {
    yield: quantity(good, '1'),
    logic: quantity(logic, 'USD'),
    memory: quantity(memory, 'USD'),
    assembly: input.assemblyCost,
    test: input.testCost,
    loss: quantity(loss, 'USD'),
    cost: quantity(parts + loss, 'USD'),
    binding:
      largest === logic
        ? 'logic'
        : largest === memory
          ? 'memory'
          : largest === input.assemblyCost
            ? 'assembly'
            : largest === input.testCost
              ? 'test'
              : 'loss',
  };
};
