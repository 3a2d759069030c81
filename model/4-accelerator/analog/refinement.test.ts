import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockInverse } from './block-inverse.ts';
import { contraction } from './convergence.ts';
import { luFactor, luSolve } from './dense/lu.ts';
import { multiplyVector } from './dense/multiply.ts';
import { symmetricEigenvalues } from './dense/symmetric-eigenvalues.ts';
import { cyclesTo, refine, roundToBlock, roundToOwnMaximum } from './refinement.ts';
import { chebyshev, conjugateGradients, flexibleResiduals, jacobi, type RivalInput } from './rivals.ts';
import { slicedMultiplier, sliceMatrix } from './sliced-product.ts';

const none = new Float64Array(0);

/** A symmetric dominant matrix, a right-hand side, and what solves it. */
const system = (n: number): { readonly matrix: Float64Array; readonly rightSide: Float64Array; readonly solution: Float64Array } => {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) matrix[i * n + j] = i === j ? 1 : 0.6 * Math.cos(i + j) ** 3 * 0.5 ** Math.abs(i - j);
  const rightSide = Float64Array.from({ length: n }, (_, i) => Math.sin(3 * i + 1));
  const factors = matrix.slice();
  const pivots = new Int32Array(n);
  luFactor(factors, n, pivots);
  const solution = rightSide.slice();
  luSolve(factors, n, pivots, solution);
  return { matrix, rightSide, solution };
};

const coarse = (matrix: Float64Array, n: number, cellBits = 3): Float64Array => {
  const found = blockInverse({ matrix, size: n, leaf: 4, cellBits, writeError: 0, gain: 1e4, normals: none });
  if (!found.feasible) throw new Error('singular');
  return found.inverse;
};

describe('refine', () => {
  it('shrinks the error by the spectral radius, cycle by cycle', () => {
    const n = 16;
    const { matrix, rightSide, solution } = system(n);
    const inverse = coarse(matrix, n);
    const { errors } = refine({ size: n, matrix, inverse, rightSide, solution, converterBits: 0, cycles: 20, residual: { by: 'exact' } });
    const rho = contraction(matrix, inverse, n);
    expect(rho).toBeLessThan(0.5);
    expect(((errors[19] as number) / (errors[9] as number)) ** 0.1).toBeCloseTo(rho, 1);
  });
  it('comes down to the rounding of doubles with converters of four bits', () => {
    const n = 16;
    const { matrix, rightSide, solution } = system(n);
    const way = refine({
      size: n,
      matrix,
      inverse: coarse(matrix, n),
      rightSide,
      solution,
      converterBits: 4,
      cycles: 60,
      residual: { by: 'exact' },
    });
    expect(Math.min(...way.errors)).toBeLessThan(1e-14);
    expect(cyclesTo(way.errors, 2 ** -24)).toBeLessThan(20);
    expect(cyclesTo(way.errors, 0)).toBeUndefined();
  });
  it('takes the residual from slices without a wrong code where cells are exact', () => {
    const n = 12;
    const { matrix: wanted, rightSide } = system(n);
    const sliced = sliceMatrix({ matrix: wanted, rows: n, columns: n, matrixBits: 24, cellBits: 3, writeError: 0, normals: none });
    const matrix = sliced.integers.map((whole) => whole * sliced.unit);
    const factors = matrix.slice();
    const pivots = new Int32Array(n);
    luFactor(factors, n, pivots);
    const solution = rightSide.slice();
    luSolve(factors, n, pivots, solution);
    const multiplier = slicedMultiplier(sliced, { inputBits: 4, dacBits: 1, rowsActive: 4 });
    const input = { size: n, matrix, inverse: coarse(matrix, n), rightSide, solution, converterBits: 4, cycles: 25 };
    const bySlices = refine({ ...input, residual: { by: 'slices', matrix: sliced, multiplier } });
    const exact = refine({ ...input, residual: { by: 'exact' } });
    expect(bySlices.wrongCodes).toBe(0);
    for (const [k, error] of bySlices.errors.entries()) expect(Math.abs(error - (exact.errors[k] as number))).toBeLessThan(1e-13);
  });
  it('stops where the error is no number any more', () => {
    const matrix = Float64Array.of(1, 0, 0, 1);
    const inverse = Float64Array.of(-1e200, 0, 0, -1e200);
    const solution = Float64Array.of(1, 1);
    const way = refine({
      size: 2,
      matrix,
      inverse,
      rightSide: solution,
      solution,
      converterBits: 0,
      cycles: 60,
      residual: { by: 'exact' },
    });
    expect(way.errors.length).toBeLessThan(60);
  });
});

