import { describe, expect, it } from 'vitest';
import { HALTON_DIMENSIONS, haltonColumn } from './halton.ts';
import { createSampler, type Points, pointKinds } from './sampler.ts';
import { sobolColumn } from './sobol.ts';
import { SOBOL_DIMENSIONS, sobolVectors } from './sobol-numbers.ts';

const column = (make: typeof sobolColumn, n: number, dimension: number, key: number, from = 0): Float64Array => {
  const out = new Float64Array(n);
  make(out, from, dimension, key);
  return out;
};

/** How many points fall into each of so many equal cells. */
const counts = (values: Float64Array, cells: number): readonly number[] => {
  const found = new Array<number>(cells).fill(0);
  for (const value of values) found[Math.floor(value * cells)] = (found[Math.floor(value * cells)] as number) + 1;
  return found;
};

describe('direction numbers', () => {
  it('are those of the published file: rows as printed there', () => {
    // new-joe-kuo-6.21201, columns d and m_i; a vector is m_k 2^(32 - k).
    const initial = (dimension: number, degree: number): readonly number[] =>
      Array.from({ length: degree }, (_, k) => (sobolVectors()[32 * (dimension - 1) + k] as number) >>> (31 - k));
    expect(initial(3, 2)).toEqual([1, 3]);
    expect(initial(5, 3)).toEqual([1, 1, 1]);
    expect(initial(4, 3)).toEqual([1, 3, 1]);
    expect(initial(7, 4)).toEqual([1, 3, 5, 13]);
    expect(initial(8, 5)).toEqual([1, 1, 5, 5, 17]);
    expect(initial(10, 5)).toEqual([1, 1, 7, 11, 19]);
  });

  it('give the published first points in three dimensions, before scrambling', () => {
    // Joe and Kuo, notes on generating Sobol sequences, table of the first ten points.
    const plain = (dimension: number): readonly number[] => {
      let x = 0;
      return Array.from({ length: 10 }, (_, i) => {
        const value = (x >>> 0) / 2 ** 32;
        x ^= sobolVectors()[32 * dimension + 31 - Math.clz32((i + 1) & -(i + 1))] as number;
        return value;
      });
    };
    expect(plain(0)).toEqual([0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125, 0.1875, 0.6875]);
    expect(plain(1)).toEqual([0, 0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625, 0.3125, 0.8125]);
    expect(plain(2)).toEqual([0, 0.5, 0.25, 0.75, 0.625, 0.125, 0.875, 0.375, 0.9375, 0.4375]);
  });
});

describe('Sobol points', () => {
  it.each([0, 1, 2, 7, 50, 200, SOBOL_DIMENSIONS - 1])(
    'put one of 2^12 into each of as many cells, scrambled, in dimension %i',
    (dimension) => {
      for (const from of [0, 4096, 12 * 4096]) {
        expect(new Set(counts(column(sobolColumn, 4096, dimension, 12_345 + dimension, from), 4096))).toEqual(new Set([1]));
      }
    },
  );

  it.each([
    [4, 4],
    [16, 1],
    [1, 16],
    [2, 8],
  ])('fill every box of %i by %i cells alike in the first two dimensions: scrambling keeps the net', (across, up) => {
    const [x, y] = [column(sobolColumn, 16, 0, 77), column(sobolColumn, 16, 1, 4_242)];
    const boxes = new Set(Array.from(x, (value, i) => `${Math.floor(value * across)}:${Math.floor((y[i] as number) * up)}`));
    expect(boxes.size).toBe(16);
  });

  it('are each uniform over the keys, in every bit', () => {
    const n = 4_000;
    for (const index of [0, 1, 5, 1023]) {
      const values = Float64Array.from(
        { length: n },
        (_, key) => column(sobolColumn, 1, 3, Math.imul(key + 1, 0x9e3779b1), index)[0] as number,
      );
      for (const found of counts(values, 10)) expect(Math.abs(found - n / 10)).toBeLessThan(5 * Math.sqrt(n / 10));
      for (let bit = 1; bit <= 40; bit++) {
        const ones = values.filter((value) => Math.floor(value * 2 ** bit) % 2 === 1).length;
        expect(Math.abs(ones - n / 2), `bit ${bit}`).toBeLessThan(5 * Math.sqrt(n / 4));
      }
    }
  });
});

