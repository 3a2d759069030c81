import { type Plan, planOf, stateBytes } from '#run';
import type { WrittenPlan } from './plan-schema.ts';

type Named = Exclude<keyof Plan, 'state' | 'trainable' | 'offload'>;

/** Names of the fields of a plan in a file and on the command line, in the order in which they are written. */
export const planNames: Readonly<Record<Named, keyof WrittenPlan>> = {
  tensor: 'tp',
  sequenceParallel: 'sp',
  pipeline: 'pp',
  virtual: 'vpp',
  schedule: 'schedule',
  data: 'dp',
  context: 'cp',
  contextExchange: 'exchange',
  expert: 'ep',
  expertTensor: 'etp',
  zero: 'zero',
  shardGroup: 'shard',
  owns: 'owns',
  microBatch: 'mbs',
  globalBatch: 'batch',
  sequence: 'seq',
  recompute: 'recompute',
  recomputeShare: 'recomputeShare',
  dropout: 'dropout',
  fusedAttention: 'fused',
  stageLayers: 'layers',
  precision: 'precision',
  gradientMessage: 'gradientMessage',
  overlapTensor: 'overlapTensor',
  overlapData: 'overlapData',
  overlapExpert: 'overlapExpert',
  order: 'order',
};

/** Written whatever they are. */
const always: readonly Named[] = ['tensor', 'pipeline', 'data', 'microBatch', 'globalBatch', 'sequence', 'precision'];
const fields = Object.keys(planNames) as readonly Named[];

/**
 * Writes a plan as a file or the command line states it: its counts, and what it would not be completed with.
 *
 * @param plan the plan
 */
export const writtenPlan = (plan: Plan): WrittenPlan => {
  const { tensor, pipeline, virtual, data, context, precision, sequenceParallel, offload, state } = plan;
  // What follows from counts is measured against those counts; the counts themselves against one.
  const implied = planOf({ tensor, pipeline, virtual, data, context, precision, overlapTensor: tensor > 1 && sequenceParallel });
  // Gradients travel as their state says, unless another format is stated.
  const usual: Partial<Plan> = { ...implied, virtual: 1, context: 1, gradientMessage: planOf({ precision, state }).gradientMessage };
  const differs = (field: Named): boolean => plan[field] !== undefined && String(plan[field]) !== String(usual[field]);
  const written = Object.fromEntries(
    fields
      .filter((field) => always.includes(field) || differs(field))
      .map((field) => [planNames[field], field === 'order' ? plan.order.join('-') : plan[field]]),
  );
  const stated = ({ weight, gradient, master, moments }: Plan['state']): string => [weight, gradient, master, moments].join('/');
  return {
    ...written,
    ...(offload.optimizer > 0 ? { offloadOptimizer: offload.optimizer } : {}),
    ...(offload.activations > 0 ? { offloadActivations: offload.activations } : {}),
    ...(offload.weights > 0 ? { offloadWeights: offload.weights } : {}),
    ...(stated(state) === stated(stateBytes(precision)) ? {} : { state: stated(state) }),
  } as WrittenPlan;
};

const pairsOf = (plan: Plan): readonly (readonly [name: string, value: unknown])[] => Object.entries(writtenPlan(plan));

/**
 * Writes a plan as the one line that a command takes: `tp=8,pp=4`.
 *
 * @param plan the plan
 */
export const planText = (plan: Plan): string =>
  pairsOf(plan)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('/') : String(value)}`)
    .join(',');

/**
 * Writes a plan as a file that a command reads.
 *
 * @param plan the plan
 * @param remarks lines above it
 */
export const planYaml = (plan: Plan, remarks: readonly string[]): string =>
  [
    ...remarks.flatMap((remark) => remark.split('\n')).map((remark) => `# ${remark}`.trimEnd()),
    ...pairsOf(plan).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`),
    '',
  ].join('\n');
