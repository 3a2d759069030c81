import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import { processedWafer, waferSupply } from '#wafer';

const positive = (max: number): fc.Arbitrary<number> => fc.double({ min: 1e-3, max, noNaN: true });
const wafers = (diesNeeded: number, goodDies: number, energy = 1000): ReturnType<typeof processedWafer> =>
  processedWafer({
    price: quantity(16_000, 'USD/wafer'),
    energy: quantity(energy, 'kWh/wafer'),
    goodDies: quantity(goodDies, 'die/wafer'),
    diesNeeded: quantity(diesNeeded, 'die'),
  });

describe('processed wafers', () => {
  it('yield the dies that were asked for, and take the energy of each', () => {
    fc.assert(
      fc.property(positive(1e9), positive(1e4), positive(1e4), (dies, good, energy) => {
        const { needed, energy: spent } = wafers(dies, good, energy);
        expect((needed * good) / dies).toBeCloseTo(1, 12);
        expect(spent / (needed * energy)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('are fewer where more of their dies are good', () => {
    fc.assert(
      fc.property(positive(1e9), positive(1e4), fc.double({ min: 1.001, max: 10, noNaN: true }), (dies, good, better) => {
        expect(wafers(dies, good * better).needed).toBeLessThan(wafers(dies, good).needed);
      }),
    );
  });

  it('are none where no die is needed, even where none can be made, and without bound where one is', () => {
    expect(wafers(0, 0)).toMatchObject({ needed: 0, energy: 0 });
    expect(wafers(1, 0).needed).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('supply of wafers', () => {
  const supply = (starts: number, allocation: number, months: number): number =>
    waferSupply({ starts: quantity(starts, 'wafer/month'), allocation: quantity(allocation, '1'), buildTime: quantity(months, 'month') });

  it('is a share of what the node starts, collected over the months', () => {
    expect(supply(50_000, 0.1, 6)).toBe(30_000);
  });

  it('adds up over products and over months', () => {
    fc.assert(
      fc.property(positive(1e6), fc.double({ min: 0, max: 1, noNaN: true }), positive(60), (starts, share, months) => {
        expect(supply(starts, share, months) + supply(starts, 1 - share, months)).toBeCloseTo(starts * months, 4);
        expect(supply(starts, share, months / 2) * 2).toBeCloseTo(supply(starts, share, months), 4);
      }),
    );
  });
});
