import { expect, test } from 'vitest';
import { judge } from './judge.ts';

const relative = { kind: 'relative', value: 1e-3 } as const;
const absolute = { kind: 'absolute', value: 0.006 } as const;
const exact = { kind: 'exact' } as const;

test.each([
  [1000.9, 1000, relative, true],
  [1001.1, 1000, relative, false],
  [998.9, 1000, relative, false],
  [-1000.9, -1000, relative, true],
  [1000, -1000, relative, false],
  [9e-10, 0, relative, true],
  [-2e-9, 0, relative, false],
  [5.005, 5, absolute, true],
  [5.007, 5, absolute, false],
  [0, 0, absolute, true],
  [7, 7, exact, true],
  [7 + 1e-12, 7, exact, false],
  [7, 7, { kind: 'atLeast' } as const, true],
  [8, 7, { kind: 'atLeast' } as const, true],
  [6, 7, { kind: 'atLeast' } as const, false],
  [Number.NaN, 7, relative, false],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, exact, false],
])('%d against %d', (predicted, answer, tolerance, within) => {
  expect(judge(predicted, answer, tolerance).within).toBe(within);
});

test('the error is in the terms of the tolerance', () => {
  expect(judge(1010, 1000, relative).error).toBeCloseTo(0.01, 12);
  expect(judge(5.25, 5, absolute).error).toBeCloseTo(0.25, 12);
  expect(judge(5, 0, relative).error).toBe(5);
  expect(judge(9, 7, exact).error).toBe(2);
});
