import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossings } from './crossings.ts';

const places = (f: (x: number) => number, target: number, from: number, to: number, scale: 'linear' | 'log' = 'linear') =>
  crossings({ f, target, from, to, scale });

describe('crossings', () => {
  it('are all there where a function turns', () => {
    const found = places((x) => Math.sin(x), 0.5, 0, 10);
    const truth = [Math.PI / 6, (5 * Math.PI) / 6, Math.PI / 6 + 2 * Math.PI, (5 * Math.PI) / 6 + 2 * Math.PI];
    expect(found.map(({ rises }) => rises)).toEqual([true, false, true, false]);
    found.forEach(({ at, jumps }, i) => {
      expect(at).toBeCloseTo(truth[i] as number, 12);
      expect(jumps).toBe(false);
    });
  });

  it('are found where a valley reaches across between two places', () => {
    const found = places((x) => (x - 0.5003) ** 2 - 1e-9, 0, 0, 1);
    expect(found).toHaveLength(2);
    expect(found[0]?.at).toBeCloseTo(0.5003 - Math.sqrt(1e-9), 9);
    expect(found[1]?.at).toBeCloseTo(0.5003 + Math.sqrt(1e-9), 9);
  });

  it('are none where a function only touches, stays away, or is the target', () => {
    expect(places((x) => (x - 0.4) ** 2 + 1e-12, 0, 0, 1)).toEqual([]);
    expect(places(() => 3, 4, 0, 1)).toEqual([]);
    expect(places(() => 4, 4, 0, 1)).toEqual([]);
  });

  it('are called jumps where the function is never the target', () => {
    expect(places((x) => (x < 0.3 ? 1 : 5), 2, 0, 1)).toMatchObject([{ rises: true, jumps: true }]);
    expect(places((x) => (x < 0.3 ? Number.POSITIVE_INFINITY : 1), 2, 0, 1)).toMatchObject([{ rises: false, jumps: true }]);
    expect(places((x) => Math.floor(100 * x), 50.5, 0, 1)[0]?.at).toBeCloseTo(0.51, 12);
  });

  it('pass over places without a value', () => {
    expect(places((x) => (x < 0.2 ? Number.NaN : x), 0.5, 0, 1)).toHaveLength(1);
    expect(places(() => Number.NaN, 0.5, 0, 1)).toEqual([]);
  });

  it('are the roots of any product of factors, over twelve decades too', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 5 }), (exponents) => {
        const roots = exponents.map((exponent) => 10 ** (exponent / 10)).sort((a, b) => a - b);
        const f = (x: number): number => roots.reduce((product, root) => product * Math.log(x / root), 1);
        const found = places(f, 0, 1e-6, 1e6, 'log');
        expect(found).toHaveLength(roots.length);
        found.forEach(({ at }, i) => {
          expect(Math.abs(at / (roots[i] as number) - 1)).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 50 },
    );
  });
});
