import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { layerParameters } from '../count-parameters.ts';
import { paddedVocabulary } from '../list-operations.ts';
import type { Plan } from '../plan.ts';
import { type RankParameters, rankParameters } from '../rank-parameters.ts';
import { type StageLayers, stageLayers } from '../stage-layers.ts';
import { stateShards } from '../state-shards.ts';
import { keptActivations, type LayerActivations, layerActivations } from './layer-activations.ts';

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
  /** Bytes in the memory of the host. */
  readonly host: Quantity<'B'>;
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

/** What a rank of a stage keeps through a step, whatever its micro-batches are. */
export interface StateMemory {
  readonly weights: number;
  readonly gradients: number;
  readonly master: number;
  readonly moments: number;
  readonly gathered: number;
  /** In the memory of the host instead. */
  readonly host: number;
}

/** What micro-batches need on a stage. */
export interface PassMemory {
  /** Activations of one of them that stay on the accelerator. */
  readonly kept: number;
  /** Activations of one of them that leave for the host. */
  readonly left: number;
  readonly recomputed: number;
  readonly logits: number;
  readonly buffers: number;
}

/**
 * Narrow weights that a rank keeps throughout a step. Where weights are split over replicas the optimiser's copy is the shard, and
 * the narrow one lives only while it is gathered, unless that copy is in the host.
 *
 * @equation b_w P,\quad b_w \frac{P}{D}
 * @source zero-2020
 * @unit B
 * @param plan what is split and what is kept in the host
 * @param dense parameters that dense replicas share
 * @param expert parameters of routed experts
 */
export const narrowWeights = (plan: Plan, dense: number, expert: number): number => {
  const { state, zero, offload } = plan;
  if (zero < 3) return (dense + expert) * state.weight;
  const shards = stateShards(plan);
  return (dense / shards.dense + expert / shards.expert) * state.weight * (state.master > 0 ? offload.optimizer : 1);
};

/**
 * State of a rank of a stage, on the accelerator and in its host.
 *
 * @equation P b_w + \frac{P (b_m + b_v)}{D}
 * @source zero-2020 section 5
 * @param plan what is split and what is kept in the host
 * @param held parameters of the stage, or of both stages of a device of a two-way pipeline
 */
export const stateMemory = (plan: Plan, held: readonly RankParameters[]): StateMemory => {
  let [dense, expert, greatestLayer] = [0, 0, 0];
  for (const each of held) {
    dense += each.dense + each.ends;
    expert += each.expert;
    greatestLayer = Math.max(greatestLayer, each.greatestLayer);
  }
  const { state, zero, offload } = plan;
  const shards = stateShards(plan);
  const whole = dense + expert;
  const split = dense / shards.dense + expert / shards.expert;
  const trained = plan.trainable ? 1 : 0;
  const weights = narrowWeights(plan, dense, expert);
  const master = trained * (zero >= 1 ? split : whole) * state.master;
  const moments = trained * (zero >= 1 ? split : whole) * state.moments;
  const [here, stays] = [1 - offload.weights, 1 - offload.optimizer];
  // While one layer is at work the next one is gathered or fetched; the gradient of one waits to be scattered.
  const gathered =
    zero === 3 && shards.dense > 1
      ? greatestLayer * (2 * state.weight + trained * state.gradient)
      : offload.weights > 0
        ? Math.min(whole, 2 * greatestLayer) * state.weight
        : 0;
  return {
    weights: weights * here,
    gradients: trained * (zero >= 2 ? split : whole) * state.gradient,
    master: master * stays,
    moments: moments * stays,
    gathered,
    host: offload.weights * weights + offload.optimizer * (master + moments),
  };
};

interface Shared {
  readonly architecture: Architecture;
  readonly plan: Plan;
  readonly stages: StageLayers;
  readonly activations: readonly LayerActivations[];
}

/** Activations of a stage for one micro-batch, the working set of one layer that is computed again, and the most that one layer keeps. */
const activationsOf = ({ stages, activations, plan }: Shared, stage: number): readonly [number, number, number] => {
  const { recompute, recomputeShare: share } = plan;
  let [sum, working, most] = [0, 0, 0];
  for (let kind = 0; kind < stages.kinds; kind++) {
    const count = stages.counts[stage * stages.kinds + kind]!;
    if (count === 0) continue;
    const layer = activations[kind]!;
    const own = keptActivations(layer, plan);
    sum += count * own;
    most = Math.max(most, own);
    if (recompute === 'none' || !(share > 0)) continue;
    const again = recompute === 'full' ? layer.kept : recompute === 'modules' ? layer.scores + layer.modules : layer.scores;
    working = Math.max(working, again);
  }
  return [sum, working, most];
};

const buffersOf = ({ architecture, plan }: Shared, tokens: number, own: number): number => {
  const { hidden, kinds } = architecture;
  const gathered = plan.tensor > 1 ? tokens * hidden * half : 0;
  const sent = plan.pipeline > 1 ? 2 * own * hidden * half : 0;
  let routed = 0;
  for (const { feedForward } of kinds) routed = Math.max(routed, plan.expert > 1 ? 2 * own * feedForward.topK * hidden * half : 0);
  return gathered + sent + routed;
};

/** A device of a two-way pipeline holds the mirrored stage too. */
const isMirrored = ({ plan, stages }: Pick<Shared, 'plan' | 'stages'>): boolean => plan.schedule === 'dualpipe' && stages.stages > 1;

