import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { layerParameters } from '../count-parameters.ts';
import { paddedVocabulary } from '../list-operations.ts';
import type { Plan } from '../plan.ts';
import { type RankParameters, rankParameters } from '../rank-parameters.ts';
import { type StageLayers, stageLayers } from '../stage-layers.ts';
import { type StateShards, stateShards } from '../state-shards.ts';
import { keptActivations, layerActivations } from './layer-activations.ts';

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
  weights: number;
  gradients: number;
  master: number;
  moments: number;
  gathered: number;
  /** In the memory of the host instead. */
  host: number;
}

/** Of a plan, what decides how state is kept. */
export type StatePlan = Pick<
  Plan,
  'state' | 'zero' | 'pipeline' | 'virtual' | 'offload' | 'trainable' | 'globalBatch' | 'data' | 'microBatch'
>;

/**
 * The level of ZeRO that a rank's memory sees. Stages of a pipeline gather weights once a step and keep them, and sum whole
 * gradients, until their last micro-batch: levels 2 and 3 spare them no more than level 1 does.
 *
 * @equation z' = \min(z, 1) \text{ where } p > 1
 * @source zero-2020 section 5
 * @unit 1
 * @param plan level and stages
 */
export const heldLevel = ({ zero, pipeline }: Pick<Plan, 'zero' | 'pipeline'>): Plan['zero'] => (pipeline > 1 && zero > 1 ? 1 : zero);

/** Parameters that a device holds. */
export interface HeldParameters {
  readonly dense: number;
  readonly expert: number;
  readonly greatestLayer: number;
}

/**
 * Where all micro-batches of a step are one round of an interleaved pipeline, a chunk is done with once they have passed it: its
 * gradient is scattered while that of the next chunk is summed.
 */
const scattersChunks = ({ zero, pipeline, virtual, globalBatch, data, microBatch }: StatePlan): boolean =>
  zero >= 2 && pipeline > 1 && virtual > 1 && globalBatch / (data * microBatch) <= pipeline;

/**
 * Narrow weights that a rank keeps throughout a step. Where weights are split over replicas the optimiser's copy is the shard, and
 * the narrow one lives only while it is gathered, unless that copy is in the host. One replica has nobody to gather from.
 *
 * @equation b_w P,\quad b_w \frac{P}{D}
 * @source zero-2020
 * @unit B
 * @param plan what is split and what is kept in the host
 * @param shards ranks over which state is split
 * @param dense parameters that dense replicas share
 * @param expert parameters of routed experts
 */
export const narrowWeights = (plan: StatePlan, shards: StateShards, dense: number, expert: number): number => {
  const { state, offload } = plan;
  if (heldLevel(plan) < 3 || shards.dense === 1) return (dense + expert) * state.weight;
  return (dense / shards.dense + expert / shards.expert) * state.weight * (state.master > 0 ? offload.optimizer : 1);
};

/**
 * State of a device, on the accelerator and in its host; the sum of what is on the accelerator.
 *
 * @equation P b_w + \frac{P (b_m + b_v)}{D}
 * @source zero-2020 section 5
 * @unit B
 * @param plan what is split and what is kept in the host
 * @param shards ranks over which state is split
 * @param held parameters of the device
 * @param out where the parts are written
 */
export const stateMemory = (plan: StatePlan, shards: StateShards, held: HeldParameters, out: StateMemory): number => {
  const { dense, expert, greatestLayer } = held;
  const { state, offload } = plan;
  const zero = heldLevel(plan);
  const whole = dense + expert;
  const split = dense / shards.dense + expert / shards.expert;
  const trained = plan.trainable ? 1 : 0;
  const weights = narrowWeights(plan, shards, dense, expert);
  const master = trained * (zero >= 1 ? split : whole) * state.master;
  const moments = trained * (zero >= 1 ? split : whole) * state.moments;
  out.weights = weights * (1 - offload.weights);
  out.gradients =
    trained * (zero >= 2 ? split : scattersChunks(plan) ? Math.min(whole, split + (2 * whole) / plan.virtual) : whole) * state.gradient;
  out.master = master * (1 - offload.optimizer);
  out.moments = moments * (1 - offload.optimizer);
  out.gathered = 0;
  // While one layer is at work the next one is gathered or fetched; the gradient of one waits to be scattered.
  if (zero === 3 && shards.dense > 1) out.gathered = greatestLayer * (2 * state.weight + trained * state.gradient);
  else if (offload.weights > 0) out.gathered = Math.min(whole, 2 * greatestLayer) * state.weight;
  out.host = offload.weights * weights + offload.optimizer * (master + moments);
  return out.weights + out.gradients + out.master + out.moments + out.gathered;
};

