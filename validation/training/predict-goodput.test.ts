import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../test/support/shipped.ts';
import { keptByRun, predictGoodput } from './predict-goodput.ts';

const row = (cells: Readonly<Record<string, string>>) =>
  new Map(
    Object.entries({
      id: 'x',
      job_or_fleet: 'a run',
      metric: '',
      value: '1',
      unit: '',
      n_accelerators: '16384',
      gpus_per_node: '8',
      period_days: '54',
      ...cells,
    }),
  );
const of = (cells: Readonly<Record<string, string>>) => predictGoodput([row(cells)], catalog)[0]!;

const published = parse(readFileSync(fileURLToPath(new URL('../reference/goodput.csv', import.meta.url))), { columns: true }) as Record<
  string,
  string
>[];

describe('published reliability', () => {
  const rows = predictGoodput(
    published.map((cells) => new Map(Object.entries(cells))),
    catalog,
  );
  const inside = (id: string): boolean | null | undefined => rows.find((each) => each.id === id)?.inside;
  it('lies in the 80% intervals about as often as they say', () => {
    const held = rows.flatMap((each) => (each.inside === null ? [] : [each.inside]));
    expect(held.length).toBeGreaterThan(15);
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThanOrEqual(0.75);
    // Where all lay inside, the intervals would be too wide.
    expect(share).toBeLessThan(1);
  });
  it('of Llama 3, of jobs by their size and of every bound is met', () => {
    expect(['L3-1', 'L3-2', 'RR-1', 'RR-2', 'RR-3', 'RR-4', 'RR-5', 'RR-6', 'BLOOM-1'].map(inside)).toEqual(new Array(9).fill(true));
    const bounds = rows.flatMap(({ keepsBound }) => (keepsBound === null ? [] : [keepsBound]));
    expect(bounds).toHaveLength(5);
    expect(bounds.every(Boolean)).toBe(true);
  });
});

describe('predictGoodput', () => {
  it('holds the interruptions of Llama 3 and its effective time', () => {
    expect(of({ metric: 'unexpected interruptions', value: '419', unit: 'count' }).inside).toBe(true);
    expect(of({ metric: 'effective training time', value: '>90', unit: '%' }).interval80?.[1]).toBeGreaterThan(90);
  });
  it('scales times between failures with the size of the job, never with the answer', () => {
    const at = (n: string, value: string) => of({ metric: 'MTTF', unit: 'h', n_accelerators: n, value }).predicted ?? Number.NaN;
    expect(at('1024', '7.9') / at('8192', '7.9')).toBeCloseTo(8, 9);
    expect(at('1024', '7.9')).toBe(at('1024', '1'));
  });
  it('says why it predicts nothing', () => {
    expect(of({ metric: 'goodput', unit: '%', n_accelerators: '' }).skipped).toBe('goodput-no-size');
    expect(of({ metric: 'unexpected interruptions', unit: 'count', period_days: '' }).skipped).toBe('goodput-no-period');
    expect(of({ metric: 'nodes flagged defective', unit: '%' }).skipped).toBe('goodput-unknown-metric');
    expect(of({ metric: 'MTTF', unit: 'h', value: '1 / 2' }).skipped).toBe('goodput-composite');
  });
  it('lets a larger run keep less of its steps', () => {
    expect(keptByRun(16_384, 8, catalog)).toBeLessThan(keptByRun(256, 8, catalog));
    expect(keptByRun(256, 8, catalog)).toBeLessThan(1);
  });
});
