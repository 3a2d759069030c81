import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timesDimension } from './atoms.ts';
import { commonDimension, dimensionText } from './dimension.ts';
import { sameDimension, type UnitId, unitIds, unitOf } from './units.ts';

const of = (id: UnitId) => unitOf(id).dimension;
const unit = fc.constantFrom(...unitIds);

test('what is multiplied and divided again is what it was, and the order is of no account', () => {
  fc.assert(
    fc.property(unit, unit, fc.integer({ min: -3, max: 3 }), (a, b, power) => {
      const product = timesDimension(of(a), of(b), power);
      expect(sameDimension(timesDimension(product, of(b), -power), of(a))).toBe(true);
      if (power === 1) expect(sameDimension(product, timesDimension(of(b), of(a)))).toBe(true);
    }),
  );
});

test('power over a price is no power, and energy by time is', () => {
  expect(sameDimension(timesDimension(of('J'), of('s'), -1), of('W'))).toBe(true);
  expect(timesDimension(of('USD'), of('W'))).toEqual({ USD: 1, J: 1, s: -1 });
});

test.each<[UnitId, UnitId, boolean]>([
  ['W', 'W', true],
  ['USD', 'W', false],
  ['USD', 'CNY', false],
  ['%', '1', true],
  // A plain number counts whatever it is held against, and divides nothing.
  ['1', 'chip', true],
  ['%', 'wafer', true],
  ['1', 'chip-h', false],
  ['1', 'die/wafer', false],
  ['USD', 'USD/die', false],
  ['USD', 'USD/token', false],
  ['W', 'W/chip', false],
  ['chip', 'wafer', false],
  ['USD/die', 'USD/wafer', false],
])('%s and %s go together: %s', (a, b, together) => {
  expect(commonDimension(of(a), of(b)) !== undefined).toBe(together);
  expect(commonDimension(of(b), of(a)) !== undefined).toBe(together);
});

test('what two figures have together says what is counted, where either does', () => {
  expect(commonDimension(of('1'), of('chip'))).toEqual({ chip: 1 });
  expect(commonDimension(of('chip'), of('1'))).toEqual({ chip: 1 });
});

test.each<[string, string]>([
  [dimensionText({}), '1'],
  [dimensionText(of('kWh')), 'J'],
  [dimensionText({ J: 1, s: -1 }), 'W'],
  [dimensionText({ USD: 1, m: 2 }), 'USD·m^2'],
  [dimensionText({ m: -2 }), '1/m^2'],
  [dimensionText({ USD: 2, J: -1, s: -1 }), 'USD^2/(J·s)'],
])('%s is written %s', (text, written) => {
  expect(text).toBe(written);
});
