import {
  type CalculonDatatype,
  type CalculonPlan,
  calculonAttentions,
  calculonComms,
  calculonDatatypes,
  calculonOverlaps,
  calculonRecomputes,
} from '#run';
import type { Reason } from '../area.ts';

const counts = [
  'num_procs',
  'tensor_par',
  'pipeline_par',
  'data_par',
  'tensor_par_net',
  'pipeline_par_net',
  'data_par_net',
  'batch_size',
  'microbatch_size',
  'pipeline_interleaving',
] as const;
const switches = [
  'fused_activation',
  'optimizer_sharding',
  'seq_par_ag_redo',
  'data_par_overlap',
  'weight_offload',
  'activations_offload',
  'optimizer_offload',
  'training',
] as const;
const choices = {
  datatype: Object.keys(calculonDatatypes) as CalculonDatatype[],
  attention_type: calculonAttentions,
  activation_recompute: calculonRecomputes,
  tensor_par_comm_type: calculonComms,
  tensor_par_overlap: calculonOverlaps,
} as const;

/** The columns that say what a plan is; a replay reads these and no others. */
export const planColumns: readonly string[] = [...counts, ...switches, ...Object.keys(choices)];

export type ReadPlan =
  | { readonly ok: true; readonly plan: CalculonPlan }
  | { readonly ok: false; readonly missing: boolean; readonly reason: Reason };

/**
 * Reads a plan from the cells of a row.
 *
 * @param cell the text of a column
 */
export function readPlanCells(cell: (column: string) => string): ReadPlan {
  const plan: Record<string, number | string | boolean> = {};
  const wrong = (code: string, detail: string): ReadPlan => ({ ok: false, missing: code === 'input-empty', reason: { code, detail } });
  for (const name of planColumns) if (cell(name) === '') return wrong('input-empty', name);
  for (const name of counts) {
    const value = Number(cell(name));
    if (!Number.isInteger(value)) return wrong('input-not-a-number', name);
    plan[name] = value;
  }
  for (const name of switches) {
    const text = cell(name);
    if (/^(true|1)$/i.test(text)) plan[name] = true;
    else if (/^(false|0)$/i.test(text)) plan[name] = false;
    else return wrong('plans/not-a-switch', name);
  }
  for (const [name, known] of Object.entries(choices)) {
    if (!(known as readonly string[]).includes(cell(name))) return wrong('plans/not-a-choice', name);
    plan[name] = cell(name);
  }
  return { ok: true, plan: plan as unknown as CalculonPlan };
}
