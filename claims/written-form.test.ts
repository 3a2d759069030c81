import { describe, expect, it } from 'vitest';
import type { UnitId } from '#quantity';
import type { Stated } from './claim.ts';
import { tolerated } from './written-form.ts';

const band = (stated: Stated, unit: UnitId = '1'): readonly [number, number] => {
  const read = tolerated(stated, unit);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return [read.value.low, read.value.high];
};

describe('what a written figure allows', () => {
  it.each<[string, UnitId, number, number]>([
    ['40 %', '%', 35, 45],
    ['-40 %', '%', -45, -35],
    ['2.4', '1', 2.35, 2.45],
    ['28 nm', 'nm', 27.5, 28.5],
    ['33 %', '%', 32.5, 33.5],
    ['3,300 USD', 'USD', 3250, 3350],
    ['5.6 M USD', 'USD', 5.55e6, 5.65e6],
    ['10240', '1', 10_235, 10_245],
  ])('%s is meant to half of its last digit that counts', (text, unit, low, high) => {
    const [from, to] = band({ about: text }, unit);
    expect(from).toBeCloseTo(low, 6);
    expect(to).toBeCloseTo(high, 6);
  });

  it('is a tenth for counts and prices, however many digits they have', () => {
    expect(band({ about: '3300 USD', count: true }, 'USD')).toEqual([2970, 3630]);
    expect(band({ about: '2048', count: true })[0]).toBeCloseTo(1843.2);
  });

  it('is twice as wide where it is hedged', () => {
    expect(band({ about: '40 %', hedged: true }, '%')).toEqual([30, 50]);
    expect(band({ about: '100', count: true, hedged: true })).toEqual([80, 120]);
  });

  it('is open to one side after words that bound', () => {
    const { POSITIVE_INFINITY: up, NEGATIVE_INFINITY: down } = Number;
    expect(band({ over: '50 %' }, '%')).toEqual([50, up]);
    expect(band({ atLeast: '100' })).toEqual([100, up]);
    expect(band({ under: '50 %' }, '%')).toEqual([down, 50]);
    expect(band({ atMost: '3' })).toEqual([down, 3]);
    // Hedged, the digits of a bound are rounded like any other.
    expect(band({ over: '50 %', hedged: true }, '%')).toEqual([40, up]);
  });

  it('leaves out the line itself after "more than" and "less than", unless the words hedge', () => {
    const strict = (stated: Stated): boolean | undefined => {
      const read = tolerated(stated, '1');
      return read.ok ? read.value.strict : undefined;
    };
    expect([{ over: '3' }, { under: '3' }].map(strict)).toEqual([true, true]);
    expect([{ atLeast: '3' }, { atMost: '3' }, { about: '3' }, { over: '3', hedged: true }].map(strict)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('is one figure in one form', () => {
    const code = (stated: Stated): unknown => {
      const read = tolerated(stated, '%');
      return read.ok ? undefined : read.issues[0]?.code;
    };
    expect(code({})).toBe('claims/one-form');
    expect(code({ about: '40 %', over: '40 %' })).toBe('claims/one-form');
    expect(code({ about: '30..40 %' })).toBe('claims/one-number');
    expect(code({ about: '40 USD' })).toMatch(/^quantity\//);
  });
});
