import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { trainingConstants } from '#calibration';
import { messages } from '#messages';
import { type FlopDefinition, flopByDefinition } from '#run';
import { catalog } from '../../test/support/shipped.ts';
import { inputColumns, runCells } from './input-columns.ts';
import { rankPlans } from './rank-plans.ts';
import { readRun } from './read-run.ts';
import { timeRun } from './time-run.ts';
import { trainingText } from './training-text.ts';
import { validateTraining } from './validate-training.ts';

const reference = fileURLToPath(new URL('../reference/training.csv', import.meta.url));
const rows = parse(readFileSync(reference), { columns: true }) as Record<string, string>[];
const checked = validateTraining(reference, catalog);
if (!checked.ok) throw new Error('the shipped rows cannot be read');
const result = checked.value;

const predict = (cells: Record<string, string>): number => {
  const read = readRun(runCells(new Map(Object.entries(cells))), catalog);
  if (!read.ok) throw new Error(read.missing);
  return timeRun(read.run, catalog).step.tokensPerSecondPerChip;
};
const full: Record<string, string> = {
  model_name: 'Llama 3.1 8B',
  arch: 'dense',
  layers: '32',
  hidden: '4096',
  heads: '32',
  kv_heads: '8',
  ffn_hidden: '14336',
  vocab: '128256',
  seq_len: '8192',
  accelerator: 'NVIDIA H100 SXM 80GB',
  hbm_gb: '80',
  n_accelerators: '64',
  gpus_per_node: '8',
  scaleup_domain: '8',
  nic_gbps_per_gpu: '400',
  TP: '1',
  PP: '1',
  VPP: '1',
  DP: '64',
  CP: '1',
  EP: '1',
  zero_fsdp: 'FSDP',
  micro_batch: '1',
  global_batch: '128',
  recompute: 'none',
  precision: 'bf16',
  year: '2025',
};

describe('public rows of training runs', () => {
  it('are all predicted, within the aims', () => {
    expect(result.summary).toMatchObject({ failed: 0, passed: rows.length });
    expect(result.summary.mean).toBeLessThan(0.1);
    expect(result.summary.mean).toBeLessThan(result.summary.constantUtilisation as number);
    expect(result.summary.coverage).toBeGreaterThan(0.75);
    expect(result.summary.plans?.pairwise).toBeGreaterThan(0.85);
    // Of a model on as many accelerators, the measure by which other tools are judged.
    expect(result.summary.plansOfAnyBatch?.pairwise).toBeGreaterThan(0.9);
    expect(result.summary.plansOfAnyBatch?.regret).toBeLessThan(0.02);
    const family = (name: string) => result.families.find((each) => each.family === name);
    expect(family('vtrain-ground-truth')?.mean).toBeLessThan(0.125);
    expect(family('vtrain-ground-truth-single')?.mean).toBeLessThan(0.15);
    expect(family('vtrain-ground-truth')?.time).toBeLessThan(0.1);
  });

  it('are told in both languages, ending with the count', () => {
    for (const lang of ['en', 'zh'] as const) {
      const { validation, validationTraining } = messages(lang);
      const text = trainingText(result, validationTraining, validation);
      expect(text.split('\n').at(-1)).toBe(`${rows.length} passed, 0 failed, 0 not scored`);
      expect(text).not.toMatch(/undefined|NaN|Infinity/);
    }
  });
});

