import { expect, test } from 'vitest';
import { type Distribution, isPoint, scaleDistribution } from './distribution.ts';
import { parseQuantity } from './parse-quantity.ts';

const laws: readonly string[] = [
  '2.5',
  'uniform(1, 2)',
  'normal(5, 1)',
  'lognormal(p5: 2, p95: 6)',
  '1..3',
  '0..2..3',
  'triangular(1, 2, 4)',
  'pert(1, 2, 4)',
  'beta(2, 3, 1, 5)',
  'gamma(3, 2)',
  'truncated(normal(5, 2), low: 3, high: 9)',
  'mixture(0.3: 2, 0.7: normal(5, 1))',
  'discrete(1: 2, 3: 4)',
  'empirical(1, 2, 5)',
];
/** The law with all its values a thousand times as large, read from a text instead of scaled. */
const read = (text: string, unit: 'W' | 'USD'): Distribution => {
  const parsed = parseQuantity(text, unit);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.issues)}`);
  return parsed.value.value;
};
/** `2.5`, `1..3` and `normal(5, 1)` alike take their unit behind. */
const close = (d: Distribution): unknown =>
  JSON.parse(JSON.stringify(d), (_, value: unknown) => (typeof value === 'number' ? expect.closeTo(value, 9) : value));

test.each(laws)('%s in another unit is what its text says with that unit', (law) => {
  expect(scaleDistribution(read(`${law} kW`, 'W'), 1e-3)).toEqual(close(read(`${law} W`, 'W')));
  expect(scaleDistribution(read(`${law} W`, 'W'), 1000)).toEqual(close(read(`${law} kW`, 'W')));
});

test('an open side stays open', () => {
  expect(scaleDistribution(read('truncated(5..9 W, low: 1 W)', 'W'), 7)).toMatchObject({ low: 7, high: Number.MAX_VALUE });
});

test('what would turn a distribution around or into nothing is a bug', () => {
  for (const factor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => scaleDistribution({ kind: 'point', value: 1 }, factor)).toThrow(RangeError);
  }
});

test('a point is a point, and nothing else is', () => {
  expect(laws.map((law) => isPoint(read(`${law} W`, 'W')))).toEqual(laws.map((_, index) => index === 0));
});