describe('Halton points', () => {
  it.each([0, 1, 2, 5, 20])('put one of b^k into each of as many cells, scrambled, in dimension %i', (dimension) => {
    const base = [2, 3, 5, 13, 73][[0, 1, 2, 5, 20].indexOf(dimension)] as number;
    const n = base ** Math.max(2, Math.floor(Math.log(3_000) / Math.log(base)));
    expect(new Set(counts(column(haltonColumn, n, dimension, 99), n))).toEqual(new Set([1]));
    expect(new Set(counts(column(haltonColumn, n, dimension, 99, 3 * n), n))).toEqual(new Set([1]));
  });

  it('stay inside (0, 1) in all dimensions', () => {
    for (let dimension = 0; dimension < HALTON_DIMENSIONS; dimension += 12) {
      for (const value of column(haltonColumn, 500, dimension, dimension)) expect(value > 0 && value < 1).toBe(true);
    }
  });
});

const uniformParameters = (count: number): readonly { path: string; distribution: { kind: 'uniform'; low: number; high: number } }[] =>
  Array.from({ length: count }, (_, i) => ({ path: `x${i}`, distribution: { kind: 'uniform', low: 0, high: 1 } }));

describe.each(pointKinds)('a sampler of %s points', (points: Points) => {
  const sampler = (seed: number, parameters = uniformParameters(6)) => createSampler({ seed, parameters, points });

  it('gives the same digits for any chunking, and by rows as by columns', () => {
    const whole = new Float64Array(3_000);
    sampler(5).column(4, 0, whole);
    for (const [from, size] of [
      [0, 7],
      [7, 1_500],
      [1_507, 1_493],
    ] as const) {
      const part = new Float64Array(size);
      sampler(5).column(4, from, part);
      expect([...part]).toEqual([...whole.slice(from, from + size)]);
    }
    const row = new Float64Array(6);
    const one = sampler(5);
    for (const index of [0, 1, 9, 2_999, 1_023, 1_024]) {
      one.fill(index, row);
      expect(row[4]).toBe(whole[index]);
    }
  });

  it('draws the same for a parameter whatever else is drawn, where it states its dimension', () => {
    const own = { path: 'a.b', distribution: { kind: 'uniform', low: 0, high: 1 }, dimension: 17 } as const;
    const alone = new Float64Array(100);
    sampler(1, [own] as never).column(0, 0, alone);
    const among = new Float64Array(100);
    sampler(1, [...uniformParameters(4), own] as never).column(4, 0, among);
    expect([...among]).toEqual([...alone]);
  });
});

describe('low discrepancy', () => {
  /** Mean of a smooth function of six inputs, whose truth is 1, over so many seeds. */
  const error = (points: Points, n: number): number => {
    let squares = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const sampler = createSampler({ seed, parameters: uniformParameters(6), points });
      const columns = Array.from({ length: 6 }, (_, i) => {
        const out = new Float64Array(n);
        sampler.column(i, 0, out);
        return out;
      });
      let sum = 0;
      for (let k = 0; k < n; k++) sum += columns.reduce((product, x, i) => product * (1 + ((x[k] as number) - 0.5) / (i + 1)), 1);
      squares += (sum / n - 1) ** 2;
    }
    return Math.sqrt(squares / 20);
  };

  it('makes the mean of a smooth function 20 times as exact at 4,096 points, without bias', () => {
    const plain = error('philox', 4_096);
    expect(error('sobol', 4_096)).toBeLessThan(plain / 20);
    expect(error('halton', 4_096)).toBeLessThan(plain / 8);
  });
});
