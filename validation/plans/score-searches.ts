import { type CalculonLimits, type CalculonPlan, calculonSearch, calculonSpace, calculonStep, validPlans } from '#run';
import type { Reason } from '../area.ts';
import { judge } from '../judge.ts';
import { readTable } from '../read-table.ts';
import { modelOf, type PlanInputs, systemOf } from './read-runs.ts';

const tolerance = { kind: 'relative', value: 1e-9 } as const;
const bytesPerGibibyte = 1024 ** 3;

/** One search of the program beside ours. */
export interface SearchRow {
  readonly tag: string;
  readonly line: number;
  readonly status: 'passed' | 'failed' | 'not scored';
  readonly reason?: Reason;
  /** Plans that are looked at, and those that are valid: theirs as the file states them, and ours. */
  readonly looked?: { readonly theirs: number | null; readonly ours: number };
  readonly valid?: { readonly theirs: number | null; readonly ours: number };
  readonly sampleRate?: { readonly theirs: number | null; readonly ours: number };
  /** Columns in which the best plans, or their figures, differ. */
  readonly differs?: readonly string[];
}

/** Searches of one file, and how they went. */
export interface SearchScores {
  readonly searches: readonly SearchRow[];
  readonly passed: number;
  readonly failed: number;
  readonly notScored: number;
}

/** Does a table hold searches? */
export const isSearches = (columns: ReadonlySet<string>): boolean =>
  ['tag', 'configs', 'best_sample_rate', 'tensor_par'].every((column) => columns.has(column));

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A tag says model, processors, batch, system and flags: `megatron22B_8_8_a100_nooffload_notpo`. */
function limitsOf(tag: string, inputs: PlanInputs): CalculonLimits | Reason {
  const match = /^(?:(?:stripped|shipped)_)?([A-Za-z0-9]+)_(\d+)_(\d+)_([a-z0-9]+?)(_nooffload)?_(m|notpo|full)(?:_|$)/.exec(tag);
  if (match === null) return { code: 'plans/tag', detail: tag };
  const [, modelName = '', processors, batch, chip = '', off = '', flag] = match;
  const name = Object.keys(inputs.models).find((each) => plain(each) === plain(modelName));
  const system = Object.keys(inputs.systems).find((each) => each.startsWith(chip) && each.endsWith('_nooffload') === (off !== ''));
  const [model, found] = [modelOf(inputs, name ?? ''), systemOf(inputs, system ?? '')];
  if (model === undefined) return { code: 'plans/no-model', detail: modelName };
  if (found === undefined) return { code: 'plans/no-system', detail: `${chip}${off}` };
  return {
    model,
    system: found,
    processors: Number(processors),
    maxBatch: Number(batch),
    datatype: 'float16',
    tensorOverlap: flag !== 'notpo',
    microBatchBreak: flag === 'm',
  };
}

/** Columns in which the best plan of a row, or what follows from it, is not ours. */
function differences(limits: CalculonLimits, plan: CalculonPlan, cell: (column: string) => string): readonly string[] {
  const step = calculonStep({ ...limits, plan });
  if (!step.feasible) return ['best_sample_rate'];
  const { values } = step;
  const figures = {
    best_sample_rate: values.sample_rate,
    total_time: values.total_time,
    mfu: values.total_efficiency,
    mem1_GiB: (values.proc_mem_tier1_cap_req ?? Number.NaN) / bytesPerGibibyte,
    mem2_GiB: (values.proc_mem_tier2_cap_req ?? Number.NaN) / bytesPerGibibyte,
  };
  const off = Object.entries(figures).filter(
    ([name, ours]) => cell(name) !== '' && !judge(ours ?? Number.NaN, Number(cell(name)), tolerance).within,
  );
  const other = Object.entries(plan).filter(([name, ours]) => cell(name) !== '' && cell(name).toLowerCase() !== String(ours).toLowerCase());
  return [...off, ...other].map(([name]) => name);
}

function scoreSearch(cell: (column: string) => string, line: number, inputs: PlanInputs): SearchRow {
  const base = { tag: cell('tag'), line };
  const limits = limitsOf(base.tag, inputs);
  if ('code' in limits) return { ...base, status: 'not scored', reason: limits };
  const stated = (column: string): number | null => (cell(column) === '' ? null : Number(cell(column)));
  const space = calculonSpace(limits);
  const { looked, valid } = validPlans(space);
  const searched = calculonSearch({ limits, space });
  const best = searched.feasible ? searched.best[0] : undefined;
  const row = {
    ...base,
    looked: { theirs: stated('configs'), ours: looked },
    valid: { theirs: stated('good'), ours: valid },
    ...(best === undefined ? {} : { sampleRate: { theirs: stated('best_sample_rate'), ours: best.sampleRate } }),
  };
  // The timings are no answers, and most rows state no best plan.
  if (cell('best_sample_rate') === '') return { ...row, status: 'not scored', reason: { code: 'plans/no-best' } };
  const counts = [
    ...(row.looked.theirs === null || row.looked.theirs === looked ? [] : ['configs']),
    ...(row.valid.theirs === null || row.valid.theirs === valid ? [] : ['good']),
  ];
  const differs = [...counts, ...(best === undefined ? ['best_sample_rate'] : differences(limits, best.plan, cell))];
  return { ...row, status: differs.length === 0 ? 'passed' : 'failed', differs };
}

/**
 * Scores a table of searches: the best plan with its figures, where a row states it. Counts of plans are given for every row.
 *
 * @param place path of the table
 * @param inputs what lies beside it
 */
export function scoreSearches(place: string, inputs: PlanInputs): SearchScores {
  const table = readTable(place);
  if ('broken' in table) {
    const broken: SearchRow = { tag: '', line: 1, status: 'failed', reason: table.broken };
    return { searches: [broken], passed: 0, failed: 1, notScored: 0 };
  }
  const searches = table.rows.map(({ cells, line }) => scoreSearch((column) => cells.get(column) ?? '', line, inputs));
  const count = (wanted: SearchRow['status']): number => searches.filter(({ status }) => status === wanted).length;
  return { searches, passed: count('passed'), failed: count('failed'), notScored: count('not scored') };
}
