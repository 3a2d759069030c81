import type { Architecture } from './architecture.ts';
import type { Plan, RankAxis } from './plan.ts';

/** Why a plan cannot be carried out, as a code of `messages/`. */
export type PlanFault =
  | 'plan/not-whole'
  | 'plan/ranks-product'
  | 'plan/tensor-heads'
  | 'plan/tensor-kv-heads'
  | 'plan/tensor-width'
  | 'plan/sequence-split'
  | 'plan/context-heads'
  | 'plan/expert-split'
  | 'plan/expert-width'
  | 'plan/expert-ranks'
  | 'plan/no-experts'
  | 'plan/too-many-stages'
  | 'plan/stage-layers-count'
  | 'plan/stage-layers-sum'
  | 'plan/chunks-need-interleaving'
  | 'plan/interleaving-needs-chunks'
  | 'plan/stages-odd'
  | 'plan/too-few-micro-batches'
  | 'plan/batch-split'
  | 'plan/shard-group'
  | 'plan/share'
  | 'plan/order';

/** One reason: the field of the plan that is at fault, what it says, and what it would have to agree with. */
export interface PlanReason {
  readonly code: PlanFault;
  readonly field: keyof Plan;
  readonly value: number;
  readonly against: number;
}

const none: readonly PlanReason[] = [];
/** Told of each reason. */
type Fault = (code: PlanFault, field: keyof Plan, value: number, against: number) => void;
const counts = [
  'tensor',
  'pipeline',
  'virtual',
  'data',
  'context',
  'expert',
  'expertTensor',
  'shardGroup',
  'microBatch',
  'globalBatch',
  'sequence',
] as const satisfies readonly (keyof Plan)[];
const offloaded = ['optimizer', 'activations', 'weights'] as const;
const axes: readonly RankAxis[] = ['tp', 'cp', 'ep', 'dp', 'pp'];

/** What stands before the first layer and after the last one. */
const ends = 2;

const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 1;
const divides = (part: number, whole: number): boolean => whole % part === 0;

const checkLayers = (architecture: Architecture, plan: Plan, fault: Fault): void => {
  const { tensor, context, expert, expertTensor } = plan;
  let routedAnywhere = false;
  for (const { attention, feedForward } of architecture.kinds) {
    const { heads, kvHeads } = attention;
    if (!divides(tensor, heads)) fault('plan/tensor-heads', 'tensor', tensor, heads);
    else if (!divides(tensor, kvHeads) && !divides(kvHeads, tensor)) {
      fault('plan/tensor-kv-heads', 'tensor', tensor, kvHeads);
    }
    if (plan.contextExchange === 'all-to-all' && context > 1 && !divides(tensor * context, heads)) {
      fault('plan/context-heads', 'context', context, heads / tensor);
    }
    if (!divides(tensor, feedForward.width)) fault('plan/tensor-width', 'tensor', tensor, feedForward.width);
    if (feedForward.routed === 0) continue;
    routedAnywhere = true;
    if (!divides(expert, feedForward.routed)) fault('plan/expert-split', 'expert', expert, feedForward.routed);
    if (!divides(expertTensor, feedForward.expertWidth)) {
      fault('plan/expert-width', 'expertTensor', expertTensor, feedForward.expertWidth);
    }
  }
  if (!routedAnywhere && expert > 1) fault('plan/no-experts', 'expert', expert, 0);
  const ranks = tensor * context * plan.data;
  if (routedAnywhere && !divides(expert * expertTensor, ranks)) {
    fault('plan/expert-ranks', 'expert', expert * expertTensor, ranks);
  }
};