describe('the order of plans by publication', () => {
  const ranked = (pick: 'plans' | 'plansOfAnyBatch') => result.families.flatMap((family) => family[pick] ?? []);

  it.each(['plans', 'plansOfAnyBatch'] as const)('adds up to that of all (%s)', (pick) => {
    const all = result.summary[pick];
    const of = ranked(pick);
    expect(of.length).toBeGreaterThan(3);
    const sum = (key: 'groups' | 'plans'): number => of.reduce((total, each) => total + each[key], 0);
    expect([sum('groups'), sum('plans')]).toEqual([all?.groups, all?.plans]);
    expect(of.reduce((total, { regret, groups }) => total + regret * groups, 0) / sum('groups')).toBeCloseTo(all?.regret ?? -1, 12);
    expect(Math.max(...of.map(({ worstRegret }) => worstRegret))).toBe(all?.worstRegret);
  });

  it('is of fewer and greater groups where the batch may differ', () => {
    expect(result.summary.plansOfAnyBatch?.groups).toBeLessThan(result.summary.plans?.groups ?? 0);
    expect(result.summary.plansOfAnyBatch?.plans).toBeGreaterThanOrEqual(result.summary.plans?.plans ?? 0);
  });

  it('and the error of the step time are told in both languages', () => {
    for (const lang of ['en', 'zh'] as const) {
      const { validation, validationTraining } = messages(lang);
      const lines = trainingText(result, validationTraining, validation).split('\n');
      for (const [title, pick] of [
        [validationTraining.plans, 'plans'],
        [validationTraining.plansOfAnyBatch, 'plansOfAnyBatch'],
      ] as const) {
        const from = lines.indexOf(title);
        const families = result.families.filter((family) => family[pick] !== null).map(({ family }) => family);
        expect(lines.slice(from + 2, from + 3 + families.length).map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
          ...families,
          validationTraining.allPlans,
        ]);
      }
      expect(lines.find((line) => line.includes(validationTraining.columns.time))).toBeDefined();
    }
  });

  it('of times, not of throughputs, is what other tools state', () => {
    for (const { family, time } of result.families) {
      const own = result.rows.filter((row) => row.family === family).map(({ error }) => Math.abs(1 / (1 + (error ?? 0)) - 1));
      expect(time).toBeCloseTo(own.reduce((sum, each) => sum + each, 0) / own.length, 12);
    }
  });
});

describe('a replay', () => {
  it('reads input columns alone', () => {
    const cells = runCells(new Map(Object.entries(rows[0]!)));
    expect(Object.keys(cells).sort()).toEqual([...inputColumns].sort());
    for (const answer of ['target_tok_s_gpu', 'family', 'id', 'mfu', 'step_time_s']) {
      expect(() => (cells as Record<string, string>)[answer]).toThrow(answer);
    }
  });

  it('predicts the same whatever the answers, the publication, the order of columns and the name of the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'training-'));
    const columns = Object.keys(rows[0]!).reverse();
    const some = rows.filter((_, index) => index % 29 === 0);
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const changed = some.map((row, index) => ({ ...row, id: `x${index}`, family: 'another', target_tok_s_gpu: String(1 + index) }));
    writeFileSync(
      join(folder, 'any-name.csv'),
      [columns.join(','), ...changed.map((row) => columns.map((name) => cell((row as Record<string, string>)[name]!)).join(','))].join(
        '\n',
      ),
    );
    const other = validateTraining(folder, catalog);
    if (!other.ok) throw new Error('not read');
    const known = new Map(result.rows.map((row) => [row.id, row.predicted]));
    expect(other.value.rows.map(({ predicted }) => predicted)).toEqual(some.map(({ id }) => known.get(id!)));
  });

  it('knows no model by name where its shape is stated', () => {
    const named = predict(full);
    expect(predict({ ...full, model_name: 'Nobody 1B' })).toBe(named);
    expect(Object.keys(trainingConstants.chips).length).toBeLessThanOrEqual(4);
  });

  it('gives a prediction for whatever accelerator is named, and says what it took', () => {
    for (const accelerator of ['Ascend 910B', 'TPU v5p-128', 'AMD MI250X GCD', 'trn1.32xlarge', 'Some Chip X1']) {
      const read = readRun(runCells(new Map(Object.entries({ ...full, accelerator, hbm_gb: '' }))), catalog);
      expect(read.ok && Number.isFinite(timeRun(read.run, catalog).step.stepTime)).toBe(true);
    }
    const read = readRun(runCells(new Map(Object.entries({ ...full, accelerator: 'Some Chip X1' }))), catalog);
    expect(read.ok && read.run.filled).toContain('accelerator (accelerator/a100-sxm-80gb)');
  });

  it('is not scored, with the reason, where layers or the sequence are missing', () => {
    expect(readRun(runCells(new Map(Object.entries({ ...full, layers: '' }))), catalog)).toEqual({ ok: false, missing: 'layers' });
    expect(readRun(runCells(new Map(Object.entries({ ...full, seq_len: '' }))), catalog)).toEqual({ ok: false, missing: 'seq_len' });
  });

  it('reads who owns the state from how its split is named', () => {
    const owns = (zero_fsdp: string): string | undefined => {
      const read = readRun(runCells(new Map(Object.entries({ ...full, zero_fsdp }))), catalog);
      return read.ok ? read.run.plan.owns : undefined;
    };
    for (const name of ['ZeRO-1', 'zero1=-1', 'zero1=8']) expect(owns(name)).toBe('tensor');
    for (const name of ['DDP+dist-opt', 'distributed optimizer', 'FSDP', 'ZeRO-3', 'ZeRO-0', '']) expect(owns(name)).toBe('slice');
  });

  it('fills what cannot run with what can', () => {
    const read = readRun(
      runCells(
        new Map(
          Object.entries({
            ...full,
            arch: 'moe',
            model_name: 'x',
            layers: '61',
            hidden: '7168',
            experts: '256',
            experts_active: '8',
            ffn_hidden: '2048',
            n_accelerators: '1024',
            EP: '',
            zero_fsdp: 'ZeRO-1',
            DP: '',
            global_batch: '1024',
          }),
        ),
      ),
      catalog,
    );
    expect(read.ok && read.run.plan.expert).toBeGreaterThan(8);
    expect(read.ok && read.run.filled.some((name) => name.startsWith('EP (memory'))).toBe(true);
  });
});

