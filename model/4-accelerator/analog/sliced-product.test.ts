import { describe, expect, test } from 'vitest';
import { programMatrix, roundHalfEven } from './program-matrix.ts';
import { adcBitsNeeded, exactnessMargin, inputPasses, slicedMultiplier, sliceMatrix } from './sliced-product.ts';

const draws = (count: number, seed = 1): Float64Array => {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()));
};
const rows = 6;
const columns = 9;
const matrix = draws(rows * columns, 3);
const digits = Float64Array.from(draws(columns, 5), (value) => Math.max(-15, Math.min(15, Math.round(7 * value))));

/** The product as the words of the definition say it: sum by sum. */
const slowly = (
  { errors, levels, slices, cellBits }: ReturnType<typeof sliceMatrix>,
  { dacBits, rowsActive, inputBits, adcBits }: { dacBits: number; rowsActive: number; inputBits: number; adcBits?: number },
) => {
  const limit = adcBits === undefined ? Number.POSITIVE_INFINITY : 2 ** (adcBits - 1) - 1;
  let wrong = 0;
  const out = Array.from({ length: rows }, (_, i) => {
    let total = 0;
    for (let s = 0; s < slices; s++) {
      for (let c = 0; c < inputBits / dacBits; c++) {
        for (let from = 0; from < columns; from += rowsActive) {
          let sum = 0;
          let right = 0;
          for (let j = from; j < Math.min(columns, from + rowsActive); j++) {
            const digit = Math.sign(digits[j]!) * (Math.floor(Math.abs(digits[j]!) / 2 ** (dacBits * c)) % 2 ** dacBits);
            const at = s * rows * columns + i * columns + j;
            sum += digit * (levels[at]! + errors[at]!);
            right += digit * levels[at]!;
          }
          const code = Math.max(-limit, Math.min(limit, Math.round(sum)));
          if (code !== right) wrong += 1;
          total += code * 2 ** (cellBits * s + dacBits * c);
        }
      }
    }
    return total;
  });
  return { out, wrong };
};

describe('sliced product', () => {
  const settings = { matrixBits: 24, cellBits: 3 } as const;

  test('slices hold the matrix to 24 bits', () => {
    const sliced = sliceMatrix({ matrix, rows, columns, ...settings, writeError: 0, normals: new Float64Array(0) });
    expect(sliced.slices).toBe(8);
    matrix.forEach((value, i) => {
      let whole = 0;
      for (let s = 0; s < 8; s++) whole += sliced.levels[s * matrix.length + i]! * 8 ** s;
      expect(whole).toBe(sliced.integers[i]);
      expect(Math.abs(whole * sliced.unit - value)).toBeLessThanOrEqual(sliced.unit / 2 + 1e-15);
    });
  });

  test.each([
    [0, 4, 9, undefined],
    [0.002, 1, 4, undefined],
    [0.02, 4, 9, undefined],
    [0.05, 2, 3, undefined],
    [0.3, 1, 1, undefined],
    [0.02, 4, 9, 6],
    [0, 4, 9, 5],
  ])(
    'is the product of the definition: error %d, %d bits and %d lines at a time, converter %s',
    (writeError, dacBits, rowsActive, adcBits) => {
      const sliced = sliceMatrix({ matrix, rows, columns, ...settings, writeError, normals: draws(8 * matrix.length, 7) });
      const how = { inputBits: 4, dacBits, rowsActive, ...(adcBits === undefined ? {} : { adcBits }) };
      const expected = slowly(sliced, how);
      const out = new Float64Array(rows);
      const { wrong, codes } = slicedMultiplier(sliced, how).multiply(digits, out);
      expect([...out]).toEqual(expected.out);
      expect(wrong).toBe(expected.wrong);
      expect(codes).toBe(8 * rows * inputPasses({ inputBits: 4, dacBits, columns, rowsActive }));
      if (writeError === 0 && adcBits === undefined) expect(wrong).toBe(0);
      if (writeError >= 0.02 || adcBits !== undefined) expect(wrong).toBeGreaterThan(0);
    },
  );

  test('a systematic loss beyond half a level of the largest sum makes codes wrong', () => {
    const make = (loss: number) =>
      slicedMultiplier(sliceMatrix({ matrix, rows, columns, ...settings, writeError: 0, normals: new Float64Array(0), loss }), {
        inputBits: 4,
        dacBits: 1,
        rowsActive: 4,
      }).multiply(digits, new Float64Array(rows)).wrong;
    expect(make(0.5 / (7 * 4) - 1e-6)).toBe(0);
    expect(make(0.2)).toBeGreaterThan(0);
  });

  test.each([
    [1, 4, 6],
    [1, 8, 7],
    [1, 64, 10],
    [4, 8, 11],
  ])('%d bits and %d lines at a time need a signed converter of %d bits', (dacBits, rowsActive, bits) => {
    expect(adcBitsNeeded({ dacBits, cellBits: 3, rowsActive })).toBe(bits);
  });

  test('margin of exactness falls with the error and with the lines driven', () => {
    const margin = exactnessMargin({ sumOfSquares: 8, writeError: 0.005, cellBits: 3 });
    expect(margin).toBeCloseTo(0.5 / (0.035 * Math.sqrt(8)), 12);
  });
});

describe('programmed matrix', () => {
  test('levels, sign, scale; zero cells are exact', () => {
    const { programmed, scale, cells } = programMatrix({
      matrix: Float64Array.of(-14, 7, 1, 0.99, 3.1),
      cellBits: 3,
      writeError: 0.1,
      normals: Float64Array.of(0, 1, 1, 1, -1),
    });
    expect(scale).toBe(14);
    expect(cells).toBe(3);
    // 7 / 14 x 7 = 3.5 is a half and goes to the even 4; 1 / 14 x 7 = 0.5 goes to 0.
    for (const [i, value] of [-1, 4 / 7 + 0.1, 0, 0, 2 / 7 - 0.1].entries()) expect(programmed[i]).toBeCloseTo(value, 12);
  });

  test('a matrix of zeros is held without a scale', () => {
    expect(programMatrix({ matrix: new Float64Array(4), cellBits: 3, writeError: 0.1, normals: new Float64Array(4) })).toEqual({
      programmed: new Float64Array(4),
      scale: 0,
      cells: 0,
    });
  });

  test.each([
    [0.5, 0],
    [1.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [2.4, 2],
    [-2.6, -3],
  ])('%d rounds to %d', (value, rounded) => expect(roundHalfEven(value) + 0).toBe(rounded));
});
