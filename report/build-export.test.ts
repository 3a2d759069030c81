import { describe, expect, it } from 'vitest';
import { catalog } from '../test/support/shipped.ts';
import { buildExport, type ExportRow } from './build-export.ts';

const table = (chips: readonly string[], date: string, to = 'CN') => {
  const built = buildExport(catalog, { chips, date, to });
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return built.value;
};
const row = (chip: string, date: string): ExportRow => table([chip], date).rows[0]!;

describe('the arithmetic of the export rules', () => {
  it.each([
    ['h20', '2024-06', 2368, 'int8', { figure: 'tpp', limit: 2400 }, 'free'],
    ['l20', '2024-06', 1912, 'int8', { figure: 'density', limit: 3.2 }, 'free'],
    ['l2', '2024-06', 1544, 'int8', { figure: 'tpp', limit: 1600 }, 'free'],
    ['a100-sxm-80gb', '2024-06', 4992, 'int8', { figure: 'tpp', limit: 4800 }, 'denied'],
    ['a800-sxm-80gb', '2024-06', 4992, 'int8', { figure: 'tpp', limit: 4800 }, 'denied'],
    ['mi325x', '2026-02', 20_920, 'int8', { figure: 'tpp', limit: 21_000 }, 'case-by-case'],
    ['h200-sxm', '2026-02', 15_832, 'int8', { figure: 'tpp', limit: 21_000 }, 'case-by-case'],
  ] as const)('%s on %s: TPP %d through %s', (chip, date, tpp, format, nearest, outcome) => {
    const found = row(chip, date);
    expect(Math.round(found.tpp)).toBe(tpp);
    expect(found.format).toBe(format);
    expect(found.nearest).toMatchObject(nearest);
    expect(found.status.outcome).toBe(outcome);
  });

  it('L20 lies under a density of 3.2 by its 3.14, L2 over it and under 1,600 TPP', () => {
    expect(row('l20', '2024-06').density).toBeCloseTo(3.14, 2);
    expect(row('l20', '2024-06').nearest?.headroom).toBeCloseTo(3.2 / 3.14, 2);
    expect(row('l2', '2024-06').density).toBeGreaterThan(3.2);
    expect(row('l2', '2024-06').nearest?.headroom).toBeCloseTo(1600 / 1544, 6);
  });

  it('MI325X: 6,000 GB/s under 6,500 too', () => {
    const found = row('mi325x', '2026-02');
    expect(found.memoryBandwidth).toBe(6e12);
    expect(found.nearest?.headroom).toBeCloseTo(21_000 / 20_920, 9);
    expect(6500 / 6000).toBeGreaterThan(found.nearest?.headroom ?? 0);
  });

  it('half a B300 is 30,000 through FP4, and outside the window', () => {
    const found = row('b30a', '2026-02');
    expect(found).toMatchObject({ tpp: 30_000, format: 'fp4', status: { outcome: 'denied' } });
    expect(found.nearest?.headroom).toBeLessThan(1);
  });
});

describe('status by date', () => {
  const outcomes = (chip: string): readonly (readonly [string, string])[] =>
    row(chip, '2026-06').periods.map(({ from, outcome }) => [from, outcome]);

  it('follows the rules: A100, A800 and H20', () => {
    expect(outcomes('a100-sxm-80gb')).toEqual([
      ['2021-10-07', 'free'],
      ['2022-10-07', 'denied'],
      ['2023-11-17', 'denied'],
      ['2026-01-15', 'case-by-case'],
    ]);
    expect(outcomes('a800-sxm-80gb')).toEqual([
      ['2022-11-01', 'free'],
      ['2023-11-17', 'denied'],
      ['2026-01-15', 'case-by-case'],
    ]);
    expect(outcomes('h20').map(([from, outcome]) => `${from} ${outcome}`)).toEqual([
      '2023-11-09 free',
      '2025-04-15 licence',
      '2025-07-15 case-by-case',
      '2026-01-15 case-by-case',
    ]);
  });

  it('periods follow one another, the last is open, and the status of the day is that of its period', () => {
    const { rows } = table(['h20', 'h200-sxm', 'mi325x', 'ascend-910c', 'l40s'], '2025-05-01');
    for (const { periods, status } of rows) {
      expect(periods.map(({ until }) => until)).toEqual([...periods.slice(1).map(({ from }) => from), undefined]);
      const current = periods.findLast(({ from }) => from <= '2025-05-01');
      expect(current?.outcome).toBe(status.outcome);
    }
  });

  it('a chip of the buyer’s own country is free, and so is all where no rule speaks of the buyer', () => {
    expect(row('ascend-910c', '2026-06').status).toEqual({ outcome: 'free', because: 'free/home-made' });
    const abroad = table(['h200-sxm'], '2026-06', 'JP');
    expect(abroad.rules).toEqual([]);
    expect(abroad.rows[0]!.status).toEqual({ outcome: 'free', because: 'free/no-rule' });
    expect(row('h100-sxm', '2022-01').status).toEqual({ outcome: 'free', because: 'free/no-rule' });
  });
});

it('holds every accelerator of the catalogue that has a peak, and agrees with the TPP that it states', () => {
  const { rows } = table([], '2026-06');
  expect(rows.length).toBeGreaterThan(60);
  for (const { id, tpp } of rows) {
    const stated = catalog.get(id, 'accelerator')!.facts['tpp'];
    if (stated === undefined) continue;
    const selected = catalog.select(catalog.get(id, 'accelerator')!, 'tpp')!.value;
    const [low, high] = selected.kind === 'point' ? [selected.value, selected.value] : [0, Number.POSITIVE_INFINITY];
    // Sources of Gaudi 2 disagree on its BF16 peak by 4%; all others are the product itself.
    expect(tpp, id).toBeGreaterThan(low * 0.99);
    expect(tpp, id).toBeLessThan(high * (id === 'accelerator/gaudi-2' ? 1.05 : 1.01));
  }
});

it('names what is no accelerator', () => {
  expect(buildExport(catalog, { chips: ['h20', 'no such chip at all', 'qq'], date: '2026', to: 'CN' })).toMatchObject({
    ok: false,
    issues: [
      { code: 'train/no-chip', received: 'no such chip at all' },
      { code: 'train/no-chip', received: 'qq' },
    ],
  });
});