describe('definitions that would win by themselves', () => {
  const timed = (over: Record<string, string>) => {
    const read = readRun(runCells(new Map(Object.entries({ ...full, ...over }))), catalog);
    if (!read.ok) throw new Error(read.missing);
    return { run: read.run, step: timeRun(read.run, catalog).step };
  };

  it('recompute costs time and earns no model FLOP', () => {
    const [none, all] = [timed({}).step, timed({ recompute: 'full' }).step];
    expect(all.modelFlop).toBe(none.modelFlop);
    expect(all.tokensPerSecondPerChip).toBeLessThan(none.tokensPerSecondPerChip);
    expect(all.hfu / all.mfu).toBeCloseTo(4 / 3, 9);
  });

  it('peaks are dense, and those of the plan number format', () => {
    const { run, step } = timed({});
    expect(run.chip.peaks.bf16).toBe(989.4e12);
    const narrow = timed({ precision: 'FP8' });
    expect(narrow.run.chip.peaks.fp8).toBeCloseTo(1978.9e12, -9);
    expect(narrow.step.tokensPerSecondPerChip).toBeGreaterThan(step.tokensPerSecondPerChip);
    expect(narrow.step.mfu).toBeLessThan(step.mfu);
  });

  it('attention is counted causal, once', () => {
    const { run, step } = timed({});
    const tokens = 128 * 8192;
    // Every matrix of the model, and half of the scores: what a query sees.
    const matrices = 32 * (4096 * 4096 * 2 + 2 * 4096 * 1024 + 3 * 4096 * 14336) + 4096 * 128256;
    expect(step.modelFlop / (tokens * (6 * matrices + 6 * 32 * 4096 * 8192))).toBeCloseTo(1, 9);
    expect(run.plan.fusedAttention).toBe(true);
  });

  it('a padded vocabulary, a die of two and a slice of cores are what they are', () => {
    expect(timed({ vocab: '250k (padded)' }).run.architecture.vocabulary).toBe(250_000);
    expect(timed({ accelerator: 'AMD MI250X', hbm_gb: '64' }).run.chip.peaks.bf16).toBe(191.5e12);
    expect(timed({ accelerator: 'v5p-128', hbm_gb: '' }).run.chip.id).toBe('accelerator/tpu-v5p');
    expect(timed({ accelerator: 'H100', hbm_gb: '96' }).run.chip.id).toBe('accelerator/h100-sxm-96gb');
  });

  it('a batch in tokens is so many sequences, and weights that are frozen take no gradients', () => {
    expect(timed({ global_batch: '1048576 tokens' }).run.plan.globalBatch).toBe(128);
    const [all, frozen] = [timed({}), timed({ workload: 'LoRA fine-tuning' })];
    expect(frozen.run.plan.trainable).toBe(false);
    const faster = frozen.step.tokensPerSecondPerChip / all.step.tokensPerSecondPerChip;
    expect(faster).toBeGreaterThan(1.2);
    expect(faster).toBeLessThan(1.62);
  });

  it('experts are paid for as far as they are active', () => {
    const moe = { arch: 'moe', model_name: '', experts: '64', ffn_hidden: '1792', EP: '8' };
    const [two, eight] = [timed({ ...moe, experts_active: '2' }).step, timed({ ...moe, experts_active: '8' }).step];
    const perExpert = 3 * 4096 * 1792 * 32;
    expect((eight.modelFlop - two.modelFlop) / (6 * 6 * perExpert * 128 * 8192)).toBeCloseTo(1, 9);
  });

  it('FP16 and years before fused attention mean kept scores', () => {
    expect(timed({ precision: 'fp16' }).run.plan.fusedAttention).toBe(false);
    expect(timed({ year: '2021' }).run.eager).toBe(true);
    expect(timed({}).run.eager).toBe(false);
  });
});

