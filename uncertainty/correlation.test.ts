import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Distribution } from '#quantity';
import {
  correlationMatrix,
  nearestCorrelation,
  normalCorrelation,
  type RankCorrelation,
  rankCorrelation,
  triangleOf,
} from './correlation.ts';
import { spearman } from './rank-correlation.ts';
import { createSampler, type Points, pointKinds } from './sampler.ts';

const n = 20_000;
const laws: Readonly<Record<string, Distribution>> = {
  a: { kind: 'lognormal', mu: 0, sigma: 1 },
  b: { kind: 'pert', low: 0, mode: 1, high: 4 },
  c: { kind: 'uniform', low: -1, high: 1 },
  d: { kind: 'normal', mean: 0, sd: 1 },
};

const draws = (correlations: readonly RankCorrelation[], points: Points = 'philox'): Readonly<Record<string, Float64Array>> => {
  const parameters = Object.entries(laws).map(([path, distribution]) => ({ path, distribution }));
  const sampler = createSampler({ seed: 3, parameters, correlations, points });
  return Object.fromEntries(
    parameters.map(({ path }, index) => {
      const out = new Float64Array(n);
      sampler.column(index, 0, out);
      return [path, out];
    }),
  );
};

describe('rank correlation by copula', () => {
  it.each(pointKinds)('is what was asked for, whatever the laws, with %s points', (points) => {
    const asked = [
      { between: ['a', 'b'], rank: 0.7 },
      { between: ['b', 'c'], rank: -0.4 },
    ] as const;
    const x = draws(asked, points);
    expect(spearman(x['a']!, x['b']!)).toBeCloseTo(0.7, 1.7);
    expect(spearman(x['b']!, x['c']!)).toBeCloseTo(-0.4, 1.7);
    expect(spearman(x['a']!, x['c']!)).toBeCloseTo(0, 1.7);
    expect(spearman(x['a']!, x['d']!)).toBeCloseTo(0, 1.7);
  });

  it('leaves every law as it is, and the draws of the first and of the uninvolved', () => {
    const plain = draws([]);
    const tied = draws([{ between: ['a', 'b'], rank: 0.9 }]);
    for (const path of ['a', 'c', 'd']) expect([...tied[path]!.slice(0, 100)]).toEqual([...plain[path]!.slice(0, 100)]);
    const sorted = (values: Float64Array): Float64Array => values.slice().sort();
    for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      const at = Math.floor(share * n);
      expect(Math.abs(sorted(tied['b']!)[at]! - sorted(plain['b']!)[at]!)).toBeLessThan(0.05);
    }
  });

  it('of 1 makes one rank of two', () => {
    const x = draws([{ between: ['a', 'c'], rank: 1 }]);
    expect(spearman(x['a']!, x['c']!)).toBeCloseTo(1, 9);
  });

  it('is refused where it contradicts itself, and the nearest that does not is found', () => {
    const contradiction = [
      { between: ['a', 'b'], rank: 0.9 },
      { between: ['b', 'c'], rank: 0.9 },
      { between: ['a', 'c'], rank: -0.9 },
    ] as const;
    const matrix = correlationMatrix(['a', 'b', 'c'], contradiction);
    expect(triangleOf(matrix)).toBeUndefined();
    expect(() => draws(contradiction)).toThrow(RangeError);
    const nearest = nearestCorrelation(matrix);
    expect(triangleOf(nearest)).toBeDefined();
    // Symmetric, as the contradiction is: each pair gives way alike.
    expect(nearest[0]![1]).toBeCloseTo(nearest[1]![2]!, 6);
    expect(nearest[0]![2]).toBeCloseTo(-nearest[0]![1]!, 6);
    expect(nearest[0]![1]).toBeCloseTo(0.5, 3);
  });
});

it('a matrix made from factors is accepted, is its own nearest, and its triangle gives it back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 6 }),
      (rows) => {
        const factors = rows.map((row) => [...row, 0.7]);
        const length = (row: readonly number[]): number => Math.hypot(...row);
        const matrix = factors.map((one) =>
          Float64Array.from(factors, (other) =>
            one === other ? 1 : one.reduce((sum, value, k) => sum + value * other[k]!, 0) / (length(one) * length(other)),
          ),
        );
        const triangle = triangleOf(matrix);
        expect(triangle).toBeDefined();
        for (const [i, row] of matrix.entries())
          for (const [j, value] of row.entries()) {
            const product = triangle![i]!.reduce((sum, own, k) => sum + own * triangle![j]![k]!, 0);
            expect(product).toBeCloseTo(value, 4);
            expect(nearestCorrelation(matrix)[i]![j]).toBeCloseTo(value, 4);
          }
      },
    ),
    { numRuns: 40 },
  );
});

it('normal and rank correlation are inverse', () => {
  for (const rank of [-1, -0.5, 0, 0.3, 1]) expect(rankCorrelation(normalCorrelation(rank))).toBeCloseTo(rank, 12);
});
