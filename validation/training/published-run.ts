import type { Catalog, Thing } from '#catalog';
import { type Quantity, quantity } from '#quantity';
import { readPlanText, type WrittenPlan } from '#scenario';
import { median } from '#uncertainty';
import type { RunCells } from './input-columns.ts';
import { findModel, numberIn, plainName } from './read-shape.ts';

/** What the catalogue says of how a run was laid out. */
export interface PublishedPlan {
  readonly id: string;
  /** What it leaves out was not published. */
  readonly plan: WrittenPlan;
  readonly accelerator: string;
  readonly scaleOut: Quantity<'B/s'> | undefined;
}

/** Rows of whole runs, which are those of the model's makers; a benchmark of the same model is laid out otherwise. */
const wholeRun = /whole run|production/i;

/** Columns of counts that a plan states too. */
const counts = [
  ['TP', 'tp'],
  ['PP', 'pp'],
  ['VPP', 'vpp'],
  ['CP', 'cp'],
  ['EP', 'ep'],
  ['micro_batch', 'mbs'],
] as const;

/** Is it a run whose time is counted from its first day to its last? */
export const isWholeRun = (cells: RunCells): boolean => wholeRun.test(cells.workload);

const runOf = (cells: RunCells, catalog: Catalog): Thing | undefined => {
  const wanted = plainName(cells.model_name);
  const model = findModel(catalog, cells.model_name)?.id;
  return catalog
    .list('run')
    .find(
      (thing) =>
        (model !== undefined && thing.attributes['model'] === model) ||
        [thing.name.en, ...thing.aliases].some((name) => plainName(name) === wanted),
    );
};

/**
 * The published layout of the whole run that a row tells of; nothing where the row states another plan.
 *
 * @param cells the row
 * @param catalog runs by model
 */
export const publishedPlan = (cells: RunCells, catalog: Catalog): PublishedPlan | undefined => {
  if (!isWholeRun(cells) || cells.model_name.trim() === '') return undefined;
  const thing = runOf(cells, catalog);
  const read = thing === undefined ? undefined : readPlanText(thing.attributes['plan'] ?? '');
  if (thing === undefined || read?.ok !== true) return undefined;
  const plan = read.value;
  const differs = counts.some(([column, key]) => {
    const [stated, published] = [numberIn(cells[column]), plan[key]];
    return stated !== undefined && published !== undefined && stated !== published;
  });
  if (differs) return undefined;
  const scaleOut = catalog.select(thing, 'scaleOutBandwidth');
  return {
    id: thing.id,
    plan,
    accelerator: thing.attributes['accelerator'] ?? '',
    scaleOut: scaleOut === undefined ? undefined : quantity(median(scaleOut.value), 'B/s'),
  };
};

/**
 * The row with what was published in its empty cells. What is recomputed is no word of a cell: see `recomputeOf`.
 *
 * @param cells the row
 * @param published the layout
 * @returns cells, and those that were filled
 */
export const fillCells = (cells: RunCells, { plan }: PublishedPlan): { readonly cells: RunCells; readonly filled: readonly string[] } => {
  const filled: string[] = [];
  const own: Record<string, string> = {};
  const put = (column: keyof RunCells, value: string | undefined): void => {
    if (value === undefined || cells[column].trim() !== '') return;
    own[column] = value;
    filled.push(column);
  };
  for (const [column, key] of counts) put(column, plan[key] === undefined ? undefined : String(plan[key]));
  put('global_batch', plan.batch === undefined ? undefined : String(plan.batch));
  put('zero_fsdp', plan.zero === undefined ? undefined : `ZeRO-${plan.zero}`);
  put('precision', plan.precision);
  return { cells: { ...cells, ...own }, filled };
};