describe('FLOP that publications report', () => {
  /** TFLOP/s of an accelerator as printed beside the throughput of the row, and by which definition. */
  const reported: readonly (readonly [id: string, teraflops: number, definition: FlopDefinition])[] = [
    // llm-foundry and NeMo 24.07: six for each parameter and all scores, nothing counted twice.
    ['LF-001', 408, 'modelFull'],
    ['LF-010', 417, 'modelFull'],
    ['LF-035', 282, 'modelFull'],
    ['LF-051', 260, 'modelFull'],
    ['NEMO2407-02', 750, 'modelFull'],
    ['NEMO2407-11', 711, 'modelFull'],
    // Megatron-Bridge since 25.09: the scores that a query sees; of experts those that are active, with their router.
    ['MB-25.09-248', 1614, 'modelCausal'],
    ['MB-25.11-244', 737, 'modelCausal'],
    ['MB-26.06-020', 2944, 'modelCausal'],
    ['MB-25.09-256', 524, 'modelCausal'],
    ['MB-26.04.01-083', 206, 'modelCausal'],
    // BLOOM and InternEvo with checkpoints: what is computed again counts as done.
    ['BLOOM-082', 144.08, 'hardwareFull'],
    ['BLOOM-100', 103.56, 'hardwareFull'],
    ['BLOOM-133', 148.08, 'hardwareFull'],
    ['IE-CK-8-8', 193, 'hardwareFull'],
    ['IE-NC-8-4', 183, 'modelFull'],
  ];
  const rate = (id: string, definition: FlopDefinition): number => {
    const row = rows.find((each) => each['id'] === id)!;
    const read = readRun(runCells(new Map(Object.entries(row))), catalog);
    if (!read.ok) throw new Error(read.missing);
    const { architecture, plan } = read.run;
    const flop = flopByDefinition(architecture, plan)[definition];
    return (Number(row['target_tok_s_gpu']) * flop) / (plan.globalBatch * plan.sequence) / 1e12;
  };

  it.each(reported)('%s: %d TFLOP/s are those of %s', (id, teraflops, definition) => {
    expect(rate(id, definition) / teraflops).toBeGreaterThan(0.97);
    expect(rate(id, definition) / teraflops).toBeLessThan(1.03);
  });

  it('would be three quarters to one and a half of one another under one name', () => {
    expect(rate('BLOOM-082', 'modelFull') / 144.08).toBeCloseTo(0.75, 1);
    expect(rate('LF-051', 'modelCausal') / 260).toBeLessThan(0.66);
    expect(rate('LF-001', 'hardwareFull') / 408).toBeCloseTo(4 / 3, 1);
  });
});

describe('rows as they were gathered', () => {
  it('have as many accelerators as their ranks multiply to, wherever all are stated', () => {
    const stated = rows.filter((row) => ['TP', 'PP', 'DP', 'n_accelerators'].every((name) => Number(row[name]) > 0));
    expect(stated.length).toBeGreaterThan(400);
    for (const row of stated) {
      const ranks = Number(row['TP']) * Number(row['PP']) * Number(row['DP']) * (Number(row['CP']) || 1);
      expect(`${row['id']} ${ranks}`).toBe(`${row['id']} ${Number(row['n_accelerators'])}`);
    }
  });
});

describe('the order of plans', () => {
  it('is judged by ranks, pairs and what the choice loses', () => {
    const plans = [
      { predicted: 3, target: 30 },
      { predicted: 2, target: 20 },
      { predicted: 1, target: 10 },
    ];
    expect(rankPlans([plans])).toMatchObject({ groups: 1, plans: 3, spearman: 1, pairwise: 1, regret: 0 });
    expect(rankPlans([plans.map(({ predicted, target }) => ({ predicted: -predicted, target }))])).toMatchObject({
      spearman: -1,
      pairwise: 0,
    });
    expect(rankPlans([[...plans, { predicted: 4, target: 15 }]])?.regret).toBeCloseTo(0.5, 12);
    expect(rankPlans([plans.slice(0, 2)])).toBeUndefined();
  });
});
