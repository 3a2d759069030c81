import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterKey } from './parameter-key.ts';
import { uniform } from './philox.ts';
import { Quantiles } from './quantiles.ts';

const of = (values: ArrayLike<number>, limit?: number): Quantiles => {
  const stream = new Quantiles(limit);
  stream.pushAll(values);
  return stream;
};

/** The definition, on a sorted copy. */
const exact = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (place - Math.floor(place)) * (above - below);
};

/** Without -0, which sorts like 0. */
const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((x) => x + 0);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('Quantiles', () => {
  it('interpolates order statistics', () => {
    const stream = of([4, 1, 3, 2]);
    expect([0, 0.25, 0.5, 1].map((p) => stream.quantile(p))).toEqual([1, 1.75, 2.5, 4]);
    expect([stream.count, stream.mean, stream.variance, stream.rankError]).toEqual([4, 2.5, 5 / 3, 0]);
    expect([of([7]).quantile(0.3), of([7]).variance]).toEqual([7, 0]);
  });

  it('is exact up to its limit, in any order and after reading', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 100 }), share, (values, p) => {
        const stream = new Quantiles(100);
        for (const x of values) {
          stream.push(x);
          stream.quantile(0.5);
        }
        expect(stream.quantile(p)).toBe(exact(values, p));
      }),
    );
  });

  it('merges to the quantiles and moments of both', () => {
    const arrays = fc.array(finite, { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(arrays, arrays, share, (a, b, p) => {
        const left = of(a);
        const right = of(b);
        left.merge(right);
        const both = of([...a, ...b]);
        expect(left.quantile(p)).toBe(both.quantile(p));
        expect(left.count).toBe(both.count);
        expect(Math.abs(left.mean - both.mean)).toBeLessThanOrEqual(1e-6);
        expect(Math.abs(left.variance - both.variance)).toBeLessThanOrEqual(1e-9 * both.variance + 1e-6);
        expect(right.count).toBe(b.length);
      }),
    );
  });

  it('merges with an empty stream', () => {
    const stream = of([1, 2]);
    stream.merge(new Quantiles());
    const empty = new Quantiles();
    empty.merge(stream);
    expect([stream.count, empty.count, empty.quantile(0.5), empty.mean]).toEqual([2, 2, 1.5, 1.5]);
  });

  /** The share of the values below an answer may differ from p by the stated error and one rank. */
  const honest = (stream: Quantiles, values: Float64Array): void => {
    const sorted = values.slice().sort();
    for (const p of [0.001, 0.01, 0.05, 0.3, 0.5, 0.9, 0.99, 0.9999]) {
      const x = stream.quantile(p);
      const below = sorted.filter((value) => value < x).length / sorted.length;
      const atMost = sorted.filter((value) => value <= x).length / sorted.length;
      const slack = stream.rankError + 2 / sorted.length;
      expect(below - slack).toBeLessThanOrEqual(p);
      expect(atMost + slack).toBeGreaterThanOrEqual(p);
    }
    expect([stream.quantile(0), stream.quantile(1)]).toEqual([sorted[0], sorted.at(-1)]);
  };
  const orders: Record<string, (i: number) => number> = {
    random: (i) => uniform(1, i, parameterKey('order')) ** 3,
    rising: (i) => i,
    falling: (i) => -i,
    alternating: (i) => (i % 2 === 0 ? i : -i),
    'with ties': (i) => i % 7,
  };

  it.each(Object.entries(orders))('keeps within its stated error beyond its limit: %s', (_, order) => {
    const values = Float64Array.from({ length: 50_000 }, (__, i) => order(i));
    const stream = of(values, 1000);
    expect(stream.count).toBe(50_000);
    expect(stream.rankError).toBeGreaterThan(0);
    expect(stream.rankError).toBeLessThanOrEqual(Math.log2(50_000 / 1000) / 1000 + 1e-3);
    honest(stream, values);
  });

  it('keeps within its stated error when sketches are merged', () => {
    const values = Float64Array.from({ length: 60_000 }, (_, i) => uniform(2, i, parameterKey('merge')));
    const whole = new Quantiles(1000);
    for (let from = 0; from < values.length; from += 7000) whole.merge(of(values.subarray(from, from + 7000), 1000));
    whole.merge(new Quantiles(1000));
    expect(whole.count).toBe(60_000);
    expect(whole.rankError).toBeLessThan(0.02);
    honest(whole, values);
    expect(whole.mean).toBeCloseTo(values.reduce((sum, x) => sum + x, 0) / 60_000, 12);
  });

  it('keeps a variance that a large mean would swamp', () => {
    expect(of([1e9 + 1, 1e9 + 2, 1e9 + 3]).variance).toBeCloseTo(1, 9);
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %s', (bad) => {
    const stream = of([1, 2]);
    expect(() => stream.push(bad)).toThrow(`quantiles need finite numbers; value 2 is ${bad}`);
    expect(stream.count).toBe(2);
  });

  it('refuses to speak of nothing, and bad shares and limits', () => {
    expect(() => new Quantiles().quantile(0.5)).toThrow('no values yet');
    expect(() => new Quantiles().mean).toThrow('no values yet');
    expect(() => of([1]).quantile(1.5)).toThrow('a share from 0 to 1');
    for (const limit of [0, 3, 1.5]) expect(() => new Quantiles(limit)).toThrow('an even number');
  });
});