const checkStages = (architecture: Architecture, plan: Plan, fault: Fault): void => {
  const { pipeline, virtual, schedule, stageLayers } = plan;
  const layers = architecture.pattern.length;
  const chunks = schedule === 'zb-v' ? 2 : virtual;
  // Embedding and logit layer may take the place of a layer at either end, as they do for Llama 3.1 405B.
  const places = layers + (pipeline > 1 ? ends : 0);
  if (pipeline * chunks > places || pipeline > layers) {
    fault('plan/too-many-stages', 'pipeline', pipeline * chunks, layers);
  }
  if (virtual > 1 && schedule !== 'interleaved') {
    fault('plan/chunks-need-interleaving', 'virtual', virtual, 1);
  }
  if (schedule === 'interleaved' && virtual === 1 && pipeline > 1) {
    fault('plan/interleaving-needs-chunks', 'virtual', virtual, 2);
  }
  if (schedule === 'dualpipe' && pipeline > 1) {
    if (pipeline % 2 !== 0) fault('plan/stages-odd', 'pipeline', pipeline, 2);
    const batches = plan.globalBatch / (plan.data * plan.microBatch);
    if (batches < 2 * pipeline) fault('plan/too-few-micro-batches', 'schedule', batches, 2 * pipeline);
  }
  if (stageLayers === undefined) return;
  if (stageLayers.length !== pipeline) {
    fault('plan/stage-layers-count', 'stageLayers', stageLayers.length, pipeline);
  }
  let sum = 0;
  for (const own of stageLayers) sum += isWhole(own) ? own : Number.NaN;
  if (sum !== layers) fault('plan/stage-layers-sum', 'stageLayers', sum, layers);
};

const checkSplits = (plan: Plan, fault: Fault): void => {
  const { tensor, context, sequence } = plan;
  // A ring deals each rank two pieces of the sequence, one from either end, so that all have the same work.
  const pieces = context * (context > 1 && plan.contextExchange === 'ring' ? 2 : 1) * (plan.sequenceParallel ? tensor : 1);
  if (!divides(pieces, sequence)) fault('plan/sequence-split', 'sequence', sequence, pieces);
  const replicas = plan.data * plan.microBatch;
  if (!divides(replicas, plan.globalBatch)) {
    fault('plan/batch-split', 'globalBatch', plan.globalBatch, replicas);
  }
  if (plan.zero > 0 && !divides(plan.shardGroup, plan.data * context)) {
    fault('plan/shard-group', 'shardGroup', plan.shardGroup, plan.data * context);
  }
  if (!(plan.recomputeShare >= 0 && plan.recomputeShare <= 1)) {
    fault('plan/share', 'recomputeShare', plan.recomputeShare, 1);
  }
  for (let at = 0; at < offloaded.length; at++) {
    const share = plan.offload[offloaded[at]!];
    if (!(share >= 0 && share <= 1)) fault('plan/share', 'offload', share, 1);
  }
  let named = plan.order.length === axes.length;
  for (let at = 0; at < axes.length; at++) named &&= plan.order.includes(axes[at]!);
  if (!named) fault('plan/order', 'order', plan.order.length, axes.length);
};

/** Tells of every reason; once for each layer that has it. */
const visitFaults = (architecture: Architecture, plan: Plan, accelerators: number | undefined, fault: Fault): void => {
  let whole = true;
  for (let at = 0; at < counts.length; at++) {
    const field = counts[at]!;
    if (isWhole(plan[field])) continue;
    whole = false;
    fault('plan/not-whole', field, plan[field], 1);
  }
  // What is no count cannot be divided by: the other reasons would be noise.
  if (!whole) return;
  const ranks = plan.tensor * plan.context * plan.data * plan.pipeline;
  if (accelerators !== undefined && ranks !== accelerators) fault('plan/ranks-product', 'data', ranks, accelerators);
  checkLayers(architecture, plan, fault);
  checkStages(architecture, plan, fault);
  checkSplits(plan, fault);
};

/**
 * Every reason why a plan cannot be carried out on a model and that many accelerators; none where it can. Whether it
 * fits their memory is asked of `planMemory`.
 *
 * @pure
 * @param architecture layers of the model
 * @param plan how a step is laid out
 * @param accelerators accelerators there are; as many as the plan says unless given
 */
export const checkPlan = (architecture: Architecture, plan: Plan, accelerators?: number): readonly PlanReason[] => {
  let reasons: PlanReason[] | undefined;
  visitFaults(architecture, plan, accelerators, (code, field, value, against) => {
    if (reasons === undefined) reasons = [];
    if (reasons.some((known) => known.code === code && known.value === value && known.against === against)) return;
    reasons.push({ code, field, value, against });
  });
  return reasons ?? none;
};

let faults = 0;
const countFault: Fault = () => {
  faults += 1;
};

/**
 * Whether a plan can be carried out: `checkPlan` without the reasons, for those who ask of very many plans.
 *
 * @pure
 * @param architecture layers of the model
 * @param plan how a step is laid out
 * @param accelerators accelerators there are
 */
export const isSound = (architecture: Architecture, plan: Plan, accelerators: number): boolean => {
  faults = 0;
  visitFaults(architecture, plan, accelerators, countFault);
  return faults === 0;
};
