import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { layerParameters } from '../count-parameters.ts';
import { paddedVocabulary } from '../list-operations.ts';
import type { Plan } from '../plan.ts';
import { type RankParameters, rankParameters } from '../rank-parameters.ts';
import { type StageLayers, stageLayers } from '../stage-layers.ts';
import { type LayerActivations, layerActivations } from './layer-activations.ts';

/** What takes memory, in the order in which it is shown. */
export const memoryParts = [
  'weights',
  'gradients',
  'master',
  'moments',
  'gathered',
  'activations',
  'recomputed',
  'logits',
  'buffers',
  'context',
  'fragmentation',
] as const;
export type MemoryPart = (typeof memoryParts)[number];

/** What the allocator hands out; the rest follows from it. */
const allocatedParts = memoryParts.slice(0, -2) as readonly Exclude<MemoryPart, 'context' | 'fragmentation'>[];

/** What no plan decides. */
export interface MemoryOverhead {
  /** Runtime and communication library. */
  readonly context: Quantity<'B'>;
  /** Share of what is allocated that the allocator cannot hand out. */
  readonly fragmentation: Quantity<'1'>;
}

export interface StageMemory {
  readonly stage: number;
  readonly total: Quantity<'B'>;
  readonly parts: Readonly<Record<MemoryPart, Quantity<'B'>>>;
  /** Micro-batches whose activations the stage holds at once; chunks count by their share of the stage. */
  readonly inFlight: number;
  /** The greatest part. */
  readonly binding: MemoryPart;
}

export interface PlanMemory {
  readonly first: StageMemory;
  readonly last: StageMemory;
  /** The stage that needs most: one of the two as a rule, another where stages are uneven. */
  readonly greatest: StageMemory;
}

const word = 4;
const half = 2;

/**
 * Micro-batches in flight on a stage when it holds most: from their forward pass to their backward pass.
 *
 * @equation n = \min(M, p - i), \quad n_v = \frac{2 (p - i - 1) + (v - 1) p + 1}{v}
 * @source korthikanti-2022 section 4.2
 * @unit 1
 * @param plan schedule, stages, chunks and batch
 * @param stage index of the stage
 */
export const inFlight = (plan: Plan, stage: number): number => {
  const { pipeline, virtual, schedule } = plan;
  const batches = plan.globalBatch / (plan.data * plan.microBatch);
  if (pipeline === 1) return 1;
  switch (schedule) {
    case 'gpipe':
      return batches;
    case '1f1b':
    case 'zb-h1':
      return Math.min(batches, pipeline - stage);
    case 'interleaved':
      return Math.min(batches, (2 * (pipeline - stage - 1) + (virtual - 1) * pipeline + 1) / virtual);
    case 'zb-h2':
      return Math.min(batches, 2 * (pipeline - stage) - 1);
    case 'zb-v':
      return Math.min(batches, pipeline);
    case 'dualpipe':
      return Math.min(batches, pipeline + 1);
  }
};

interface Shared {
  readonly architecture: Architecture;
  readonly plan: Plan;
  readonly overhead: MemoryOverhead;
  readonly stages: StageLayers;
  readonly activations: readonly LayerActivations[];
  readonly parametersOf: (stage: number) => RankParameters;
}

/** Activations of a stage for one micro-batch, and the working set of one layer that is computed again. */
const activationsOf = ({ stages, activations, plan }: Shared, stage: number): readonly [number, number] => {
  const { recompute, recomputeShare: share } = plan;
  let [sum, working] = [0, 0];
  for (let kind = 0; kind < stages.kinds; kind++) {
    const count = stages.counts[stage * stages.kinds + kind]!;
    if (count === 0) continue;
    const { kept, scores, modules, input } = activations[kind]!;
    const spared = recompute === 'modules' ? scores + modules : scores;
    if (recompute === 'none') sum += count * kept;
    else if (recompute !== 'full') {
      sum += count * (kept - share * spared);
      working = Math.max(working, share > 0 ? spared : 0);
    } else {
      sum += count * (share * input + (1 - share) * kept);
      working = Math.max(working, share > 0 ? kept : 0);
    }
  }
  return [sum, working];
};

const buffersOf = ({ architecture, plan }: Shared, tokens: number, own: number): number => {
  const { hidden, kinds } = architecture;
  const gathered = plan.tensor > 1 ? tokens * hidden * half : 0;
  const sent = plan.pipeline > 1 ? 2 * own * hidden * half : 0;
  let routed = 0;
  for (const { feedForward } of kinds) routed = Math.max(routed, plan.expert > 1 ? 2 * own * feedForward.topK * hidden * half : 0);
  return gathered + sent + routed;
};

