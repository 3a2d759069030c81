import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '#catalog';
import { architectureOf, checkPlan } from '#run';
import { completePlan, modelShape, readPlanText } from '#scenario';
import { catalog } from '../../test/support/shipped.ts';
import { completeRun } from './complete-run.ts';
import { runCells } from './input-columns.ts';
import { publishedPlan } from './published-run.ts';
import { type Run, readRun } from './read-run.ts';
import { validateTraining } from './validate-training.ts';

const file = fileURLToPath(new URL('../reference/whole-runs.csv', import.meta.url));
/** The catalogue of someone who knows no layout of any run. */
const bare: Catalog = { ...catalog, list: (kind) => (kind === 'run' ? [] : catalog.list(kind)) };
const rows = parse(readFileSync(file), { columns: true }) as Record<string, string>[];
const row = (id: string, changed: Record<string, string> = {}): Record<string, string> => {
  const found = rows.find((each) => each['id'] === id);
  if (found === undefined) throw new Error(id);
  return { ...found, ...changed };
};
const cellsOf = (cells: Record<string, string>) => runCells(new Map(Object.entries(cells)));
const read = (cells: Record<string, string>, facts: Catalog = catalog): Run => {
  const run = readRun(cellsOf(cells), facts);
  if (!run.ok) throw new Error(run.missing);
  return completeRun(run.run, facts);
};
const meanError = (facts: Catalog): number => {
  const checked = validateTraining(file, facts);
  if (!checked.ok) throw new Error('the shipped rows cannot be read');
  const { wholeRuns } = checked.value.summary;
  expect(wholeRuns?.families.reduce((sum, family) => sum + family.rows, 0)).toBe(rows.length);
  return wholeRuns?.mean ?? Number.NaN;
};

describe('whole runs', () => {
  it('take the GPU-hours that were published, within 15% in the mean over publications, and within 20% without their layouts', () => {
    expect(meanError(catalog)).toBeLessThan(0.15);
    expect(meanError(bare)).toBeLessThan(0.2);
  });

  it('are laid out as they were published', () => {
    const { plan, filled, open } = read(row('PYTHIA-12B'));
    expect(plan).toMatchObject({ tensor: 4, pipeline: 1, data: 64, microBatch: 8, recompute: 'full', zero: 1, fusedAttention: true });
    expect(filled).toContain('TP (run/pythia-12b)');
    expect(open).toEqual([]);
    expect(read(row('DSV3-RUN')).plan).toMatchObject({ schedule: 'dualpipe', expert: 64, overlapExpert: true, recompute: 'modules' });
    // What the row states goes before what was published.
    expect(read(row('BLOOMBERG', { recompute: 'none' })).plan.recompute).toBe('none');
  });

  it('recompute what was published by its one meaning, whatever the same word means in a table', () => {
    const changed = (plan: string): Catalog => ({
      ...catalog,
      list: (kind) =>
        catalog
          .list(kind)
          .map((thing) => (thing.id === 'run/pythia-12b' ? { ...thing, attributes: { ...thing.attributes, plan } } : thing)),
    });
    const published = read(row('PYTHIA-12B'), changed('tp=4, pp=1, cp=1, zero=3, mbs=8, batch=1024, recompute=selective, fused=true'));
    expect(published.plan).toMatchObject({ recompute: 'selective', recomputeShare: 1, zero: 3 });
    expect(published.filled).toContain('recompute (run/pythia-12b)');
    const share = read(row('PYTHIA-12B'), changed('tp=4, pp=1, cp=1, zero=1, mbs=8, batch=1024, recompute=full, recomputeShare=0.25'));
    expect(share.plan).toMatchObject({ recompute: 'full', recomputeShare: 0.25 });
    // In a table the word stands for every second layer beside fully sharded data.
    const told = read(
      row('PYTHIA-12B', { workload: 'pretrain', recompute: 'selective', zero_fsdp: 'ZeRO-3', year: '2024', precision: 'bf16' }),
      bare,
    );
    expect(told.plan).toMatchObject({ recompute: 'full', recomputeShare: 0.5 });
  });

  it('of another plan, chip or kind than the published one are not', () => {
    const found = (changed: Record<string, string>) => publishedPlan(cellsOf(row('PYTHIA-12B', changed)), catalog)?.id;
    expect(found({})).toBe('run/pythia-12b');
    expect(found({ TP: '2' })).toBeUndefined();
    expect(found({ workload: 'pretrain' })).toBeUndefined();
    expect(found({ model_name: 'Pythia 13B' })).toBeUndefined();
    expect(read(row('PYTHIA-12B', { accelerator: 'NVIDIA H100 SXM 80GB', hbm_gb: '80' })).filled.join()).not.toContain('run/');
  });

  it('of which nothing was published are laid out so that they fit and do best', () => {
    const { plan, filled, chips, architecture } = read(row('PYTHIA-12B'), bare);
    expect(filled.join()).toMatch(/TP \(search: \d+\).*recompute \(search: \w+\)/);
    expect(plan.tensor * plan.pipeline * plan.data * plan.context).toBe(chips);
    expect(plan.globalBatch).toBe(1024);
    expect(checkPlan(architecture, plan, chips)).toEqual([]);
    // A benchmark keeps the stated defaults.
    const step = read(row('PYTHIA-12B', { workload: 'pretrain' }), bare);
    expect(step.plan).toMatchObject({ tensor: 1, pipeline: 1, microBatch: 1 });
    expect(step.open).toEqual([]);
  });

  it.each(catalog.list('run').map((thing) => [thing.id, thing] as const))('%s: its layout can be read, and runs its model', (_, thing) => {
    const written = readPlanText(thing.attributes['plan'] ?? '');
    if (!written.ok) throw new Error(JSON.stringify(written.issues));
    expect(catalog.get(thing.attributes['accelerator'] ?? '', 'accelerator')).toBeDefined();
    const selected = catalog.select(thing, 'chips');
    const chips = selected?.value.kind === 'point' ? selected.value.value : Number.NaN;
    const model = catalog.get(thing.attributes['model'] ?? '', 'model');
    const ranks = (written.value.tp ?? 1) * (written.value.pp ?? 1) * (written.value.cp ?? 1);
    expect(chips % ranks).toBe(0);
    const shape = model && modelShape(model, catalog, { file: '', line: 0, column: 0 } as never);
    if (shape?.ok !== true || written.value.tp === undefined) return;
    const plan = completePlan(written.value, { accelerators: chips, sequence: 2048 });
    expect(checkPlan(architectureOf(shape.value), plan, chips)).toEqual([]);
  });
});
