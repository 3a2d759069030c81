import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dieShape, diesPerWafer, goodDie, negativeBinomialYield } from '#die';
import { quantity } from '#quantity';

const wafer = { street: quantity(0.1, 'mm'), diameter: quantity(300, 'mm'), edgeExclusion: quantity(3, 'mm') };
const count = (width: number, height: number, over: Partial<typeof wafer> = {}): number =>
  diesPerWafer({ ...wafer, ...over, width: quantity(width, 'mm'), height: quantity(height, 'mm') });

/** Every die of every symmetric placement, one by one: slow, and right by construction. */
const countOneByOne = (width: number, height: number, street: number, radius: number): number => {
  let best = 0;
  for (const ox of [-width / 2, street / 2]) {
    for (const oy of [-height / 2, street / 2]) {
      let dies = 0;
      for (let i = -200; i <= 200; i++) {
        for (let j = -200; j <= 200; j++) {
          const x = ox + i * (width + street);
          const y = oy + j * (height + street);
          if ([x, x + width].every((a) => [y, y + height].every((b) => Math.hypot(a, b) <= radius))) dies++;
        }
      }
      best = Math.max(best, dies);
    }
  }
  return best;
};

describe('dies per wafer', () => {
  it('counts an H100-sized die as the exact grid does', () => {
    expect(count(25.5, 31.9)).toBe(countOneByOne(25.5, 31.9, 0.1, 147));
  });

  it('equals a count of every die one by one', () => {
    fc.assert(
      fc.property(fc.double({ min: 3, max: 40, noNaN: true }), fc.double({ min: 3, max: 40, noNaN: true }), (width, height) => {
        expect(count(width, height)).toBe(countOneByOne(width, height, 0.1, 147));
      }),
      { numRuns: 60 },
    );
  });

  it('does not change when the wafer is turned', () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 60, noNaN: true }), fc.double({ min: 2, max: 60, noNaN: true }), (width, height) => {
        expect(count(width, height)).toBe(count(height, width));
      }),
    );
  });

  it('finds no room for a die larger than the wafer', () => {
    expect(count(400, 400)).toBe(0);
    expect(count(210, 210)).toBe(0);
    expect(count(207, 207)).toBe(1);
  });
});

describe('yield', () => {
  const y = (area: number, defects: number, alpha: number): number =>
    negativeBinomialYield({ area: quantity(area, 'mm2'), defectDensity: quantity(defects, '/cm2'), clustering: quantity(alpha, '1') });

  it('approaches Poisson as defects spread evenly', () => {
    expect(y(814, 0.1, 1e9)).toBeCloseTo(Math.exp(-0.814), 6);
  });

  it('is 20% for a 665 mm2 die at 0.32 defects per cm2, alpha 3', () => {
    expect(y(665.6, 0.32, 3)).toBeCloseTo(0.2, 2);
  });

  it('lies in (0, 1] and falls with area and defects', () => {
    const area = fc.double({ min: 1, max: 2_000, noNaN: true });
    const defects = fc.double({ min: 0, max: 5, noNaN: true });
    const alpha = fc.double({ min: 0.1, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(area, defects, alpha, (a, d, k) => {
        const here = y(a, d, k);
        expect(here).toBeGreaterThan(0);
        expect(here).toBeLessThanOrEqual(1);
        expect(y(a * 1.1, d, k)).toBeLessThanOrEqual(here);
        expect(y(a, d + 0.1, k)).toBeLessThan(here);
      }),
    );
  });
});

describe('good die', () => {
  const base = {
    ...wafer,
    defectDensity: quantity(0.1, '/cm2'),
    clustering: quantity(3, '1'),
    reticleWidth: quantity(26, 'mm'),
    reticleHeight: quantity(33, 'mm'),
    waferPrice: quantity(10_000, 'USD/wafer'),
  };

  it('is as wide as the exposure field where a square would not fit', () => {
    const field = { reticleWidth: quantity(26, 'mm'), reticleHeight: quantity(33, 'mm') };
    expect(dieShape({ ...field, area: quantity(814, 'mm2') })).toEqual({ width: 26, height: 814 / 26 });
    expect(dieShape({ ...field, area: quantity(100, 'mm2') })).toEqual({ width: 10, height: 10 });
    expect(dieShape({ ...field, area: quantity(900, 'mm2') })).toEqual({ width: 30, height: 30 });
  });

  it('costs the wafer over its good dies, and more for a larger die', () => {
    const small = goodDie({ ...base, area: quantity(400, 'mm2') });
    const large = goodDie({ ...base, area: quantity(800, 'mm2') });
    expect(small.cost).toBeCloseTo(10_000 / (small.perWafer * small.yield), 9);
    expect(large.cost).toBeGreaterThan(2 * small.cost);
  });

  it('says that the reticle binds for a die taller than the field', () => {
    expect(goodDie({ ...base, area: quantity(900, 'mm2') }).binding).toBe('reticle');
    expect(goodDie({ ...base, area: quantity(814, 'mm2'), defectDensity: quantity(0.5, '/cm2') }).binding).toBe('yield');
    expect(goodDie({ ...base, area: quantity(100, 'mm2') }).binding).toBe('area');
  });
});
