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
const axes: readonly RankAxis[] = ['tp', 'cp', 'ep', 'dp', 'pp'];

/** What stands before the first layer and after the last one. */
const ends = 2;

const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 1;
const divides = (part: number, whole: number): boolean => whole % part === 0;

const checkLayers = (architecture: Architecture, plan: Plan, fault: (reason: PlanReason) => void): void => {
  const { tensor, context, expert, expertTensor } = plan;
  let routedAnywhere = false;
  for (const { attention, feedForward } of architecture.kinds) {
    const { heads, kvHeads } = attention;
    if (!divides(tensor, heads)) fault({ code: 'plan/tensor-heads', field: 'tensor', value: tensor, against: heads });
    else if (!divides(tensor, kvHeads) && !divides(kvHeads, tensor)) {
      fault({ code: 'plan/tensor-kv-heads', field: 'tensor', value: tensor, against: kvHeads });
    }
    if (plan.contextExchange === 'all-to-all' && context > 1 && !divides(tensor * context, heads)) {
      fault({ code: 'plan/context-heads', field: 'context', value: context, against: heads / tensor });
    }
    if (!divides(tensor, feedForward.width))
      fault({ code: 'plan/tensor-width', field: 'tensor', value: tensor, against: feedForward.width });
    if (feedForward.routed === 0) continue;
    routedAnywhere = true;
    if (!divides(expert, feedForward.routed))
      fault({ code: 'plan/expert-split', field: 'expert', value: expert, against: feedForward.routed });
    if (!divides(expertTensor, feedForward.expertWidth)) {
      fault({ code: 'plan/expert-width', field: 'expertTensor', value: expertTensor, against: feedForward.expertWidth });
    }
  }
  if (!routedAnywhere && expert > 1) fault({ code: 'plan/no-experts', field: 'expert', value: expert, against: 0 });
  const ranks = tensor * context * plan.data;
  if (routedAnywhere && !divides(expert * expertTensor, ranks)) {
    fault({ code: 'plan/expert-ranks', field: 'expert', value: expert * expertTensor, against: ranks });
  }
};

const checkStages = (architecture: Architecture, plan: Plan, fault: (reason: PlanReason) => void): void => {
  const { pipeline, virtual, schedule, stageLayers } = plan;
  const layers = architecture.pattern.length;
  const chunks = schedule === 'zb-v' ? 2 : virtual;
  // Embedding and logit layer may take the place of a layer at either end, as they do for Llama 3.1 405B.
  const places = layers + (pipeline > 1 ? ends : 0);
  if (pipeline * chunks > places || pipeline > layers) {
    fault({ code: 'plan/too-many-stages', field: 'pipeline', value: pipeline * chunks, against: layers });
  }
  if (virtual > 1 && schedule !== 'interleaved') {
    fault({ code: 'plan/chunks-need-interleaving', field: 'virtual', value: virtual, against: 1 });
  }
  if (schedule === 'interleaved' && virtual === 1 && pipeline > 1) {
    fault({ code: 'plan/interleaving-needs-chunks', field: 'virtual', value: virtual, against: 2 });
  }
  if (schedule === 'dualpipe' && pipeline > 1) {
    if (pipeline % 2 !== 0) fault({ code: 'plan/stages-odd', field: 'pipeline', value: pipeline, against: 2 });
    const batches = plan.globalBatch / (plan.data * plan.microBatch);
    if (batches < 2 * pipeline) fault({ code: 'plan/too-few-micro-batches', field: 'schedule', value: batches, against: 2 * pipeline });
  }
  if (stageLayers === undefined) return;
  if (stageLayers.length !== pipeline) {
    fault({ code: 'plan/stage-layers-count', field: 'stageLayers', value: stageLayers.length, against: pipeline });
  }
  let sum = 0;
  for (const own of stageLayers) sum += isWhole(own) ? own : Number.NaN;
  if (sum !== layers) fault({ code: 'plan/stage-layers-sum', field: 'stageLayers', value: sum, against: layers });
};

const checkSplits = (plan: Plan, fault: (reason: PlanReason) => void): void => {
  const { tensor, context, sequence } = plan;
  // A ring deals each rank two pieces of the sequence, one from either end, so that all have the same work.
  const pieces = context * (context > 1 && plan.contextExchange === 'ring' ? 2 : 1) * (plan.sequenceParallel ? tensor : 1);
  if (!divides(pieces, sequence)) fault({ code: 'plan/sequence-split', field: 'sequence', value: sequence, against: pieces });
  const replicas = plan.data * plan.microBatch;
  if (!divides(replicas, plan.globalBatch)) {
    fault({ code: 'plan/batch-split', field: 'globalBatch', value: plan.globalBatch, against: replicas });
  }
  if (plan.zero > 0 && !divides(plan.shardGroup, plan.data * context)) {
    fault({ code: 'plan/shard-group', field: 'shardGroup', value: plan.shardGroup, against: plan.data * context });
  }
  if (!(plan.recomputeShare >= 0 && plan.recomputeShare <= 1)) {
    fault({ code: 'plan/share', field: 'recomputeShare', value: plan.recomputeShare, against: 1 });
  }
  for (const share of [plan.offload.optimizer, plan.offload.activations, plan.offload.weights]) {
    if (!(share >= 0 && share <= 1)) fault({ code: 'plan/share', field: 'offload', value: share, against: 1 });
  }
  if (plan.order.length !== axes.length || axes.some((axis) => !plan.order.includes(axis))) {
    fault({ code: 'plan/order', field: 'order', value: plan.order.length, against: axes.length });
  }
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
  const fault = (reason: PlanReason): void => {
    if (reasons === undefined) reasons = [reason];
    else if (!reasons.some(({ code, value, against }) => code === reason.code && value === reason.value && against === reason.against)) {
      reasons.push(reason);
    }
  };
  for (const field of counts) {
    if (!isWhole(plan[field])) fault({ code: 'plan/not-whole', field, value: plan[field], against: 1 });
  }
  // What is no count cannot be divided by: the other reasons would be noise.
  if (reasons !== undefined) return reasons;
  const ranks = plan.tensor * plan.context * plan.data * plan.pipeline;
  if (accelerators !== undefined && ranks !== accelerators) {
    fault({ code: 'plan/ranks-product', field: 'data', value: ranks, against: accelerators });
  }
  checkLayers(architecture, plan, fault);
  checkStages(architecture, plan, fault);
  checkSplits(plan, fault);
  return reasons ?? none;
};
