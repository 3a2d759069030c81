import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headShare, issueBound, matrixTime, stackMaturity, waveFlop } from '#accelerator';
import { quantity } from '#quantity';

const chip = {
  peak: quantity(312e12, 'FLOP/s'),
  share: quantity(0.8, '1'),
  bandwidth: quantity(2.039e12, 'B/s'),
  bandwidthShare: quantity(0.87, '1'),
  traffic: quantity(1.1, '1'),
};
const product = (m: number, n: number, k: number, over: Partial<typeof chip> = {}): number =>
  matrixTime({ ...chip, ...over, flop: quantity(2 * m * n * k, 'FLOP'), bytes: quantity(2 * (m * k + k * n + m * n), 'B') });

describe('a matrix product', () => {
  it('reaches its share of the peak when it is large, and half of that when each side is three times the balance', () => {
    expect((2 * 1e15) / product(1e5, 1e5, 1e5) / 312e12).toBeCloseTo(0.8, 2);
    const balance = (chip.traffic * chip.peak * chip.share) / (chip.bandwidth * chip.bandwidthShare);
    expect((2 * (3 * balance) ** 3) / product(3 * balance, 3 * balance, 3 * balance) / 312e12).toBeCloseTo(0.4, 9);
  });

  it('follows the saturating curve that was measured on an A100 and a B200', () => {
    // Half-efficiency sides of tables measured by SimuMax, fitted: A100 208, 223, 129; B200 183, 136, 247.
    const half = (peak: number, bandwidth: number, share: number): number =>
      (chip.traffic * peak * share) / (bandwidth * chip.bandwidthShare);
    expect(half(312e12, 1.935e12, 0.798) / ((208 + 223 + 129) / 3)).toBeCloseTo(0.87, 1);
    expect(half(2250e12, 8e12, 0.531) / ((183 + 136 + 247) / 3)).toBeCloseTo(1, 1);
  });

  it('is never slower on a chip with more bandwidth or a higher peak', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    const factor = fc.double({ min: 1, max: 10, noNaN: true });
    fc.assert(
      fc.property(side, side, side, factor, (m, n, k, f) => {
        const time = product(m, n, k);
        expect(product(m, n, k, { bandwidth: quantity(2.039e12 * f, 'B/s') })).toBeLessThanOrEqual(time);
        expect(product(m, n, k, { peak: quantity(312e12 * f, 'FLOP/s') })).toBeLessThanOrEqual(time);
      }),
    );
  });
});

describe('the last wave of a product', () => {
  const share = (results: number, wave: number): number => waveFlop({ results, inner: 4096, wave }) / (2 * results * 4096);

  it('is half of a wave of a large product, and no more than its own work of a small one', () => {
    expect(share(1e12, 4e6)).toBeCloseTo(4e6 / 2e12, 9);
    expect(share(1, 4e6)).toBeCloseTo(0.5, 6);
    expect(share(4e6, 4e6)).toBe(0.25);
    expect(waveFlop({ results: 1e6, inner: 4096, wave: 0 })).toBe(0);
  });

  it('stands beside the waves that tiles of 128 by 256 on 108 multiprocessors would need', () => {
    // Share of time lost for 4,096 tokens and widths of a layer split eight ways, by counting waves; the mean is what the form is of.
    const counted = (columns: number): number => {
      const tiles = (4096 / 256) * (columns / 128);
      return Math.ceil(tiles / 108) / (tiles / 108) - 1;
    };
    const columns = Array.from({ length: 200 }, (_, index) => 5120 + 128 * index);
    const mean = columns.reduce((sum, each) => sum + counted(each), 0) / columns.length;
    const form = columns.reduce((sum, each) => sum + share(4096 * each, 108 * 128 * 256), 0) / columns.length;
    expect(form / mean).toBeGreaterThan(0.85);
    expect(form / mean).toBeLessThan(1.15);
  });
});

describe('the rest of an operation', () => {
  it('keeps half the rate at the width that halves it', () => expect(headShare({ width: 32, half: 32 })).toBe(0.5));

  it('takes the longer of issue and execution when one of them is far longer', () => {
    const time = (device: number, host: number): number => issueBound({ device: quantity(device, 's'), host: quantity(host, 's') });
    expect(time(1, 0)).toBe(1);
    expect(time(1, 0.01)).toBeCloseTo(1, 4);
    expect(time(0.01, 1)).toBeCloseTo(1, 4);
    expect(time(1, 1)).toBeCloseTo(Math.SQRT2, 12);
  });

  it('comes of age', () => {
    const at = (age: number): number => stackMaturity({ age: quantity(age, 'yr'), loss: quantity(0.5, '1'), time: quantity(1, 'yr') });
    expect(at(0)).toBeCloseTo(1 / 1.5, 12);
    expect(at(-1)).toBe(at(0));
    expect(at(20)).toBeCloseTo(1, 6);
  });
});
