import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseQuantity } from './parse-quantity.ts';
import { quantity } from './quantity.ts';
import { convert, isUnitId, sameDimension, type UnitId, unitIds, unitOf } from './units.ts';

const unit = fc.constantFrom(...unitIds);
const pairs = unitIds.flatMap((from) =>
  unitIds.filter((to) => sameDimension(unitOf(from).dimension, unitOf(to).dimension)).map((to) => [from, to] as const),
);
const value = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
const relative = (a: number, b: number): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));

interface Case {
  readonly text: string;
  readonly unit: UnitId;
  readonly value: number;
}
const { cases } = parse(readFileSync(new URL('./conversions.cases.yaml', import.meta.url), 'utf8')) as { readonly cases: readonly Case[] };
test.each(cases)('$text is $value $unit', ({ text, unit: id, value: stated }) => {
  const read = parseQuantity(text, id);
  const found = read.ok && read.value.value.kind === 'point' ? read.value.value.value : Number.NaN;
  expect(relative(found, stated)).toBeLessThan(1e-14);
});

test('the table has every unit once, and no other word is one', () => {
  expect(new Set(unitIds).size).toBe(unitIds.length);
  expect(unitIds.every(isUnitId)).toBe(true);
  expect(['', 'FLOPS', 'chip h', 'toString'].some(isUnitId)).toBe(false);
  expect(() => unitOf('FLOPS' as UnitId)).toThrow(RangeError);
});

test('a brand costs nothing', () => {
  expect(quantity(700, 'W')).toBe(700);
});

test('converting there and back gives the value again, and over a third unit the same as directly', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(...pairs), (x, [from, to]) => {
      expect(relative(convert(convert(x, from, to), to, from), x)).toBeLessThan(1e-14);
      for (const [start, via] of pairs)
        if (start === to) expect(relative(convert(convert(x, from, to), to, via), convert(x, from, via))).toBeLessThan(1e-13);
    }),
  );
});

test('converting is linear: twice the value is twice the value in any unit, and nothing is nothing', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(...pairs), (x, [from, to]) => {
      expect(convert(2 * x, from, to)).toBe(2 * convert(x, from, to));
      expect(convert(0, from, to)).toBe(0);
    }),
  );
});

test('what measures something else is never converted', () => {
  fc.assert(
    fc.property(unit, unit, (from, to) => {
      fc.pre(!pairs.some(([a, b]) => a === from && b === to));
      expect(() => convert(1, from, to)).toThrow(RangeError);
    }),
    { numRuns: 500 },
  );
});

test('rescaling a base rescales every unit by its exponent in it', () => {
  // Were a metre a thousand times as long, a unit of area would hold a millionth of what it held.
  const scaled: readonly (readonly [UnitId, UnitId, number, number])[] = [
    ['mm', 'm', 1e-3, 1],
    ['mm2', 'cm2', 1e-2, 2],
    ['/cm2', '/mm2', 1e-2, -2],
    ['nm', 'um', 1e-3, 1],
    ['B/s/mm2', 'B/s/mm2', 1, -2],
  ];
  for (const [from, to, ratio, exponent] of scaled) {
    expect(relative(convert(1, from, to), ratio)).toBeLessThan(1e-14);
    expect(unitOf(from).dimension.m).toBe(exponent);
  }
  expect(unitOf('W').dimension).toEqual({ J: 1, s: -1 });
  expect(unitOf('USD/kWh').dimension).toEqual({ USD: 1, J: -1 });
  expect(unitOf('1/node-d').dimension).toEqual({ node: -1, s: -1 });
});

test('money is not converted by a table', () => {
  expect(() => convert(1, 'CNY', 'USD')).toThrow(RangeError);
  expect(unitOf('USD/kWh').currency).toBe('USD');
  expect(unitOf('CNY/USD').currency).toBeUndefined();
  expect(unitOf('W').currency).toBeUndefined();
});

test('only things that are counted and pure numbers do without a unit', () => {
  expect(unitIds.filter((id) => unitOf(id).isCount)).toEqual([
    '1',
    'wafer',
    'die',
    'chip',
    'node',
    'stack',
    'token',
    'mask',
    'exposure',
    'layer',
  ]);
});
