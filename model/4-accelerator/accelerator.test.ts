import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AcceleratorInput, accelerator, type Peaks, performanceDensity, totalProcessingPerformance } from '#accelerator';
import { quantity } from '#quantity';

const h100: AcceleratorInput = {
  precision: 'bf16',
  peakFp32: quantity(66.9e12, 'FLOP/s'),
  peakBf16: quantity(989.4e12, 'FLOP/s'),
  peakFp8: quantity(1978.9e12, 'FLOP/s'),
  memory: quantity(80e9, 'B'),
  memoryBandwidth: quantity(3.35e12, 'B/s'),
  power: quantity(700, 'W'),
  logicArea: quantity(814, 'mm2'),
};

describe('an accelerator', () => {
  it('has the peak of the precision of the run, or none', () => {
    expect(accelerator(h100).peak).toBe(989.4e12);
    expect(accelerator({ ...h100, precision: 'fp8' }).peak).toBe(1978.9e12);
    expect(accelerator({ ...h100, precision: 'fp4' })).toMatchObject({ peak: undefined, balance: undefined, energyPerFlop: undefined });
    expect(accelerator({ ...h100, precision: 'fp4', peakFp4: quantity(4e15, 'FLOP/s') }).peak).toBe(4e15);
  });

  it('takes as long for a byte as for the FLOP of its balance, and spends its power on its peak', () => {
    const chip = accelerator(h100);
    expect((chip.balance ?? Number.NaN) * 3.35e12).toBeCloseTo(989.4e12, 0);
    expect((chip.energyPerFlop ?? Number.NaN) * 989.4e12).toBeCloseTo(700, 9);
  });

  it('has the same rule figures at any precision of the run', () => {
    const [one, other] = [accelerator(h100), accelerator({ ...h100, precision: 'fp4' })];
    expect(other.tpp).toBe(one.tpp);
    expect(other.performanceDensity).toBe(one.performanceDensity);
    expect(one.tpp).toBeCloseTo(1978.9 * 8, 9);
  });

  it('has no density or balance where area or bandwidth is not public', () => {
    const chip = accelerator({ ...h100, logicArea: undefined, memoryBandwidth: undefined });
    expect(chip).toMatchObject({ performanceDensity: undefined, balance: undefined });
  });
});

const bits = { peakFp64: 64, peakFp32: 32, peakBf16: 16, peakFp8: 8, peakFp6: 6, peakFp4: 4, peakInt8: 8 } as const;
const anyPeaks = fc.record(
  Object.fromEntries(Object.keys(bits).map((format) => [format, fc.double({ min: 1e9, max: 1e17, noNaN: true })])),
  { requiredKeys: [] },
) as unknown as fc.Arbitrary<Peaks>;

describe('total processing performance', () => {
  it('is reached by the format that it names and exceeded by none', () => {
    fc.assert(
      fc.property(anyPeaks, (peaks) => {
        const { tpp, binding } = totalProcessingPerformance(peaks);
        const products = Object.entries(peaks).map(
          ([format, peak]) => [format, (peak / 1e12) * bits[format as keyof typeof bits]] as const,
        );
        expect(tpp).toBe(Math.max(0, ...products.map(([, product]) => product)));
        if (products.length === 0) expect(binding).toBe('none');
        else expect(Object.fromEntries(products)[`peak${binding.charAt(0).toUpperCase()}${binding.slice(1)}`]).toBe(tpp);
      }),
    );
  });

  it('is the same twice as dense on half the area', () => {
    const area = fc.double({ min: 1, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), area, (tpp, size) => {
        const on = (mm2: number): number => performanceDensity({ tpp: quantity(tpp, 'TPP'), area: quantity(mm2, 'mm2') });
        expect(on(size / 2) / on(size)).toBeCloseTo(2, 12);
      }),
    );
  });
});