/** What a micro-batch of a plan leaves and needs, before it is known which layers a stage has. */
export interface PassBytes {
  /** Bytes that stay until the backward pass, by kind of layer. */
  readonly own: Float64Array;
  /** Working set of what is computed again, by kind of layer. */
  readonly again: Float64Array;
  /** Where the logit layer is. */
  readonly logits: number;
  readonly buffers: number;
  /** Buffers of what stages send to one another, where there are several. */
  readonly sent: number;
}

/**
 * What a micro-batch leaves and needs, by kind of layer.
 *
 * @equation 6 s b \frac{V}{t}
 * @source korthikanti-2022 section 4
 * @param architecture layers of the model
 * @param plan micro-batch, ranks, what is computed again
 */
export const passBytes = (architecture: Architecture, plan: Plan): PassBytes => {
  const { hidden, kinds, vocabulary, predictionLayers } = architecture;
  const { recompute, recomputeShare: share, tensor } = plan;
  const own = new Float64Array(kinds.length);
  const again = new Float64Array(kinds.length);
  for (let kind = 0; kind < kinds.length; kind++) {
    const layer = layerActivations(architecture, plan, kind);
    own[kind] = keptActivations(layer, plan);
    if (recompute === 'none' || !(share > 0)) continue;
    again[kind] = recompute === 'full' ? layer.kept : recompute === 'modules' ? layer.scores + layer.modules : layer.scores;
  }
  const tokens = (plan.microBatch * plan.sequence) / plan.context;
  const ofRank = plan.sequenceParallel ? tokens / tensor : tokens;
  const gathered = tensor > 1 ? tokens * hidden * half : 0;
  let routed = 0;
  for (const { feedForward } of kinds) routed = Math.max(routed, plan.expert > 1 ? 2 * ofRank * feedForward.topK * hidden * half : 0);
  const columns = paddedVocabulary(vocabulary, tensor) / tensor;
  return {
    own,
    again,
    // The norm before the logits and its output, then logits in 16 and in 32 bits: their gradient takes the place of the latter.
    logits: (1 + predictionLayers) * (2 * ofRank * hidden * half + tokens * columns * (half + word)),
    buffers: gathered + routed,
    sent: 2 * ofRank * hidden * half,
  };
};

/** What micro-batches need on a stage. */
export interface PassMemory {
  /** Activations of one of them that stay on the accelerator. */
  kept: number;
  /** Activations of one of them that leave for the host. */
  left: number;
  recomputed: number;
  logits: number;
  buffers: number;
}

/** A device of a two-way pipeline holds the mirrored stage too. */
const isMirrored = (schedule: Plan['schedule'], stages: StageLayers): boolean => schedule === 'dualpipe' && stages.stages > 1;

/**
 * What the micro-batches of a stage need, for one of them.
 *
 * @equation A = \sum_l A_l
 * @source korthikanti-2022 section 4
 * @param plan schedule and what is kept in the host
 * @param bytes what a micro-batch leaves, by kind of layer
 * @param stages layers of each stage
 * @param stage index of the stage
 * @param out where the parts are written
 */