describe('rounding', () => {
  it('holds its bits at the smallest doubles too', () => {
    const unit = roundToBlock(Float64Array.of(8 * Number.MIN_VALUE), 3);
    expect(unit).toBe(2 * Number.MIN_VALUE);
  });

  it('has at most so many bits below the largest entry', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 12 }),
        (list, bits) => {
          const values = Float64Array.from(list);
          const rounded = values.slice();
          const unit = roundToBlock(rounded, bits);
          if (unit === 0) return;
          for (const [i, value] of rounded.entries()) {
            expect(Math.abs(value / unit)).toBeLessThanOrEqual(2 ** bits - 1);
            expect(Math.abs(value - (values[i] as number))).toBeLessThanOrEqual(unit / 2);
          }
          const own = new Float64Array(values.length);
          roundToOwnMaximum(values, bits, own);
          const most = Math.max(...values.map(Math.abs));
          for (const [i, value] of own.entries())
            expect(Math.abs(value - (values[i] as number))).toBeLessThanOrEqual((most / (2 ** bits - 1)) * 0.5000001);
        },
      ),
    );
  });
  it('leaves zeros and rounds nothing at no bits', () => {
    const zeros = new Float64Array(3);
    expect(roundToBlock(zeros, 4)).toBe(0);
    const values = Float64Array.of(0.1, 0.2);
    expect(roundToBlock(values, 0)).toBe(0);
    expect([...values]).toEqual([0.1, 0.2]);
  });
});

describe('rivals', () => {
  const n = 16;
  const drawn = system(n);
  const input: RivalInput = { ...drawn, size: n, target: 1e-10, most: 400 };
  const extremes = (): readonly [number, number] => {
    const values = new Float64Array(n);
    symmetricEigenvalues(drawn.matrix.slice(), n, values);
    return [Math.min(...values), Math.max(...values)];
  };
  it('all find the solution', () => {
    for (const way of [
      jacobi(input),
      chebyshev(input, ...extremes()),
      conjugateGradients(input),
      conjugateGradients(input, { directionBits: 4 }),
      conjugateGradients(input, { preconditioner: coarse(drawn.matrix, n) }),
      flexibleResiduals(input, coarse(drawn.matrix, n)),
    ])
      expect(way.error).toBeLessThanOrEqual(1e-10);
  });
  it('gradients end within as many products as there are rows', () => {
    expect(conjugateGradients({ ...input, target: 1e-8 }).iterations).toBeLessThanOrEqual(n);
    expect(flexibleResiduals({ ...input, target: 1e-8 }, coarse(drawn.matrix, n)).iterations).toBeLessThanOrEqual(n);
  });
  it('a coarse inverse saves products', () => {
    const plain = conjugateGradients(input).iterations as number;
    expect(conjugateGradients(input, { preconditioner: coarse(drawn.matrix, n, 6) }).iterations).toBeLessThan(plain);
  });
  it('minimal residuals solve what is not symmetric', () => {
    const matrix = drawn.matrix.slice();
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[i * n + j] = 0.5 * (matrix[i * n + j] as number);
    const rightSide = new Float64Array(n);
    multiplyVector(matrix, drawn.solution, rightSide, n, n);
    const way = flexibleResiduals({ ...input, matrix, rightSide }, coarse(matrix, n));
    expect(way.error).toBeLessThanOrEqual(1e-10);
  });
  it('say where they do not get there', () => {
    const matrix = Float64Array.of(1, 2, 2, 1);
    const way = jacobi({ size: 2, matrix, rightSide: Float64Array.of(3, 3), solution: Float64Array.of(1, 1), target: 1e-10, most: 50 });
    expect(way.iterations).toBeUndefined();
    expect(Number.isFinite(way.error)).toBe(true);
  });
});
