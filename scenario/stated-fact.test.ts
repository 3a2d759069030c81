import { describe, expect, it } from 'vitest';
import { catalog } from '../test/support/shipped.ts';
import { generalParameter, sourcesOf, statedParameter } from './stated-fact.ts';

describe('a general parameter', () => {
  it('is read by its name', () => {
    expect(statedParameter(catalog, 'wafer-diameter', 'length')).toBe(300);
    expect(generalParameter(catalog, 'wafer-diameter', 'length').thing.id).toBe('parameter/wafer-diameter');
  });

  it.each([
    ['no-such', 'value'],
    ['wafer-diameter', 'no-such'],
  ])('that is missing is a fault, and no number: %s %s', (id, fact) => {
    expect(() => statedParameter(catalog, id, fact)).toThrow(`lacks ${fact} of parameter/${id}`);
  });
});

it('a source that is used twice is named once, beside those who say the same', () => {
  const statement = { value: { kind: 'point', value: 1 }, unit: '1', text: '1', grade: 'B' } as const;
  const used = [
    { ...statement, source: 'a', also: ['b'] },
    { ...statement, source: 'b' },
    { ...statement, source: 'c' },
  ];
  expect(sourcesOf({ used })).toEqual(['a', 'b', 'c']);
});