export const passMemory = (
  plan: Pick<Plan, 'schedule' | 'offload'>,
  bytes: PassBytes,
  stages: StageLayers,
  stage: number,
  out: PassMemory,
): void => {
  const { kinds, counts } = stages;
  const last = stages.stages - 1;
  const mirrored = isMirrored(plan.schedule, stages);
  const { activations: share } = plan.offload;
  let all = 0;
  let other = 0;
  let working = 0;
  let most = 0;
  for (let kind = 0; kind < kinds; kind++) {
    const own = bytes.own[kind]!;
    if (mirrored) other += counts[(last - stage) * kinds + kind]! * own;
    const count = counts[stage * kinds + kind]!;
    if (count === 0) continue;
    all += count * own;
    most = Math.max(most, own);
    working = Math.max(working, bytes.again[kind]!);
  }
  if (mirrored) all = (all + other) / 2;
  out.kept = (1 - share) * all;
  out.left = share * all;
  out.recomputed = working;
  out.logits = stage === last || (mirrored && stage === 0) ? bytes.logits : 0;
  // While the activations of one layer leave for the host, those of the next one come to be.
  out.buffers = bytes.buffers + (last > 0 ? bytes.sent : 0) + 2 * share * most;
};

/**
 * Parameters that a device holds: of its stage, in a two-way pipeline of the mirrored one too.
 *
 * @pure
 * @param plan schedule
 * @param stages layers of each stage
 * @param stage index of the stage
 * @param parametersOf parameters of a stage
 */
export const heldParameters = (
  plan: Pick<Plan, 'schedule'>,
  stages: StageLayers,
  stage: number,
  parametersOf: (stage: number) => RankParameters,
): HeldParameters => {
  const own = parametersOf(stage);
  const [dense, { expert, greatestLayer }] = [own.dense + own.ends, own];
  if (!isMirrored(plan.schedule, stages)) return { dense, expert, greatestLayer };
  const other = parametersOf(stages.stages - 1 - stage);
  return {
    dense: dense + (other.dense + other.ends),
    expert: expert + other.expert,
    greatestLayer: Math.max(greatestLayer, other.greatestLayer),
  };
};

/**
 * Memory of a device in all: what is allocated, what the allocator cannot hand out, and the runtime.
 *
 * @equation M = A (1 + f) + M_0
 * @source assumption
 * @unit B
 * @param allocated what is handed out
 * @param overhead runtime and fragmentation
 */
export const deviceMemory = (allocated: number, overhead: MemoryOverhead): number =>
  allocated + allocated * overhead.fragmentation + overhead.context;

export const emptyState = (): StateMemory => ({ weights: 0, gradients: 0, master: 0, moments: 0, gathered: 0, host: 0 });
export const emptyPass = (): PassMemory => ({ kept: 0, left: 0, recomputed: 0, logits: 0, buffers: 0 });

const memoryByStage = (
  architecture: Architecture,
  plan: Plan,
  overhead: MemoryOverhead,
  stages: StageLayers,
): ((stage: number) => StageMemory) => {
  const counted = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const shards = stateShards(plan);
  const bytes = passBytes(architecture, plan);
  const parametersOf = (stage: number): RankParameters => rankParameters(architecture, plan, stages, stage, counted);
  return (stage) => {
    const [ofState, ofPasses] = [emptyState(), emptyPass()];
    stateMemory(plan, shards, heldParameters(plan, stages, stage, parametersOf), ofState);
    passMemory(plan, bytes, stages, stage, ofPasses);
    const flying = inFlight(plan, stage);
    const allocated = { ...ofState, ...ofPasses, activations: flying * ofPasses.kept };
    let sum = 0;
    let binding: (typeof allocatedParts)[number] = 'weights';
    for (const part of allocatedParts) {
      const each = allocated[part];
      sum += each;
      if (each > allocated[binding]) binding = part;
    }
    const fragmentation = sum * overhead.fragmentation;
    const bytesOf = (part: MemoryPart): number =>
      part === 'context' ? overhead.context : part === 'fragmentation' ? fragmentation : allocated[part];
    return {
      stage,
      total: quantity(deviceMemory(sum, overhead), 'B'),
      host: quantity(ofState.host + flying * ofPasses.left, 'B'),
      parts: Object.fromEntries(memoryParts.map((part) => [part, quantity(bytesOf(part), 'B')])) as Record<MemoryPart, Quantity<'B'>>,
      inFlight: flying,
      binding,
    };
  };
};

const sameLayers = ({ kinds, counts }: StageLayers, one: number, other: number): boolean => {
  for (let kind = 0; kind < kinds; kind++) if (counts[one * kinds + kind] !== counts[other * kinds + kind]) return false;
  return true;
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
