import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockCounts, blockInverse } from './block-inverse.ts';
import { contraction } from './convergence.ts';
import { multiply } from './dense/multiply.ts';

const none = new Float64Array(0);

/** Diagonally dominant, so that every leading block can be inverted. */
const dominant = (n: number) =>
  fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }).map((entries) => {
    const a = Float64Array.from(entries);
    for (let i = 0; i < n; i++) a[i * n + i] = (a[i * n + i] as number) + 2 * n;
    return a;
  });

const identityError = (a: Float64Array, b: Float64Array, n: number): number => {
  const c = new Float64Array(n * n);
  multiply(a, b, c, n, n, n);
  return c.reduce((most, value, at) => Math.max(most, Math.abs(value - (Math.floor(at / n) === at % n ? 1 : 0))), 0);
};

describe('blockCounts', () => {
  it('takes three inversions and two products for one split', () => {
    expect(blockCounts({ size: 8, leaf: 4 })).toEqual({
      inversions: 3,
      products: 2,
      cells: 128,
      schurFlop: expect.closeTo((14 / 3) * 64, 9),
      draws: 64,
    });
  });
  it('needs as many draws as half the cells, however it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), (size, leaf) => {
        const { cells, draws } = blockCounts({ size, leaf });
        expect(draws).toBe(cells / 2);
      }),
    );
  });
  it('grows as three to the number of splits', () => {
    expect(blockCounts({ size: 64, leaf: 4 }).inversions).toBe(3 ** 4);
    expect(blockCounts({ size: 64, leaf: 4 }).products).toBe(3 ** 4 - 1);
  });
});

describe('blockInverse', () => {
  it('is the inverse where cells have many levels, amplifiers no limit, and writing no error', () => {
    for (const n of [1, 2, 5, 8, 13]) {
      fc.assert(
        fc.property(dominant(n), fc.integer({ min: 1, max: 8 }), (matrix, leaf) => {
          const found = blockInverse({ matrix, size: n, leaf, cellBits: 40, writeError: 0, gain: Number.POSITIVE_INFINITY, normals: none });
          expect(found.feasible && identityError(matrix, found.inverse, n)).toBeLessThan(1e-9);
        }),
        { numRuns: 20 },
      );
    }
  });
  it('keeps only the diagonal where the rest falls below half a level, so that refinement is Jacobi iteration', () => {
    const n = 6;
    const matrix = new Float64Array(n * n).fill(0.02);
    for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
    const found = blockInverse({ matrix, size: n, leaf: n, cellBits: 3, writeError: 0, gain: Number.POSITIVE_INFINITY, normals: none });
    if (!found.feasible) throw new Error('singular');
    expect([...found.inverse]).toEqual([...matrix].map((value) => (value === 1 ? 1 : 0)));
    // 1 - A has 0.02 (n - 1) as its largest eigenvalue.
    expect(contraction(matrix, found.inverse, n)).toBeCloseTo(0.02 * (n - 1), 10);
  });
  it('says which block has no inverse', () => {
    const matrix = Float64Array.of(0, 1, 1, 0);
    const cells = { cellBits: 3, writeError: 0, gain: 1e4, normals: none };
    expect(blockInverse({ matrix, size: 2, leaf: 1, ...cells })).toEqual({ feasible: false, binding: 'singular-block', size: 1 });
    expect(blockInverse({ matrix: new Float64Array(9), size: 3, leaf: 3, ...cells })).toMatchObject({ feasible: false });
  });
});