const stageMemory = (shared: Shared, stage: number): StageMemory => {
  const { architecture, plan, overhead, stages, parametersOf } = shared;
  const { state, zero, tensor } = plan;
  const last = stages.stages - 1;
  // A two-way pipeline holds the mirrored stage too.
  const mirrored = plan.schedule === 'dualpipe' && last > 0;
  const held = mirrored ? [parametersOf(stage), parametersOf(last - stage)] : [parametersOf(stage)];
  let [dense, expert, greatestLayer] = [0, 0, 0];
  for (const each of held) {
    dense += each.dense + each.ends;
    expert += each.expert;
    greatestLayer = Math.max(greatestLayer, each.greatestLayer);
  }
  const replicas = plan.data * plan.context;
  const expertReplicas = (tensor * replicas) / (plan.expert * plan.expertTensor);
  const shard = Math.min(plan.shardGroup, replicas);
  const expertShard = shard === replicas ? expertReplicas : Math.min(expertReplicas, shard);
  const whole = dense + expert;
  const split = dense / shard + expert / expertShard;
  const trained = plan.trainable ? 1 : 0;

  const flying = inFlight(plan, stage);
  const [ofStage, working] = activationsOf(shared, stage);
  const [ofMirror] = mirrored ? activationsOf(shared, last - stage) : [0];
  const tokens = (plan.microBatch * plan.sequence) / plan.context;
  const own = plan.sequenceParallel ? tokens / tensor : tokens;
  const endsHere = stage === last || (mirrored && stage === 0);
  const columns = paddedVocabulary(architecture.vocabulary, tensor) / tensor;
  const heads = 1 + architecture.predictionLayers;
  // The norm before the logits and its output, then logits in 16 and in 32 bits: their gradient takes the place of the latter.
  const logits = endsHere ? heads * (2 * own * architecture.hidden * half + tokens * columns * (half + word)) : 0;
  const allocated = {
    // Where weights are split, the optimiser's copy is the shard, and the narrow one lives only while it is gathered.
    weights: zero === 3 ? (state.master > 0 ? 0 : split * state.weight) : whole * state.weight,
    gradients: trained * (zero >= 2 ? split : whole) * state.gradient,
    master: trained * (zero >= 1 ? split : whole) * state.master,
    moments: trained * (zero >= 1 ? split : whole) * state.moments,
    // While one layer is at work the next one is gathered; the gradient of one waits to be scattered.
    gathered: zero === 3 && shard > 1 ? greatestLayer * (2 * state.weight + trained * state.gradient) : 0,
    activations: mirrored ? (flying * (ofStage + ofMirror)) / 2 : flying * ofStage,
    recomputed: working,
    logits,
    buffers: buffersOf(shared, tokens, own),
  };
  let sum = 0;
  let binding: keyof typeof allocated = 'weights';
  for (const part of allocatedParts) {
    const bytes = allocated[part];
    sum += bytes;
    if (bytes > allocated[binding]) binding = part;
  }
  const fragmentation = sum * overhead.fragmentation;
  const parts = { ...allocated, context: overhead.context, fragmentation } as Readonly<Record<MemoryPart, Quantity<'B'>>>;
  return { stage, total: quantity(sum + fragmentation + overhead.context, 'B'), parts, inFlight: flying, binding };
};

const sameLayers = ({ kinds, counts }: StageLayers, one: number, other: number): boolean => {
  for (let kind = 0; kind < kinds; kind++) if (counts[one * kinds + kind] !== counts[other * kinds + kind]) return false;
  return true;
};

/**
 * Memory that a plan needs on a rank of its first, its last and its heaviest stage, part by part. State has three
 * divisors: what tensor ranks split, what they hold whole, and routed experts, whose replicas are fewer.
 *
 * @equation M_i = P_i b_w + \frac{P_i (b_m + b_v)}{D} + n_i \sum_l A_l + 6 s b \frac{V}{t}
 * @source korthikanti-2022 zero-2020
 * @param architecture layers of the model
 * @param plan how a step is laid out; feasible, see `checkPlan`
 * @param overhead what runtime and allocator take
 */
export const planMemory = (architecture: Architecture, plan: Plan, overhead: MemoryOverhead): PlanMemory => {
  const stages = stageLayers(architecture, plan);
  const counted = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const shared: Shared = {
    architecture,
    plan,
    overhead,
    stages,
    activations: architecture.kinds.map((_, kind) => layerActivations(architecture, plan, kind)),
    parametersOf: (stage) => rankParameters(architecture, plan, stages, stage, counted),
  };
  const first = stageMemory(shared, 0);
  const last = stages.stages === 1 ? first : stageMemory(shared, stages.stages - 1);
  let greatest = last.total > first.total ? last : first;
  for (let stage = 1; stage < stages.stages - 1; stage++) {
    // The same layers and no more micro-batches in flight than on the stage before, which is not the first: no more memory.
    if (
      stage > 1 &&
      sameLayers(stages, stage, stage - 1) &&
      inFlight(plan, stage) <= inFlight(plan, stage - 1) &&
      plan.schedule !== 'dualpipe'
    )
      continue;
    const each = stageMemory(shared, stage);
    if (each.total > greatest.total) greatest = each;
  }
  return { first, last, greatest };
};
