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
  microBatch: 'mbs',
  globalBatch: 'batch',
  sequence: 'seq',
  recompute: 'recompute',
  recomputeShare: 'recomputeShare',
  dropout: 'dropout',
  fusedAttention: 'fused',
  stageLayers: 'layers',
  precision: 'precision',
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
  const usual: Partial<Plan> = { ...implied, virtual: 1, context: 1 };
  const differs = (field: Named): boolean => plan[field] !== undefined && String(plan[field]) !== String(usual[field]);
  const written = Object.fromEntries(
    fields
      .filter((field) => always.includes(field) || differs(field))
      .map((field) => [planNames[field], field === 'order' ? plan.order.join('-') : plan[field]]),
  );
  const bytes = stateBytes(precision);
  const usualState = (Object.keys(bytes) as (keyof typeof bytes)[]).every((part) => state[part] === bytes[part]);
  return {
    ...written,
    ...(offload.optimizer > 0 ? { offloadOptimizer: offload.optimizer } : {}),
    ...(offload.activations > 0 ? { offloadActivations: offload.activations } : {}),
    ...(offload.weights > 0 ? { offloadWeights: offload.weights } : {}),
    ...(usualState ? {} : { state }),
  } as WrittenPlan;
};

const pairsOf = (plan: Plan): readonly (readonly [name: string, value: unknown])[] => Object.entries(writtenPlan(plan));

/**
 * Writes a plan as the one line that a command takes: `tp=8,pp=4`. Bytes of state are for a file.
 *
 * @param plan the plan
 */
export const planText = (plan: Plan): string =>
  pairsOf(plan)
    .filter(([name]) => name !== 'state')
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
