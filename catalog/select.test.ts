import { describe, expect, it } from 'vitest';
import type { FactValue } from './catalog.ts';
import { selectFact } from './select.ts';

const fact = (value: number, rest: Partial<FactValue> = {}): FactValue => ({
  value: { kind: 'point', value },
  unit: 'USD',
  text: `${value} USD`,
  source: 's',
  grade: 'B',
  ...rest,
});
const point = (value: number): unknown => ({ kind: 'point', value });

describe('selectFact', () => {
  it('takes the best grade, however old', () => {
    const good = fact(1, { grade: 'A', date: '2019' });
    const worse = fact(2, { grade: 'C', date: '2025' });
    expect(selectFact([worse, good])).toMatchObject({ value: point(1), grade: 'A', used: [good], rivals: [worse] });
  });

  it('never takes an assumption where anything else counts', () => {
    expect(selectFact([fact(9, { grade: 'D', date: '2026' }), fact(1, { grade: 'C', date: '2001' })])).toMatchObject({
      value: point(1),
      grade: 'C',
    });
    expect(selectFact([fact(9, { grade: 'D' })])).toMatchObject({ value: point(9), grade: 'D', note: 'assumption' });
  });

  it('takes the newest of the best grade', () => {
    const facts = [fact(1, { date: '2024' }), fact(3, { date: '2024-11' }), fact(2, { date: '2024-06-01' })];
    expect(selectFact(facts)).toMatchObject({ value: point(3), rivals: [facts[0], facts[2]] });
  });

  it('knows nothing of what was published after the as-of date', () => {
    const facts = [fact(1, { date: '2022' }), fact(2, { date: '2024-03' }), fact(3, { date: '2025' })];
    expect(selectFact(facts, { asOf: '2024-03-15' })).toMatchObject({ value: point(2) });
    expect(selectFact(facts, { asOf: '2024' })).toMatchObject({ value: point(2) });
    expect(selectFact(facts, { asOf: '2024-02-28' })).toMatchObject({ value: point(1) });
    expect(selectFact(facts, { asOf: '2021' })).toBeUndefined();
  });

  it('counts a year as begun from its first day', () => {
    expect(selectFact([fact(1, { date: '2024' })], { asOf: '2024-01-01' })).toMatchObject({ value: point(1) });
  });

  it('takes the first that came after, where that is asked for', () => {
    const facts = [fact(5, { date: '2026' }), fact(4, { date: '2025-02', grade: 'C' })];
    expect(selectFact(facts, { asOf: '2020', orFirstAfter: true })).toMatchObject({ value: point(4), note: 'first-after' });
  });

  it('lets undated facts count at any date, and give way to dated ones', () => {
    const facts = [fact(1), fact(2, { date: '2024' })];
    expect(selectFact(facts, { asOf: '2020' })).toMatchObject({ value: point(1) });
    expect(selectFact(facts, { asOf: '2025' })).toMatchObject({ value: point(2) });
  });

  it('spans rivals of one grade and date, around the median of their medians', () => {
    const facts = [fact(10), fact(30), fact(20, { value: { kind: 'split', scale: 'log', p5: 5, p50: 20, p95: 80 } })];
    expect(selectFact(facts)).toEqual({
      value: { kind: 'split', scale: 'log', p5: 5, p50: 20, p95: 80 },
      unit: 'USD',
      grade: 'B',
      used: facts,
      rivals: [],
      note: 'merged',
    });
    expect(selectFact([fact(10), fact(30)])).toMatchObject({ value: { p5: 10, p50: 20, p95: 30 } });
    expect(selectFact([fact(0), fact(30)])).toMatchObject({ value: { scale: 'linear', p5: 0, p50: 15, p95: 30 } });
  });

  it('keeps a point where rivals agree', () => {
    expect(selectFact([fact(7), fact(7)])).toMatchObject({ value: point(7), note: 'merged' });
  });

  it('never spans two currencies or price levels', () => {
    const facts = [fact(10), fact(70, { currency: 'CNY' }), fact(12, { currency: 'USD' }), fact(11, { currencyYear: 2020 })];
    expect(selectFact(facts)).toMatchObject({ value: { p5: 10, p95: 12 }, used: [facts[0], facts[2]], rivals: [facts[1], facts[3]] });
  });

  it('filters by definition', () => {
    const facts = [fact(1, { definition: 'mature' }), fact(2, { definition: 'ramp' })];
    expect(selectFact(facts, { definition: 'ramp' })).toMatchObject({ value: point(2), rivals: [facts[0]] });
    expect(selectFact(facts, { definition: 'none such' })).toBeUndefined();
  });
});