/**
 * What the micro-batches of a stage need, for one of them.
 *
 * @equation A = \sum_l A_l
 * @source korthikanti-2022 section 4
 * @param shared model, plan, layers of each stage and activations of each kind of layer
 * @param stage index of the stage
 */
export const passMemory = (shared: Shared, stage: number): PassMemory => {
  const { architecture, plan, stages } = shared;
  const { tensor, offload } = plan;
  const last = stages.stages - 1;
  const mirrored = isMirrored(shared);
  const [ofStage, recomputed, layer] = activationsOf(shared, stage);
  const [ofMirror] = mirrored ? activationsOf(shared, last - stage) : [0];
  const tokens = (plan.microBatch * plan.sequence) / plan.context;
  const own = plan.sequenceParallel ? tokens / tensor : tokens;
  const endsHere = stage === last || (mirrored && stage === 0);
  const columns = paddedVocabulary(architecture.vocabulary, tensor) / tensor;
  const heads = 1 + architecture.predictionLayers;
  const all = mirrored ? (ofStage + ofMirror) / 2 : ofStage;
  return {
    kept: (1 - offload.activations) * all,
    left: offload.activations * all,
    recomputed,
    // The norm before the logits and its output, then logits in 16 and in 32 bits: their gradient takes the place of the latter.
    logits: endsHere ? heads * (2 * own * architecture.hidden * half + tokens * columns * (half + word)) : 0,
    // While the activations of one layer leave for the host, those of the next one come to be.
    buffers: buffersOf(shared, tokens, own) + 2 * offload.activations * layer,
  };
};

const stageMemory = (
  shared: Shared,
  overhead: MemoryOverhead,
  parametersOf: (stage: number) => RankParameters,
  stage: number,
): StageMemory => {
  const { plan, stages } = shared;
  const mirror = stages.stages - 1 - stage;
  const ofState = stateMemory(plan, isMirrored(shared) ? [parametersOf(stage), parametersOf(mirror)] : [parametersOf(stage)]);
  const ofPasses = passMemory(shared, stage);
  const flying = inFlight(plan, stage);
  const allocated = { ...ofState, ...ofPasses, activations: flying * ofPasses.kept };
  let sum = 0;
  let binding: (typeof allocatedParts)[number] = 'weights';
  for (const part of allocatedParts) {
    const bytes = allocated[part];
    sum += bytes;
    if (bytes > allocated[binding]) binding = part;
  }
  const fragmentation = sum * overhead.fragmentation;
  const bytesOf = (part: MemoryPart): number =>
    part === 'context' ? overhead.context : part === 'fragmentation' ? fragmentation : allocated[part];
  return {
    stage,
    total: quantity(sum + fragmentation + overhead.context, 'B'),
    host: quantity(ofState.host + flying * ofPasses.left, 'B'),
    parts: Object.fromEntries(memoryParts.map((part) => [part, quantity(bytesOf(part), 'B')])) as Record<MemoryPart, Quantity<'B'>>,
    inFlight: flying,
    binding,
  };
};

const sameLayers = ({ kinds, counts }: StageLayers, one: number, other: number): boolean => {
  for (let kind = 0; kind < kinds; kind++) if (counts[one * kinds + kind] !== counts[other * kinds + kind]) return false;
  return true;
};

const memoryByStage = (
  architecture: Architecture,
  plan: Plan,
  overhead: MemoryOverhead,
  stages: StageLayers,
): ((stage: number) => StageMemory) => {
  const counted = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const activations = architecture.kinds.map((_, kind) => layerActivations(architecture, plan, kind));
  const parametersOf = (stage: number): RankParameters => rankParameters(architecture, plan, stages, stage, counted);
  return (stage) => stageMemory({ architecture, plan, stages, activations }, overhead, parametersOf, stage);
};

/**
 * Memory that a plan needs on a rank of one stage, part by part; see `planMemory`.
 *
 * @equation M_i = P_i b_w + \frac{P_i (b_m + b_v)}{D} + n_i \sum_l A_l + 6 s b \frac{V}{t}
 * @source korthikanti-2022 zero-2020
 * @param architecture layers of the model
 * @param plan how a step is laid out
 * @param overhead what runtime and allocator take
 * @param stages layers of each stage
 * @param stage index of the stage
 */
export const memoryOfStage = (
  architecture: Architecture,
  plan: Plan,
  overhead: MemoryOverhead,
  stages: StageLayers,
  stage: number,
): StageMemory => memoryByStage(architecture, plan, overhead, stages)(stage);

/**
 * The stages of which one needs most memory: all but those with the layers of the stage before, which is not the first, and no more
 * micro-batches in flight.
 *
 * @pure
 * @unit 1
 * @param plan schedule
 * @param stages layers of each stage
 */
export const memoryStages = (plan: Plan, stages: StageLayers): readonly number[] => {
  const last = stages.stages - 1;
  const found: number[] = [];
  for (let stage = 0; stage <= last; stage++) {
    // Of a two-way pipeline a device and its mirror image hold the same.
    if (plan.schedule === 'dualpipe' ? stage <= last / 2 : stage <= 1 || stage === last || !sameLayers(stages, stage, stage - 1))
      found.push(stage);
  }
  return found;
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
  const of = memoryByStage(architecture, plan, overhead, stages);
  const first = of(0);
  const last = stages.stages === 1 ? first : of(stages.stages - 1);
  let greatest = last.total > first.total ? last : first;
  for (const stage of memoryStages(plan, stages)) {
    if (stage === 0 || stage === stages.stages - 1) continue;
    const each = of(stage);
    if (each.total > greatest.total) greatest = each;
  }
  return { first, last, greatest };
};
