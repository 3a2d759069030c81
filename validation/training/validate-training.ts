import { existsSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import { type TrainingConstants, trainingConstants } from '#calibration';
import type { Catalog } from '#catalog';
import type { Checked } from '#quantity';
import { countParameters, type StepPart } from '#run';
import type { Reason } from '../area.ts';
import { findFiles } from '../find-files.ts';
import { mayHoldTable, readColumns, readTable } from '../read-table.ts';
import { completeRun } from './complete-run.ts';
import { runCells } from './input-columns.ts';
import { type GoodputRow, goodputColumns, keptByRun, predictGoodput } from './predict-goodput.ts';
import { type PlanRanking, type RankedPlan, rankPlans } from './rank-plans.ts';
import { type ReadRun, readRun } from './read-run.ts';
import { notScored, recognised } from './scored-run.ts';
import { interval80 } from './step-interval.ts';
import { timeRun } from './time-run.ts';

/** One row beside its prediction. */
export interface TrainingRow {
  readonly id: string;
  readonly family: string;
  readonly model: string;
  readonly file: string;
  readonly line: number;
  /** Tokens a second and accelerator; null where nothing could be predicted. */
  readonly predicted: number | null;
  readonly target: number | null;
  /** Predicted over measured, less one. */
  readonly error: number | null;
  readonly interval80: readonly [low: number, high: number] | null;
  /** Prediction of the same utilisation for all runs on a chip. */
  readonly constantUtilisation: number | null;
  /** Cells that the row leaves open, and what stood in for them. */
  readonly filled: readonly string[];
  /** Why it is not scored. */
  readonly skipped?: Reason;
  /** Throughput of a whole run, failures and all else counted; null for steps. */
  readonly wholeRun: number | null;
  /** GPU-hours that the whole run is said to have taken; null where the row states none. */
  readonly publishedHours: number | null;
  /** What takes longest. */
  readonly binding: StepPart | null;
  /** Where the chip's share of its peak comes from. */
  readonly chip: { readonly id: string; readonly origin: 'calibrated' | 'benchmark' | 'prior' } | null;
}

export interface TrainingFamily {
  readonly family: string;
  readonly rows: number;
  /** Mean and median of |error|, mean of the error. */
  readonly mean: number;
  readonly median: number;
  readonly bias: number;
  /** Share of measurements inside the 80% interval. */
  readonly coverage: number;
  /** Mean of |error| of the constant utilisation. */
  readonly constantUtilisation: number;
  /** Mean of |error| of the step time, which other tools state: a throughput of twice the measured one is a time of half. */
  readonly time: number;
  /** Plans of one model with one batch; null where no group has three of them. */
  readonly plans: PlanRanking | null;
  /** Plans of one model on as many accelerators, whatever the batch. */
  readonly plansOfAnyBatch: PlanRanking | null;
}

/** How far GPU-hours of whole runs are off in one publication. */
export interface WholeRunFamily {
  readonly family: string;
  readonly rows: number;
  /** Mean of |error|: hours are tokens over throughput, so that it needs no tokens. */
  readonly mean: number;
}

/** What other tools say of the same runs. */
export interface PeerErrors {
  readonly peer: string;
  readonly family: string;
  readonly rows: number;
  readonly ours: number;
  readonly theirs: number;
}

export interface TrainingValidation {
  readonly schema: 'chokepoint/validation-training/1';
  readonly area: 'training';
  readonly path: string;
  readonly rows: readonly TrainingRow[];
  readonly families: readonly TrainingFamily[];
  readonly summary: {
    readonly passed: number;
    readonly failed: number;
    readonly notScored: number;
    /** Means over families. */
    readonly mean: number | null;
    readonly median: number | null;
    readonly coverage: number | null;
    readonly constantUtilisation: number | null;
    /** Of the step time, as other tools state errors. */
    readonly time: number | null;
    /** Plans of one model with one batch. */
    readonly plans: PlanRanking | null;
    /** Plans of one model on as many accelerators, whatever the batch. */
    readonly plansOfAnyBatch: PlanRanking | null;
    /** GPU-hours of whole runs; null where there are none. */
    readonly wholeRuns: { readonly families: readonly WholeRunFamily[]; readonly mean: number } | null;
  };
  /** Published failures and goodput, where there is a table of them. */
  readonly goodput: readonly GoodputRow[];
  readonly peers: readonly PeerErrors[];
  readonly published: readonly { readonly device: string; readonly quantity: string; readonly low: number; readonly high: number }[];
  readonly unknown: readonly string[];
  readonly broken: readonly { readonly file: string; readonly reason: Reason }[];
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/**
 * Throughput that the same model-FLOP utilisation for all runs on a chip predicts: the median of public rows by chip and
 * number format. The bar to pass.
 *
 * @param read the run
 * @param constants medians
 */
export function constantUtilisation(read: ReadRun, constants: TrainingConstants = trainingConstants): number | null {
  if (!read.ok) return null;
  const { architecture, chip, plan } = read.run;
  const { baseline } = constants;
  const utilisation = baseline[`${chip.id} ${plan.precision}`] ?? baseline[chip.id] ?? baseline['any'] ?? 0;
  const { multiplied, attentionWidth } = countParameters(architecture);
  const flop = 3 * (2 * multiplied + attentionWidth * plan.sequence);
  const peak = (plan.precision === 'fp8' ? chip.peaks.fp8 : plan.precision === 'fp4' ? chip.peaks.fp4 : undefined) ?? chip.peaks.bf16 ?? 0;
  return (utilisation * peak) / flop;
}

interface Scored {
  readonly row: TrainingRow;
  /** Rows of the same model on as many of the same accelerators. */
  readonly group: string;
  readonly batch: string;
  readonly key: string;
}

/** Error of the step time that goes with one of the throughput. */
const ofTime = (error: number): number => 1 / (1 + error) - 1;

/** Ranks plans of the same model on as many accelerators: those with one batch, or with any. */
function rankRows(rows: readonly Scored[], withBatch: boolean): PlanRanking | null {
  const groups = new Map<string, RankedPlan[]>();
  for (const { row, group, batch } of rows) {
    if (row.predicted === null || row.target === null) continue;
    const key = withBatch ? `${group}|${batch}` : group;
    const members = groups.get(key) ?? [];
    members.push({ predicted: row.predicted, target: row.target });
    groups.set(key, members);
  }
  return rankPlans(groups.values()) ?? null;
}

const recomputeWord = (text: string): string => (/full/i.test(text) ? 'full' : /selective|attn/i.test(text) ? 'selective' : '');

function scoreRow(file: string, line: number, cells: ReadonlyMap<string, string>, catalog: Catalog, constants: TrainingConstants): Scored {
  const cell = (name: string): string => cells.get(name) ?? '';
  const skipped = notScored(cells);
  const measured = Number(cell('target_tok_s_gpu'));
  const target = measured > 0 ? measured : null;
  const input = runCells(cells);
  const asRead = readRun(input, catalog);
  const read: ReadRun = asRead.ok ? { ok: true, run: completeRun(asRead.run, catalog, constants) } : asRead;
  const timed = read.ok ? timeRun(read.run, catalog, constants) : undefined;
  const rate = timed?.step.tokensPerSecondPerChip;
  const predicted = rate !== undefined && Number.isFinite(rate) ? rate : null;
  const row: TrainingRow = {
    id: cell('id'),
    family: cell('family'),
    model: input.model_name,
    file,
    line,
    predicted,
    target,
    error: predicted === null || target === null ? null : predicted / target - 1,
    interval80: predicted === null || !read.ok || timed === undefined ? null : interval80(predicted, read.run, timed, constants),
    constantUtilisation: constantUtilisation(read, constants),
    filled: read.ok ? read.run.filled : [read.missing],
    ...(skipped === undefined ? {} : { skipped }),
    wholeRun:
      skipped?.code === 'training-whole-run' && predicted !== null && read.ok
        ? predicted * keptByRun(read.run.chips, read.run.nodeSize, catalog)
        : null,
    publishedHours: Number(cell('total_gpu_hours')) > 0 ? Number(cell('total_gpu_hours')) : null,
    binding: timed?.step.binding ?? null,
    chip: read.ok && timed !== undefined ? { id: read.run.chip.id, origin: timed.matrixShare.origin } : null,
  };
  // Plans that can be compared: the same model on as many of the same chips.
  const same = ['family', 'model_name', 'layers', 'hidden', 'heads', 'seq_len', 'accelerator', 'precision', 'n_accelerators'];
  return {
    row,
    group: same.map(cell).join('|'),
    batch: cell('global_batch'),
    key: [
      ...['n_accelerators', 'TP', 'PP', 'micro_batch', 'global_batch'].map((name) => String(Number(cell(name)))),
      recomputeWord(cell('recompute')),
    ].join('|'),
  };
}

function familyOf(family: string, scored: readonly Scored[]): TrainingFamily {
  const rows = scored.map(({ row }) => row);
  const errors = rows.map(({ error }) => error ?? -1);
  const absolute = errors.map(Math.abs);
  return {
    family,
    rows: rows.length,
    mean: meanOf(absolute),
    median: medianOf(absolute),
    bias: meanOf(errors),
    coverage: meanOf(
      rows.map(({ interval80: range, target }) => (range !== null && target !== null && range[0] <= target && target <= range[1] ? 1 : 0)),
    ),
    constantUtilisation: meanOf(rows.map(({ constantUtilisation: constant, target }) => Math.abs((constant ?? 0) / (target ?? 1) - 1))),
    time: meanOf(rows.map(({ error }) => (error === null ? 1 : Math.abs(ofTime(error))))),
    plans: rankRows(scored, true),
    plansOfAnyBatch: rankRows(scored, false),
  };
}

const wholeRunsOf = (rows: readonly TrainingRow[]): TrainingValidation['summary']['wholeRuns'] => {
  const runs = rows.flatMap(({ family, wholeRun, target }) =>
    wholeRun === null || target === null ? [] : [{ family, error: Math.abs(target / wholeRun - 1) }],
  );
  if (runs.length === 0) return null;
  const families = [...new Set(runs.map(({ family }) => family))].map((family): WholeRunFamily => {
    const errors = runs.flatMap((run) => (run.family === family ? [run.error] : []));
    return { family, rows: errors.length, mean: meanOf(errors) };
  });
  return { families, mean: meanOf(families.map(({ mean }) => mean)) };
};

type Table = readonly ReadonlyMap<string, string>[];

/** One run: by which publication it was measured, and how far ours and theirs are off its step time. */
interface Compared {
  readonly family: string;
  readonly ours: number;
  readonly theirs: number;
}

const beside = (row: TrainingRow | undefined, measured: number, theirs: number): Compared[] =>
  row === undefined || row.error === null || !(measured > 0 && theirs > 0)
    ? []
    : [{ family: row.family, ours: Math.abs(ofTime(row.error)), theirs: Math.abs(theirs / measured - 1) }];

/** Means over the runs of each publication. */
const peerErrors = (peer: string, compared: readonly Compared[]): PeerErrors[] =>
  [...new Set(compared.map(({ family }) => family))].map((family) => {
    const own = compared.filter((each) => each.family === family);
    return { peer, family, rows: own.length, ours: meanOf(own.map(({ ours }) => ours)), theirs: meanOf(own.map(({ theirs }) => theirs)) };
  });

/** Predictions that vTrain's measurements were compared with, by the id of the run. */
const vtrainPeers = ['calculon_25GBps_ms', 'calculon_12p5GBps_ms'] as const;
const peerOf = (table: Table, rows: readonly Scored[]): PeerErrors[] => {
  const byId = new Map(rows.map(({ row }) => [row.id, row]));
  return vtrainPeers.flatMap((column) =>
    peerErrors(
      column.replace(/_ms$/, ''),
      table.flatMap((cells) => beside(byId.get(cells.get('id') ?? ''), Number(cells.get('measured_ms')), Number(cells.get(column)))),
    ),
  );
};

const tab5Of = (table: Table, rows: readonly Scored[]): PeerErrors[] => {
  const compared = table.flatMap((cells) => {
    const cell = (name: string): string => cells.get(name) ?? '';
    const key = [
      ...['num_procs', 'tp', 'pp', 'mbs', 'batch'].map((name) => String(Number(cell(name)))),
      cell('recompute') === 'full' ? 'full' : 'selective',
    ].join('|');
    const found = rows.find((each) => each.key === key && each.row.error !== null);
    return beside(found?.row, Number(cell('measured_s')), Number(cell('calculon_s')));
  });
  return peerErrors('calculon', compared);
};

/**
 * Predicts every row of the tables of training runs at or below a path from its input columns, and compares.
 *
 * @param path file or folder
 * @param catalog models and accelerators by name
 * @param constants fitted constants
 */
export function validateTraining(
  path: string,
  catalog: Catalog,
  constants: TrainingConstants = trainingConstants,
): Checked<TrainingValidation> {
  if (!existsSync(path)) return { ok: false, issues: [{ code: 'validation/path-missing', path: 'PATH', received: path }] };
  const scored: Scored[] = [];
  const unknown: string[] = [];
  const broken: { file: string; reason: Reason }[] = [];
  const vtrain: Table[] = [];
  const tab5: Table[] = [];
  const reliability: GoodputRow[] = [];
  const published: { device: string; quantity: string; low: number; high: number }[] = [];
  for (const place of findFiles(path)) {
    const name = relative(path, place).split(sep).join('/') || basename(path);
    const columns = new Set(mayHoldTable(place) ? readColumns(place) : []);
    const has = (...wanted: readonly string[]): boolean => wanted.every((column) => columns.has(column));
    const isRuns = has(...recognised);
    const isGoodput = has(...goodputColumns);
    if (
      !(
        isRuns ||
        isGoodput ||
        has('measured_ms', 'calculon_25GBps_ms') ||
        has('measured_s', 'calculon_s', 'num_procs') ||
        has('error_low_pct', 'device')
      )
    ) {
      unknown.push(name);
      continue;
    }
    const table = readTable(place);
    if ('broken' in table) {
      broken.push({ file: name, reason: table.broken });
      continue;
    }
    const rows = table.rows.map(({ cells }) => cells);
    if (isRuns) for (const { line, cells } of table.rows) scored.push(scoreRow(name, line, cells, catalog, constants));
    else if (isGoodput) reliability.push(...predictGoodput(rows, catalog));
    else if (columns.has('measured_ms')) vtrain.push(rows);
    else if (columns.has('measured_s')) tab5.push(rows);
    else {
      for (const cells of rows) {
        published.push({
          device: cells.get('device') ?? '',
          quantity: cells.get('quantity') ?? '',
          low: Number(cells.get('error_low_pct')),
          high: Number(cells.get('error_high_pct')),
        });
      }
    }
  }
  const counted = scored.filter(({ row }) => row.skipped === undefined);
  const names = [...new Set(counted.map(({ row }) => row.family))];
  const families = names.map((family) =>
    familyOf(
      family,
      counted.filter(({ row }) => row.family === family),
    ),
  );
  const failed = counted.filter(({ row }) => row.predicted === null).length + broken.length;
  const over = (pick: (family: TrainingFamily) => number): number | null => (families.length === 0 ? null : meanOf(families.map(pick)));
  return {
    ok: true,
    value: {
      schema: 'chokepoint/validation-training/1',
      area: 'training',
      path,
      rows: scored.map(({ row }) => row),
      families,
      summary: {
        passed: counted.length - counted.filter(({ row }) => row.predicted === null).length,
        failed,
        notScored: scored.length - counted.length + reliability.length,
        mean: over(({ mean }) => mean),
        median: over(({ median }) => median),
        coverage: over(({ coverage }) => coverage),
        constantUtilisation: over((family) => family.constantUtilisation),
        time: over(({ time }) => time),
        plans: rankRows(counted, true),
        plansOfAnyBatch: rankRows(counted, false),
        wholeRuns: wholeRunsOf(scored.map(({ row }) => row)),
      },
      goodput: reliability,
      peers: [...vtrain.flatMap((table) => peerOf(table, counted)), ...tab5.flatMap((table) => tab5Of(table, counted))],
      published,
      unknown,
      broken,
    },
  };
}
