import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcceleratorFromDieInput, acceleratorFromDie } from '#accelerator';
import { quantity } from '#quantity';

const base: AcceleratorFromDieInput = {
  dieArea: quantity(814, 'mm2'),
  dieHeight: quantity(31.9, 'mm'),
  dies: quantity(1, 'die'),
  density: quantity(100, 'MTr/mm2'),
  capability: {
    referenceDensity: quantity(100, 'MTr/mm2'),
    peakPerTransistor: quantity(6000, 'FLOP/s'),
    peakExponent: quantity(0.1, '1'),
    energyPerFlop: quantity(1e-12, 'J/FLOP'),
    energyExponent: quantity(-0.9, '1'),
  },
};
const hbm = { edge: quantity(10.6, 'mm'), capacity: quantity(16e9, 'B/stack'), bandwidth: quantity(819e9, 'B/s/stack') };

describe('an accelerator from its dies', () => {
  it('has the fitted peak and power at the reference density', () => {
    const made = acceleratorFromDie(base);
    expect(made.peakBf16 / (814 * 100e6 * 6000)).toBeCloseTo(1, 12);
    expect(made.power / made.peakBf16).toBeCloseTo(1e-12, 24);
    expect(made).toMatchObject({ binding: 'area', memoryBinding: 'none', peakFp8: undefined, stacks: undefined });
  });

  it('has only the formats that its dies have', () => {
    const made = acceleratorFromDie({ ...base, formats: { fp8: quantity(2, '1'), int8: quantity(2, '1') } });
    expect((made.peakFp8 ?? 0) / made.peakBf16).toBe(2);
    expect((made.peakInt8 ?? 0) / made.peakBf16).toBe(2);
    expect(made.peakFp4).toBeUndefined();
  });

  it('carries the stacks that fit at two sides of each die, or those to be had', () => {
    expect(acceleratorFromDie({ ...base, hbm })).toMatchObject({ stacks: 6, memory: 96e9, memoryBinding: 'edge' });
    expect(acceleratorFromDie({ ...base, hbm, dies: quantity(2, 'die') }).stacks).toBe(12);
    expect(acceleratorFromDie({ ...base, hbm: { ...hbm, stacksAtMost: quantity(4, 'stack') } })).toMatchObject({
      stacks: 4,
      memoryBinding: 'stacks',
    });
  });

  it('slows down to the power it may draw, and says so', () => {
    const made = acceleratorFromDie({ ...base, powerLimit: quantity(100, 'W') });
    expect(made.power).toBeCloseTo(100, 9);
    expect(made.binding).toBe('power');
  });

  it('is the same in any units', () => {
    const scale = fc.constantFrom(0.25, 2, 1024);
    fc.assert(
      fc.property(scale, scale, scale, fc.double({ min: 1, max: 300, noNaN: true }), (m, s, j, density) => {
        const one = acceleratorFromDie({ ...base, density: quantity(density, 'MTr/mm2'), hbm, powerLimit: quantity(300, 'W') });
        const two = acceleratorFromDie({
          ...base,
          dieArea: quantity(814 * m ** 2, 'mm2'),
          dieHeight: quantity(31.9 * m, 'mm'),
          density: quantity(density / m ** 2, 'MTr/mm2'),
          capability: {
            ...base.capability,
            referenceDensity: quantity(100 / m ** 2, 'MTr/mm2'),
            peakPerTransistor: quantity(6000 / s, 'FLOP/s'),
            energyPerFlop: quantity(1e-12 * j, 'J/FLOP'),
          },
          hbm: { ...hbm, edge: quantity(10.6 * m, 'mm') },
          powerLimit: quantity((300 * j) / s, 'W'),
        });
        expect((two.peakBf16 * s) / one.peakBf16).toBeCloseTo(1, 12);
        expect((two.power * s) / j / one.power).toBeCloseTo(1, 12);
        expect(two.stacks).toBe(one.stacks);
      }),
    );
  });

  it('is never NaN, and never better on a smaller die', () => {
    const any = fc.record({
      area: fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
      height: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      dies: fc.integer({ min: 1, max: 64 }),
      density: fc.double({ min: 0.1, max: 1e3, noNaN: true }),
    });
    fc.assert(
      fc.property(any, ({ area, height, dies, density }) => {
        const of = (size: number) =>
          acceleratorFromDie({
            ...base,
            dieArea: quantity(size, 'mm2'),
            dieHeight: quantity(height, 'mm'),
            dies: quantity(dies, 'die'),
            density: quantity(density, 'MTr/mm2'),
            hbm,
          });
        const made = of(area);
        for (const value of Object.values(made)) expect(Number.isNaN(value)).toBe(false);
        expect(of(area / 2).peakBf16).toBeLessThan(made.peakBf16);
      }),
      { numRuns: 2_000 },
    );
  });
});
