import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Quantiles } from './quantiles.ts';
import { selectQuantiles, selectRank } from './select.ts';

const shares = [0, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 1];

const bySorting = (values: Float64Array): readonly number[] => {
  const stream = new Quantiles();
  stream.pushAll(values);
  return shares.map((share) => stream.quantile(share));
};

it('selection gives the very quantiles of sorting', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 300 }),
      (list) => {
        const values = Float64Array.from(list);
        expect([...selectQuantiles(values.slice(), shares)]).toEqual(bySorting(values));
      },
    ),
  );
});

it.each<[string, (i: number) => number]>([
  ['rising', (i) => i],
  ['falling', (i) => -i],
  ['all alike', () => 3],
  ['two values', (i) => i % 2],
  ['organ pipe', (i) => Math.min(i, 1_000_000 - i)],
  ['saw tooth', (i) => i % 1_000],
  ['scrambled', (i) => Math.imul(i, 0x9e3779b1) >>> 0],
])('of a million values, %s, as well', (_, value) => {
  const values = Float64Array.from({ length: 1_000_000 }, (__, i) => value(i));
  expect([...selectQuantiles(values.slice(), shares)]).toEqual(bySorting(values));
});

it('a rank is that of the sorted values, of infinite ones too', () => {
  const value = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.nat(), (list, any) => {
      const rank = any % list.length;
      const sorted = list.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(selectRank(Float64Array.from(list), rank) === sorted[rank]).toBe(true);
    }),
  );
  expect(() => selectRank(new Float64Array(0), 0)).toThrow(RangeError);
  expect(() => selectRank(new Float64Array(3), 3)).toThrow(RangeError);
});

it('refuses an empty array', () => {
  expect(() => selectQuantiles(new Float64Array(0), [0.5])).toThrow(RangeError);
});
