import { describe, expect, test } from 'vitest';
import { choleskyFactor, choleskySolve } from './cholesky.ts';
import { conditionEstimate, oneNorm } from './condition.ts';
import { eigenvalues, spectralRadius } from './eigenvalues.ts';
import { exponential } from './exponential.ts';
import { luFactor, luInverse, luSolve, luSolveMany, luSolveTransposed, regular } from './lu.ts';
import { multiply, multiplyTransposed, multiplyVector } from './multiply.ts';
import { qrFactor, qrFormQ, qrLeastSquares } from './qr.ts';
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts';

/** Numbers that look random and are the same each time. */
const numbers = (count: number, seed = 1): Float64Array => {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};
const largest = (values: Iterable<number>): number => Math.max(0, ...Array.from(values, Math.abs));
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from({ length: a.length }, (_, i) => (a[i] as number) - (b[i] as number)));
const sizes = [0, 1, 2, 3, 7, 40];

describe('products', () => {
  test('of small matrices, by hand', () => {
    const a = Float64Array.of(1, 2, 3, 4, 5, 6);
    const c = new Float64Array(4);
    multiply(a, Float64Array.of(1, 0, 2, 1, 0, 3), c, 2, 3, 2);
    expect([...c]).toEqual([5, 11, 14, 23]);
    const y = new Float64Array(2);
    multiplyVector(a, Float64Array.of(1, 1, 2), y, 2, 3);
    expect([...y]).toEqual([9, 21]);
    const z = new Float64Array(3);
    multiplyTransposed(a, Float64Array.of(1, 2), z, 2, 3);
    expect([...z]).toEqual([9, 12, 15]);
  });
});

describe('LU', () => {
  test.each(sizes)('solves, transposed too, for one and for many, and inverts: n = %d', (n) => {
    const a = numbers(n * n, 3);
    const lu = a.slice();
    const pivots = new Int32Array(n);
    expect(luFactor(lu, n, pivots)).toBe(regular);
    const x = numbers(n, 5);
    const b = new Float64Array(n);
    multiplyVector(a, x, b, n, n);
    luSolve(lu, n, pivots, b);
    expect(difference(b, x)).toBeLessThan(1e-11);
    multiplyTransposed(a, x, b, n, n);
    luSolveTransposed(lu, n, pivots, b);
    expect(difference(b, x)).toBeLessThan(1e-11);
    const wide = numbers(n * 3, 7);
    const image = new Float64Array(n * 3);
    multiply(a, wide, image, n, n, 3);
    luSolveMany(lu, n, pivots, image, 3);
    expect(difference(image, wide)).toBeLessThan(1e-11);
    const inverse = new Float64Array(n * n);
    luInverse(lu, n, pivots, inverse);
    const product = new Float64Array(n * n);
    multiply(a, inverse, product, n, n, n);
    expect(
      difference(
        product,
        Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
      ),
    ).toBeLessThan(1e-11);
  });

  test.each([
    ['zero', [0, 0, 0, 0], 0],
    ['singular', [1, 2, 2, 4], 1],
    ['not a number', [Number.NaN, 1, 1, 1], 0],
    ['infinite', [1, 1, Number.POSITIVE_INFINITY, 1], 0],
  ])('names the column of a %s matrix', (_, a, column) => {
    expect(luFactor(Float64Array.from(a), 2, new Int32Array(2))).toBe(column);
  });

  test.each([2, 5, 8, 12])('estimates the condition of a Hilbert matrix of %d', (n) => {
    // One-norm condition numbers of Hilbert matrices: sum of a row of the inverse in closed form is not needed, invert.
    const hilbert = Float64Array.from({ length: n * n }, (_, i) => 1 / (Math.floor(i / n) + (i % n) + 1));
    const lu = hilbert.slice();
    const pivots = new Int32Array(n);
    luFactor(lu, n, pivots);
    const inverse = new Float64Array(n * n);
    luInverse(lu, n, pivots, inverse);
    const truth = oneNorm(hilbert, n) * oneNorm(inverse, n);
    const estimate = conditionEstimate(oneNorm(hilbert, n), lu, n, pivots);
    expect(estimate / truth).toBeGreaterThan(1 / 3);
    expect(estimate / truth).toBeLessThan(1 + 1e-3);
    if (n === 5) expect(estimate / 943656).toBeCloseTo(1, 6);
  });
});

