import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type FormatOptions, formatInterval, formatQuantity } from './format-quantity.ts';
import { type UnitId, unitIds } from './units.ts';

describe('a quantity', () => {
  test.each<[number, UnitId, FormatOptions, string]>([
    [22.6e6, 'W', {}, '22.6 MW'],
    [999.6, 'W', {}, '1 kW'],
    [2_788_000, 'chip-h', {}, '2.79 M chip h'],
    [2_788_000, 'chip-h', { digits: 4 }, '2.788 M chip h'],
    [16_384, 'chip', {}, '16,384 chip'],
    [31e6, 'USD', {}, '31 M USD'],
    [33_810, 'USD', {}, '33.8 k USD'],
    [8_500, 'USD', {}, '8,500 USD'],
    [16_988, 'USD/wafer', {}, '16,988 USD/wafer'],
    [7e-9, 'USD/B', {}, '7 USD/GB'],
    [989.4e12, 'FLOP/s', { precision: 'bf16' }, '989 TFLOP/s bf16 dense'],
    [80e9, 'B', {}, '80 GB'],
    [671e9, '1', {}, '671 G'],
    [0.293, '1', {}, '0.293'],
    [0.293, '1', { percent: true }, '29.3 %'],
    [45, '%', {}, '45 %'],
    [30, 's', {}, '30 s'],
    [5400, 's', {}, '90 min'],
    [1.5, 'd', {}, '36 h'],
    [41, 'd', {}, '41 d'],
    [97, 'd', {}, '3.19 month'],
    [5, 'yr', {}, '5 yr'],
    [5e9, 'gCO2', {}, '5 ktCO2'],
    [1.62e9, 'kWh', {}, '1.62 TWh'],
    [0.6e-12, 'J/FLOP', {}, '600 fJ/FLOP'],
    [0.00005, '/cm2', {}, '5e-5 /cm2'],
    [1e30, 'W', {}, '1e18 TW'],
    [-5, 'W', {}, '-5 W'],
    [0, 'USD/B', {}, '0 USD/B'],
    [0, 'month', {}, '0 month'],
    [-0, 'W', {}, '0 W'],
    [Number.NaN, 'W', {}, '– W'],
    [Number.POSITIVE_INFINITY, 'chip', {}, '∞ chip'],
    [Number.NEGATIVE_INFINITY, 'W', {}, '-∞ W'],
  ])('%d %s %o', (value, unit, options, expected) => {
    expect(formatQuantity(value, unit, options)).toBe(expected);
  });
});

describe('an interval', () => {
  test.each<[number, number, UnitId, FormatOptions, string]>([
    [0.08, 0.12, '/cm2', {}, '0.08..0.12 /cm2'],
    [20e3, 45e3, 'USD', {}, '20..45 k USD'],
    [5e8, 1.2e9, 'USD', {}, '0.5..1.2 G USD'],
    [33, 56, 'd', {}, '33..56 d'],
    [0.1, 0.45, '1', { percent: true }, '10..45 %'],
    [1000.1, 1000.2, 'W', {}, '1.0001..1.0002 kW'],
    [5, 5, 'W', {}, '5 W'],
    [-3, 4, 'W', {}, '-3..4 W'],
    [Number.NaN, 3, 'W', {}, '–..3 W'],
    [3, Number.POSITIVE_INFINITY, 'd', {}, '3..∞ d'],
    [0, 10, 'd', {}, '0..10 d'],
    [0.001, 86_400, 's', {}, '0.001 s..24 h'],
    [1, 1e9, 'chip', {}, '1 chip..1 G chip'],
    [1e-9, 10, '1/node-d', {}, '1e-9..10 1/node-d'],
    [0.05, 1e6, '1', {}, '0.05..1,000,000'],
    [1e12, 1e16, 'FLOP/s', { precision: 'bf16' }, '1 TFLOP/s..10 PFLOP/s bf16 dense'],
  ])('%d to %d %s %o', (low, high, unit, options, expected) => {
    expect(formatInterval(low, high, unit, options)).toBe(expected);
  });
});

it('never writes what is no text, whatever the value, unit and number of digits', () => {
  const any = fc.oneof(fc.double(), fc.constantFrom(0, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE));
  const options = fc.record({
    digits: fc.integer({ min: -3, max: 40 }),
    percent: fc.boolean(),
  });
  fc.assert(
    fc.property(any, any, fc.constantFrom(...unitIds), options, (low, high, unit, how) => {
      for (const text of [formatQuantity(low, unit, how), formatInterval(low, high, unit, how)]) {
        expect(text).not.toMatch(/NaN|undefined|null|Infinity|^\s|\s$/);
        expect(text).toMatch(/[\d∞–]/);
      }
    }),
    { numRuns: 2000 },
  );
});
