import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GoodPackageInput, goodPackage } from '#package';

const amount = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
const anyPackage = fc.record({
  dies: fc.integer({ min: 1, max: 16 }),
  dieCost: amount(1e4),
  hbmStacks: fc.integer({ min: 0, max: 16 }),
  hbmPrice: amount(1e3),
  assemblyCost: fc.double({ min: 1, max: 1e4, noNaN: true }),
  testCost: amount(1e3),
  bondYield: fc.double({ min: 0.5, max: 1, noNaN: true }),
}) as unknown as fc.Arbitrary<GoodPackageInput>;
const withBonds = (input: GoodPackageInput, bondYield: number): GoodPackageInput => ({ ...input, bondYield }) as GoodPackageInput;

describe('a good package', () => {
  it('costs its parts where every bond holds, and loses nothing', () => {
    fc.assert(
      fc.property(anyPackage, (input) => {
        const { logic, memory, assembly, test, loss, cost } = goodPackage(withBonds(input, 1));
        expect(loss).toBe(0);
        expect(cost).toBe(logic + memory + assembly + test);
      }),
    );
  });

  it('pays for all packages that were begun', () => {
    fc.assert(
      fc.property(anyPackage, (input) => {
        const { logic, memory, assembly, test, loss, cost, yield: good } = goodPackage(input);
        expect((cost * good) / (logic + memory + assembly + test)).toBeCloseTo(1, 12);
        expect((logic + memory + assembly + test + loss) / cost).toBeCloseTo(1, 12);
      }),
    );
  });

  it('costs more as bonds fail, and as there are more of them', () => {
    fc.assert(
      fc.property(anyPackage, fc.double({ min: 0.8, max: 0.999, noNaN: true }), (input, times) => {
        const before = goodPackage(input);
        expect(goodPackage(withBonds(input, input.bondYield * times)).cost).toBeGreaterThan(before.cost);
        const oneMore = goodPackage({ ...input, dies: (input.dies + 1) as GoodPackageInput['dies'] });
        expect(oneMore.yield).toBeLessThanOrEqual(before.yield);
        expect(oneMore.cost).toBeGreaterThanOrEqual(before.cost);
      }),
    );
  });

  it('names its largest part', () => {
    const even = { dies: 1, dieCost: 100, hbmStacks: 1, hbmPrice: 100, assemblyCost: 100, testCost: 100, bondYield: 1 };
    const bindingOf = (over: object): string => goodPackage({ ...even, ...over } as unknown as GoodPackageInput).binding;
    expect(bindingOf({ dieCost: 101 })).toBe('logic');
    expect(bindingOf({ hbmStacks: 2 })).toBe('memory');
    expect(bindingOf({ assemblyCost: 101 })).toBe('assembly');
    expect(bindingOf({ testCost: 101 })).toBe('test');
    expect(bindingOf({ bondYield: 0.5 })).toBe('loss');
  });

  it('costs without bound around a die that cannot be made, and no part of it is undefined', () => {
    const input = { dies: 2, dieCost: Number.POSITIVE_INFINITY, hbmStacks: 0, hbmPrice: 300, assemblyCost: 50, testCost: 0, bondYield: 1 };
    expect(goodPackage(input as unknown as GoodPackageInput)).toMatchObject({
      cost: Number.POSITIVE_INFINITY,
      loss: 0,
      memory: 0,
      binding: 'logic',
    });
  });
});
