import { type CalculonModel, type CalculonPlan, type CalculonSystem, calculonDatatypes } from './calculon-input.ts';

/** Why a plan contradicts itself or its model: what Calculon's own assertions demand. */
export type CalculonFault =
  | 'counts'
  | 'ranks'
  | 'batch'
  | 'interleaving-alone'
  | 'inference'
  | 'replicas'
  | 'tensor-group'
  | 'repeated-gather'
  | 'width'
  | 'tiers'
  | 'datatype';

const counts = [
  'num_procs',
  'tensor_par',
  'pipeline_par',
  'data_par',
  'batch_size',
  'microbatch_size',
  'pipeline_interleaving',
] as const satisfies readonly (keyof CalculonPlan)[];

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

/** Does a tensor group divide what it has to split? */
function splits({ hidden, feedforward, attn_heads: heads, seq_size: sequence }: CalculonModel, plan: CalculonPlan): boolean {
  const { tensor_par: tensor, microbatch_size: microBatch, tensor_par_comm_type: comm } = plan;
  const widths = comm === 'ar' ? [hidden, feedforward, heads] : [hidden, feedforward, heads, microBatch * sequence];
  return widths.every((width) => width % tensor === 0);
}

/**
 * What of a plan contradicts itself, its model or its system; nothing where it is sound.
 *
 * @source calculon-2024 calculon/llm/llm.py at caa4b11, the assertions of Execution and of the blocks
 * @param input the model, the system and the plan
 */
export function checkCalculonPlan({
  model,
  system,
  plan,
}: {
  readonly model: CalculonModel;
  readonly system: CalculonSystem;
  readonly plan: CalculonPlan;
}): readonly CalculonFault[] {
  if (!counts.every((name) => isCount(plan[name]))) return ['counts'];
  const { tensor_par: tensor, pipeline_par: pipeline, data_par: data, training } = plan;
  const nets = [plan.tensor_par_net, plan.pipeline_par_net, plan.data_par_net];
  const faults: readonly (readonly [CalculonFault, boolean])[] = [
    ['ranks', tensor * pipeline * data !== plan.num_procs],
    ['batch', plan.batch_size % data !== 0 || (plan.batch_size / data) % plan.microbatch_size !== 0],
    ['interleaving-alone', pipeline === 1 && plan.pipeline_interleaving !== 1],
    ['inference', !training && (plan.activation_recompute !== 'none' || plan.data_par_overlap || plan.optimizer_offload)],
    ['replicas', data === 1 && (plan.optimizer_sharding || plan.data_par_overlap)],
    ['tensor-group', tensor === 1 && plan.tensor_par_overlap !== 'none'],
    ['repeated-gather', plan.seq_par_ag_redo && (plan.tensor_par_comm_type !== 'rs_ag' || plan.activation_recompute === 'full')],
    ['width', !splits(model, plan)],
    ['tiers', !nets.every((net) => Number.isInteger(net) && net >= 0 && net < system.networks.length)],
    [
      'datatype',
      !Object.hasOwn(calculonDatatypes, plan.datatype) ||
        system.matrix[plan.datatype] === undefined ||
        system.vector[plan.datatype] === undefined,
    ],
  ];
  return faults.flatMap(([fault, stands]) => (stands ? [fault] : []));
}