describe('Cholesky', () => {
  test.each(sizes)('solves: n = %d', (n) => {
    const h = numbers((n + 2) * n, 11);
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) for (let k = 0; k < n + 2; k++) a[i * n + j] = a[i * n + j]! + h[k * n + i]! * h[k * n + j]!;
    }
    const l = a.slice();
    expect(choleskyFactor(l, n)).toBe(regular);
    const x = numbers(n, 13);
    const b = new Float64Array(n);
    multiplyVector(a, x, b, n, n);
    choleskySolve(l, n, b);
    expect(difference(b, x)).toBeLessThan(1e-8);
  });

  test('refuses what is not positive definite', () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBe(1);
    expect(choleskyFactor(Float64Array.of(Number.NaN), 1)).toBe(0);
  });
});

describe('QR', () => {
  test.each([
    [1, 1],
    [4, 4],
    [9, 3],
    [40, 17],
  ])('gives orthonormal columns and R: %d x %d', (m, n) => {
    const a = numbers(m * n, 17);
    const qr = a.slice();
    const tau = new Float64Array(n);
    qrFactor(qr, m, n, tau);
    const q = new Float64Array(m * n);
    qrFormQ(qr, m, n, tau, q);
    const r = Float64Array.from({ length: n * n }, (_, i) => (i % n >= Math.floor(i / n) ? qr[i]! : 0));
    const product = new Float64Array(m * n);
    multiply(q, r, product, m, n, n);
    expect(difference(product, a)).toBeLessThan(1e-13);
    const transposed = Float64Array.from({ length: n * m }, (_, i) => q[(i % m) * n + Math.floor(i / m)]!);
    const gram = new Float64Array(n * n);
    multiply(transposed, q, gram, n, m, n);
    expect(
      difference(
        gram,
        Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
      ),
    ).toBeLessThan(1e-13);
  });

  test('fits a line', () => {
    const a = Float64Array.of(1, 0, 1, 1, 1, 2, 1, 3);
    const tau = new Float64Array(2);
    qrFactor(a, 4, 2, tau);
    const b = Float64Array.of(1, 3, 4, 4);
    expect(qrLeastSquares(a, 4, 2, tau, b)).toBe(true);
    expect(b[0]).toBeCloseTo(1.5, 13);
    expect(b[1]).toBeCloseTo(1, 13);
  });

  test('says when columns depend on each other', () => {
    const a = Float64Array.of(1, 2, 2, 4, 3, 6);
    const tau = new Float64Array(2);
    qrFactor(a, 3, 2, tau);
    expect(qrLeastSquares(a, 3, 2, tau, Float64Array.of(1, 2, 3))).toBe(false);
  });
});

