import { existsSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import type { Checked } from '#quantity';
import {
  type CalculonBinding,
  type CalculonColumn,
  type CalculonEvaluator,
  type CalculonFault,
  type CalculonPlan,
  calculonColumns,
  calculonEvaluator,
  calculonSearch,
  calculonSpace,
  checkCalculonPlan,
  evaluatePlan,
  indexOfPlan,
  validPlans,
} from '#run';
import type { Reason } from '../area.ts';
import { findFiles } from '../find-files.ts';
import { judge } from '../judge.ts';
import { mayHoldTable, readColumns } from '../read-table.ts';
import { readPlanCells } from './plan-cells.ts';
import { readRows } from './read-rows.ts';
import { inputsBeside, isPlanInput, type PlanRun, runOf } from './read-runs.ts';
import { isSearches, type SearchRow, scoreSearches } from './score-searches.ts';

/** Answers agree to this, relative. */
const tolerance = { kind: 'relative', value: 1e-9 } as const;
const mostFailures = 50;

/** One answer column of a table. */
export interface ColumnResult {
  readonly column: CalculonColumn;
  readonly compared: number;
  readonly failed: number;
  /** Errors, relative; absolute where the answer is 0. */
  readonly worst: number;
  readonly mean: number;
}

/** One answer that is off, or a row that was refused. */
export interface PlanFailure {
  readonly line: number;
  readonly column?: CalculonColumn;
  readonly predicted?: number;
  readonly answer?: number;
  readonly error?: number;
  readonly reason?: Reason;
}

/** The plans that the program accepts beside those that we accept under the same limits. */
export interface PlanSet {
  /** Plans that its loops run through. */
  readonly looked: number;
  readonly theirs: number;
  readonly ours: number;
  /** Plans of theirs that we refuse or do not have, and plans of ours that they do not have; rows that stand twice. */
  readonly missing: number;
  readonly extra: number;
  readonly twice: number;
  readonly passed: boolean;
}

/** The best plan of the table beside the one that the search proves. */
export interface BestPlan {
  readonly plan: CalculonPlan;
  readonly sampleRate: number;
  readonly answer: number;
  readonly error: number;
  /** Plans that the search timed in full to prove it. */
  readonly timed: number;
  readonly passed: boolean;
}

export interface PlansFile {
  readonly file: string;
  /** What made it; nothing where that is not known, or where it holds searches. */
  readonly run:
    | (Omit<PlanRun, 'limits'> & { readonly processors: number; readonly maxBatch: number; readonly recomputeFix: boolean })
    | null;
  readonly passed: number;
  readonly failed: number;
  readonly notScored: number;
  readonly columns: readonly ColumnResult[];
  readonly set: PlanSet | null;
  readonly best: BestPlan | null;
  /** The first of what failed. */
  readonly failures: readonly PlanFailure[];
  /** Why rows are not scored, with how many. */
  readonly unscored: readonly { readonly reason: Reason; readonly rows: number }[];
  /** Rows of searches, where the file holds those. */
  readonly searches?: readonly SearchRow[];
}

export interface PlansValidation {
  readonly schema: 'chokepoint/validation-plans/1';
  readonly area: 'plans';
  readonly path: string;
  readonly tolerance: number;
  readonly files: readonly PlansFile[];
  readonly unknown: readonly string[];
  readonly summary: { readonly passed: number; readonly failed: number; readonly notScored: number };
}

const recognised = ['tensor_par', 'proc_mem_tier1_cap_req', 'total_time'] as const;

/** Errors of the answers, column by column. */
interface Tally {
  readonly compared: Float64Array;
  readonly failed: Float64Array;
  readonly worst: Float64Array;
  readonly sum: Float64Array;
}

/** What is gathered while the rows of a table go by. */
interface Reading {
  readonly run: PlanRun;
  readonly evaluators: Map<string, CalculonEvaluator>;
  readonly tally: Tally;
  readonly failures: PlanFailure[];
  readonly unscored: Map<string, { reason: Reason; rows: number }>;
  readonly plans: CalculonPlan[];
  readonly rates: number[];
  passed: number;
  failed: number;
  notScored: number;
}

/** Replays one plan; the row of the evaluator then holds the answers. */
function replay(reading: Reading, plan: CalculonPlan): CalculonEvaluator | { readonly binding: CalculonBinding | CalculonFault } {
  const { limits } = reading.run;
  const [fault] = checkCalculonPlan({ ...limits, plan });
  if (fault !== undefined) return { binding: fault };
  let evaluator = reading.evaluators.get(plan.datatype);
  if (evaluator === undefined) {
    evaluator = calculonEvaluator({ ...limits, datatype: plan.datatype });
    reading.evaluators.set(plan.datatype, evaluator);
  }
  const binding = evaluatePlan(evaluator, plan);
  return binding === undefined ? evaluator : { binding };
}

const fail = (reading: Reading, failure: PlanFailure): void => {
  if (reading.failures.length < mostFailures) reading.failures.push(failure);
};

/** Compares the answers of a row; an empty one, and one that the program itself leaves open, is not compared. */
function compareRow(reading: Reading, evaluator: CalculonEvaluator, cell: (column: string) => string, line: number): boolean {
  const { compared, failed, worst, sum } = reading.tally;
  let agrees = true;
  for (let i = 0; i < calculonColumns.length; i++) {
    const column = calculonColumns[i]!;
    const text = cell(column);
    if (text === '' || text === 'None') continue;
    const answer = Number(text);
    const predicted = evaluator.row[i]!;
    const { error, within } = judge(predicted, answer, tolerance);
    const isWithin = within && Number.isFinite(answer);
    compared[i]!++;
    sum[i]! += error;
    worst[i] = Math.max(worst[i]!, error);
    if (isWithin) continue;
    agrees = false;
    failed[i]!++;
    fail(
      reading,
      Number.isFinite(answer)
        ? { line, column, predicted, answer, error }
        : { line, column, reason: { code: 'answer-not-a-number', detail: column } },
    );
  }
  return agrees;
}

function scoreRow(reading: Reading, cell: (column: string) => string, line: number): void {
  const read = readPlanCells(cell);
  if (!read.ok) {
    if (read.missing) {
      reading.notScored++;
      const counted = reading.unscored.get(JSON.stringify(read.reason)) ?? { reason: read.reason, rows: 0 };
      reading.unscored.set(JSON.stringify(read.reason), { ...counted, rows: counted.rows + 1 });
    } else {
      reading.failed++;
      fail(reading, { line, reason: read.reason });
    }
    return;
  }
  reading.plans.push(read.plan);
  reading.rates.push(cell('sample_rate') === '' ? Number.NaN : Number(cell('sample_rate')));
  const replayed = replay(reading, read.plan);
  if ('binding' in replayed) {
    reading.failed++;
    fail(reading, { line, reason: { code: 'plans/refused', detail: replayed.binding } });
  } else if (compareRow(reading, replayed, cell, line)) reading.passed++;
  else reading.failed++;
}

/** Compares the plans of a table with those that we accept. */
function compareSet({ run, plans }: Reading): PlanSet {
  const space = calculonSpace(run.limits);
  const { looked, indices } = validPlans(space);
  const theirs = Float64Array.from(plans, (plan) => indexOfPlan(space, plan)).sort();
  let [missing, extra, twice] = [0, 0, 0];
  let ours = 0;
  for (let i = 0; i < theirs.length; i++) {
    const index = theirs[i]!;
    if (index >= 0 && i > 0 && index === theirs[i - 1]!) {
      twice++;
      continue;
    }
    while (ours < indices.length && indices[ours]! < index) {
      ours++;
      extra++;
    }
    if (indices[ours] === index) ours++;
    else missing++;
  }
  extra += indices.length - ours;
  return { looked, theirs: plans.length, ours: indices.length, missing, extra, twice, passed: missing + extra + twice === 0 };
}

const samePlan = (a: CalculonPlan, b: CalculonPlan): boolean =>
  (Object.keys(a) as (keyof CalculonPlan)[]).every((name) => a[name] === b[name]);

/** Compares the best plan of a table with the one that the search proves: among plans as fast as the fastest, ours must be. */
function compareBest({ run, plans, rates }: Reading): BestPlan | null {
  const answer = rates.reduce((best, rate) => Math.max(best, Number.isNaN(rate) ? best : rate), Number.NEGATIVE_INFINITY);
  const searched = calculonSearch({ limits: run.limits });
  const [best] = searched.feasible ? searched.best : [];
  if (best === undefined || !Number.isFinite(answer)) return null;
  const { error, within } = judge(best.sampleRate, answer, tolerance);
  const row = plans.findIndex((plan) => samePlan(plan, best.plan));
  const isThere = row >= 0 && judge(rates[row]!, answer, tolerance).within;
  return { plan: best.plan, sampleRate: best.sampleRate, answer, error, timed: searched.timed, passed: within && isThere };
}

/** A table of the best plans in order: ours, as many, must be the same ones; of equal ones any order will do. */
function compareRanking({ run, plans, rates }: Reading): BestPlan | null {
  const searched = calculonSearch({ limits: run.limits, top: Math.max(1, plans.length) });
  const [best] = searched.feasible ? searched.best : [];
  if (!searched.feasible || best === undefined) return null;
  const errors = searched.best.map(({ sampleRate: rate }, i) => judge(rate, rates[i] ?? Number.NaN, tolerance));
  const error = errors.reduce((worst, each) => Math.max(worst, each.error), 0);
  const passed = errors.length === plans.length && errors.every(({ within }) => within);
  return { plan: best.plan, sampleRate: best.sampleRate, answer: rates[0] ?? Number.NaN, error, timed: searched.timed, passed };
}

const notRead = (file: string, reason: Reason, failed: boolean): PlansFile => ({
  file,
  run: null,
  passed: 0,
  failed: failed ? 1 : 0,
  notScored: failed ? 0 : 1,
  columns: [],
  set: null,
  best: null,
  failures: failed ? [{ line: 1, reason }] : [],
  unscored: failed ? [] : [{ reason, rows: 1 }],
});

function scoreTable(place: string, file: string): PlansFile {
  const run = runOf(place, inputsBeside(place));
  if ('code' in run) return notRead(file, run, false);
  const width = calculonColumns.length;
  const tally = {
    compared: new Float64Array(width),
    failed: new Float64Array(width),
    worst: new Float64Array(width),
    sum: new Float64Array(width),
  };
  const reading: Reading = {
    run,
    evaluators: new Map(),
    tally,
    failures: [],
    unscored: new Map(),
    plans: [],
    rates: [],
    passed: 0,
    failed: 0,
    notScored: 0,
  };
  const at = new Map<string, number>();
  try {
    let current: readonly string[] = [];
    const cell = (column: string): string => current[at.get(column) ?? -1] ?? '';
    readRows(place, (cells, line) => {
      if (at.size === 0) {
        for (const [index, name] of cells.entries()) at.set(name, index);
        return;
      }
      current = cells;
      scoreRow(reading, cell, line);
    });
  } catch (error) {
    return notRead(file, { code: 'file-unreadable', detail: String((error as { readonly code?: unknown }).code ?? error) }, true);
  }
  const set = run.holds === 'all' ? compareSet(reading) : null;
  const best = run.holds === 'all' ? compareBest(reading) : run.holds === 'best' ? compareRanking(reading) : null;
  const wholes = [set, best].flatMap((whole) => (whole === null ? [] : [whole.passed]));
  const { processors, maxBatch, recomputeFix = false } = run.limits;
  return {
    file,
    run: { holds: run.holds, model: run.model, system: run.system, processors, maxBatch, recomputeFix },
    passed: reading.passed + wholes.filter(Boolean).length,
    failed: reading.failed + wholes.filter((passed) => !passed).length,
    notScored: reading.notScored,
    columns: calculonColumns.flatMap((column, i) => {
      const compared = tally.compared[i]!;
      if (compared === 0) return [];
      return [{ column, compared, failed: tally.failed[i]!, worst: tally.worst[i]!, mean: tally.sum[i]! / compared }];
    }),
    set,
    best,
    failures: reading.failures,
    unscored: [...reading.unscored.values()],
  };
}

/**
 * Scores every table of plans at or below a path: each answer of each row, the set of plans that are valid, and the best plan.
 *
 * @param path file or folder
 */
export function validatePlans(path: string): Checked<PlansValidation> {
  if (!existsSync(path)) return { ok: false, issues: [{ code: 'validation/path-missing', path: 'PATH', received: path }] };
  const files: PlansFile[] = [];
  const unknown: string[] = [];
  for (const place of findFiles(path)) {
    const name = relative(path, place).split(sep).join('/') || basename(path);
    const columns = new Set(mayHoldTable(place) && !place.toLowerCase().endsWith('.json') ? readColumns(place) : []);
    if (recognised.every((column) => columns.has(column))) files.push(scoreTable(place, name));
    else if (isSearches(columns))
      files.push({ ...notRead(name, { code: '' }, false), unscored: [], ...scoreSearches(place, inputsBeside(place)) });
    else if (!(place.toLowerCase().endsWith('.json') && isPlanInput(place))) unknown.push(name);
  }
  const sum = (part: 'passed' | 'failed' | 'notScored'): number => files.reduce((total, file) => total + file[part], 0);
  const summary = { passed: sum('passed'), failed: sum('failed'), notScored: sum('notScored') };
  return {
    ok: true,
    value: { schema: 'chokepoint/validation-plans/1', area: 'plans', path, tolerance: tolerance.value, files, unknown, summary },
  };
}
