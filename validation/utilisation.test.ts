import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readTable } from './read-table.ts';

/** The measured utilisations of the catalogue can be computed again from the rows they rest on. */
interface Run {
  readonly source: string;
  readonly accelerator: string;
  readonly precision: string;
  readonly architecture: string;
  readonly count: number;
  readonly utilisation: number;
}
interface Thing {
  readonly id: string;
  readonly accelerator: string;
  readonly precision: string;
  readonly architecture: string;
  readonly source: string;
  readonly grade: string;
  readonly facts: { readonly utilisation: { readonly value: string } };
}

const table = readTable(fileURLToPath(new URL('./utilisation.csv', import.meta.url)));
if ('broken' in table) throw new Error(table.broken.code);
const cell = (row: (typeof table.rows)[number], name: string): string => row.cells.get(name) ?? '';
const runs = table.rows.map(
  (row): Run => ({
    source: cell(row, 'source'),
    accelerator: cell(row, 'accelerator'),
    precision: cell(row, 'precision'),
    architecture: cell(row, 'architecture'),
    count: Number(cell(row, 'accelerators')),
    utilisation: Number(cell(row, 'utilisation')),
  }),
);
const folder = new URL('../catalog/utilisation/', import.meta.url);
const things = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as Thing);
const computed = things.filter(({ source }) => source === 'run-recomputed');

/** Quantile of rows in which every publication has the same weight, linear between the middles of their weights. */
function quantile(rows: readonly Run[], p: number): number {
  const size = new Map<string, number>();
  for (const { source } of rows) size.set(source, (size.get(source) ?? 0) + 1);
  const sorted = [...rows].sort((a, b) => a.utilisation - b.utilisation);
  let before = 0;
  const points = sorted.map(({ source, utilisation }) => {
    const weight = 1 / ((size.get(source) as number) * size.size);
    before += weight;
    return { at: before - weight / 2, utilisation };
  });
  const above = points.findIndex(({ at }) => at >= p);
  if (above === 0) return points[0]!.utilisation;
  if (above < 0) return points.at(-1)!.utilisation;
  const [low, high] = [points[above - 1]!, points[above]!];
  return low.utilisation + ((high.utilisation - low.utilisation) * (p - low.at)) / (high.at - low.at);
}

test('each row is tokens times FLOP per token over the peak', () => {
  let withTokens = 0;
  for (const row of table.rows) {
    if (cell(row, 'tokens_per_s_per_accelerator') === '') continue;
    withTokens++;
    const flop = Number(cell(row, 'tokens_per_s_per_accelerator')) * Number(cell(row, 'model_gflop_per_token')) * 1e9;
    expect(flop / (Number(cell(row, 'peak_tflops')) * 1e12)).toBeCloseTo(Number(cell(row, 'utilisation')), 3);
  }
  expect(withTokens).toBeGreaterThan(500);
});

test.each(computed)('$id rests on the rows', ({ accelerator, precision, architecture, facts }) => {
  const alike = runs.filter(
    (run) =>
      run.precision === precision &&
      run.architecture === architecture &&
      (accelerator === 'any' || accelerator.split(', ').includes(run.accelerator)),
  );
  const large = alike.filter(({ count }) => count >= 64);
  const used = large.length >= 2 ? large : alike;
  const [p5, p50, p95] = facts.utilisation.value.split('..').map(Number) as [number, number, number];
  expect(p50).toBeCloseTo(quantile(used, 0.5), 2);
  // The interval may be wider than the rows (few publications, natural routing, unknown software), never narrower.
  expect(p5).toBeLessThanOrEqual(quantile(used, 0.05) + 1e-3);
  expect(p95).toBeGreaterThanOrEqual(quantile(used, 0.95) - 1e-3);
});

test('no row is from a publication that a shipped scenario is checked against', () => {
  expect(new Set(runs.map(({ source }) => source)).size).toBeGreaterThan(10);
  for (const { source } of [...runs, ...things]) expect(source).not.toMatch(/deepseek-v3|llama-?3|meta-llama/i);
});

test('every interval rises and lies between nothing and everything', () => {
  for (const { facts } of things) {
    const points = facts.utilisation.value.split('..').map(Number);
    expect(points).toHaveLength(3);
    expect(points).toEqual([...points].sort((a, b) => a - b));
    expect(points.every((point) => point > 0 && point < 1)).toBe(true);
  }
});