describe('eigenvalues', () => {
  const find = (a: readonly number[] | Float64Array, n: number): [number, number][] => {
    const re = new Float64Array(n);
    const im = new Float64Array(n);
    expect(eigenvalues(Float64Array.from(a), n, re, im)).toBe(true);
    return [...re].map((value, i): [number, number] => [value, im[i]!]).sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  };

  test('of a rotation', () => {
    const [first, second] = find([0, -1, 1, 0], 2);
    expect(first).toEqual([0, -1]);
    expect(second).toEqual([0, 1]);
  });

  test('of a cyclic shift: the roots of unity, which stall an iteration without exceptional shifts', () => {
    const n = 8;
    const a = Float64Array.from({ length: n * n }, (_, i) => ((Math.floor(i / n) + 1) % n === i % n ? 1 : 0));
    for (const [re, im] of find(a, n)) {
      expect(Math.hypot(re, im)).toBeCloseTo(1, 12);
      expect(Math.cos(n * Math.atan2(im, re))).toBeCloseTo(1, 12);
    }
  });

  test.each([1, 2, 3, 5, 12, 40])('of a companion matrix: the zeros of a Chebyshev polynomial of degree %d', (n) => {
    // The colleague matrix of T_n.
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      if (i + 1 < n) a[i * n + i + 1] = i === 0 ? 1 : 0.5;
      if (i > 0) a[i * n + i - 1] = 0.5;
    }
    const zeros = Array.from({ length: n }, (_, k) => Math.cos((Math.PI * (2 * k + 1)) / (2 * n))).sort((x, y) => x - y);
    const found = find(a, n);
    expect(largest(found.map(([, im]) => im))).toBeLessThan(1e-8);
    expect(
      difference(
        found.map(([re]) => re),
        zeros,
      ),
    ).toBeLessThan(1e-13);
  });

  test('of badly scaled matrices, thanks to balancing', () => {
    const found = find([1, 1e8, 0, 1e-8, 2, 1e8, 0, 1e-8, 3], 3).map(([re]) => re);
    expect(difference(found, [2 - Math.sqrt(3), 2, 2 + Math.sqrt(3)])).toBeLessThan(1e-14);
  });

  test.each([3, 10, 60])('trace and determinant of a full matrix of %d agree', (n) => {
    const a = numbers(n * n, 23);
    const found = find(a, n);
    const trace = a.reduce((sum, value, i) => (i % (n + 1) === 0 ? sum + value : sum), 0);
    expect(found.reduce((sum, [re]) => sum + re, 0)).toBeCloseTo(trace, 11);
    const lu = a.slice();
    luFactor(lu, n, new Int32Array(n));
    let logarithm = 0;
    for (let i = 0; i < n; i++) logarithm += Math.log(Math.abs(lu[i * n + i]!));
    expect(found.reduce((sum, [re, im]) => sum + Math.log(Math.hypot(re, im)), 0)).toBeCloseTo(logarithm, 9);
    expect(largest(found.map(([, im]) => im))).toBeGreaterThan(0);
  });

  test('a matrix with what is no number has none', () => {
    const re = new Float64Array(2);
    expect(eigenvalues(Float64Array.of(1, Number.NaN, 0, 1), 2, re, new Float64Array(2))).toBe(false);
    expect(Number.isNaN(re[0])).toBe(true);
  });

  test('spectral radius', () => {
    expect(spectralRadius(Float64Array.of(0, -2, 2, 0), 2, new Float64Array(2), new Float64Array(2))).toBeCloseTo(2, 14);
    expect(spectralRadius(new Float64Array(0), 0, new Float64Array(0), new Float64Array(0))).toBe(0);
  });

  test.each([1, 2, 3, 20])('of a symmetric matrix: a chain of %d springs', (n) => {
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) a[i * n + i - 1] = -1;
      if (i + 1 < n) a[i * n + i + 1] = -1;
    }
    const exact = Array.from({ length: n }, (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * (n + 1))) ** 2);
    const values = new Float64Array(n);
    expect(symmetricEigenvalues(a, n, values)).toBe(true);
    expect(difference(values, exact)).toBeLessThan(1e-14);
  });

  test('symmetric and general agree on a full symmetric matrix', () => {
    const n = 30;
    const raw = numbers(n * n, 29);
    const a = Float64Array.from(raw, (value, i) => value + raw[(i % n) * n + Math.floor(i / n)]!);
    const general = find(a, n).map(([re]) => re);
    const values = new Float64Array(n);
    symmetricEigenvalues(a, n, values);
    expect(difference(values, general)).toBeLessThan(1e-12);
  });
});

describe('exponential', () => {
  test('of a rotation and of a scaled diagonal', () => {
    const turn = exponential(Float64Array.of(0, -100, 100, 0), 2);
    expect(difference(turn, [Math.cos(100), -Math.sin(100), Math.sin(100), Math.cos(100)])).toBeLessThan(1e-12);
    const decay = exponential(Float64Array.of(-700, 0, 0, 2), 2);
    expect(decay[0]).toBeGreaterThanOrEqual(0);
    expect(decay[3]! / Math.exp(2)).toBeCloseTo(1, 13);
  });

  test('of a nilpotent matrix is a polynomial', () => {
    expect(difference(exponential(Float64Array.of(0, 3, 0, 0, 0, 4, 0, 0, 0), 3), [1, 3, 6, 0, 1, 4, 0, 0, 1])).toBeLessThan(1e-14);
  });
});
