import { type ChipRates, waveFlop } from '#accelerator';
import { type Collective, collectiveTime, gatherInTurn, type Network, type Placement } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { countParameters, type LayerParameters, layerParameters } from '../count-parameters.ts';
import {
  collectives,
  communicationGroups,
  listOperations,
  type OperationTable,
  operationKinds,
  operationNames,
  operationTable,
} from '../list-operations.ts';
import { keptActivations, layerActivations } from '../memory/layer-activations.ts';
import { narrowWeights } from '../memory/plan-memory.ts';
import { placeRanks, type RankPlacements } from '../place-ranks.ts';
import type { Plan } from '../plan.ts';
import { type RankParameters, rankParameters } from '../rank-parameters.ts';
import { type StageLayers, stageLayers } from '../stage-layers.ts';
import { stateShards } from '../state-shards.ts';
import { countMatrices, type MatrixCount } from '../weight-matrices.ts';

/** The way from an accelerator to the memory of its host. */
export interface HostLink {
  /** Memory of the host, for one accelerator. */
  readonly memory: Quantity<'B'>;
  /** One way; both ways at once carry as much each. */
  readonly bandwidth: Quantity<'B/s'>;
  /** Share of `bandwidth` that long transfers reach. */
  readonly efficiency: Quantity<'1'>;
}

export interface PrepareStepInput {
  readonly architecture: Architecture;
  readonly chip: Omit<ChipRates, 'matrixShare'>;
  readonly network: Network;
  readonly plan: Plan;
  /** Must be there where the plan keeps anything in the memory of the host. */
  readonly host?: HostLink | undefined;
}

/** What the work of an owner is made of: seconds at full peak or bandwidth, to be divided by the shares that are reached. */
export const workTerms = {
  /** Products in the format of the plan. */
  product: 0,
  /** Products that stay in 16 bit: logits, routers. */
  wide: 1,
  /** Products grouped by expert. */
  grouped: 2,
  /** Operands and results of products. */
  traffic: 3,
  /** The same of products grouped by expert. */
  groupedTraffic: 9,
  fusedAttention: 4,
  keptAttention: 5,
  /** Scores that are kept. */
  scores: 6,
  /** Norms, activations, residuals. */
  vector: 7,
  /** Conversion of operands to a narrow format. */
  convert: 8,
  /** What products lose in their last waves. */
  wave: 10,
  /** Products of kept attention whose operands the matrix units cannot read as they lie. */
  unaligned: 11,
} as const;
export const workWidth = 12;
/** Forward, backward to inputs, backward to weights, forward of what selective recompute repeats. */
export const phases = 4;
/** Exchange by tensor, expert and context ranks, forward and backward. */
export const exchangeWidth = 6;
/** Forward and backward. */
export const passesPerOwner = 2;

/** What a micro-batch costs on each owner: neither stages, replicas nor schedule enter. */
export interface LayerWork {
  /** `workWidth` seconds for each phase of each owner: kinds of layers, embedding, head, prediction module. */
  readonly work: Float64Array;
  /** Seconds of exchange of each owner, were nothing hidden. */
  readonly exchange: Float64Array;
  /** Exchanges that the host issues for each owner, forward and backward. */
  readonly issued: Float64Array;
  /** Owners that route tokens to experts. */
  readonly routed: Uint8Array;
  /** Mean width of a key and a value, by owner. */
  readonly headWidth: Float64Array;
}

/** Which owners each stage passes. */
export interface StageLayout {
  readonly stages: StageLayers;
  /** How often a stage passes each owner in one micro-batch, `owners` numbers a stage; a device of a two-way pipeline, half of both its stages. */
  readonly passes: Float64Array;
  /** Stages that pass the same owners as often as this one, which is the first of them; 0 on the others. */
  readonly alike: Int32Array;
}

/** What happens between replicas and to the optimiser's state, once a step or with each micro-batch. */
export interface ReplicaTimes {
  /** Seconds to gather weights before the forward pass, of a micro-batch or of the step. */
  readonly gather: number;
  /** Seconds to gather them once more before the backward pass of each micro-batch. */
  readonly regather: number;
  /** Seconds to sum and scatter gradients, of a micro-batch or of the step. */
  readonly scatter: number;
  /** Seconds to sum gradients over whole replicas, once a step. */
  readonly replicate: number;
  /** 1 where weights are gathered for each micro-batch, 0 where once a step. */
  readonly gatherEach: number;
  /** 1 where layers ask for their weights as the forward pass comes to them, 0 where all are gathered as the optimiser ends. */
  readonly gatherHides: number;
  /** 1 where gradients are scattered in each micro-batch, 0 where once a step. */
  readonly scatterEach: number;
  /** Seconds of the first and the last layer's exchange, which have nothing to hide behind. */
  readonly ends: number;
  /** Seconds of the optimiser's traffic at full bandwidth. */
  readonly optimizer: number;
  /** Seconds in which state that is kept in the host passes its link, one way. */
  readonly stateTransfer: number;
}

/** What a stage moves over the link to its host in one micro-batch; empty where nothing is kept there. */
export interface StageTransfers {
  /** Seconds for the weights of each stage, into the accelerator, in each pass. */
  readonly weights: Float64Array;
  /** Seconds for the activations of each stage: out behind the forward pass, in before the backward pass. */
  readonly activations: Float64Array;
}

/** What the time of a step hangs on beside its stages. */
export interface ClosingStep extends ReplicaTimes {
  readonly schedule: Plan['schedule'];
  /** Chunks of layers on each stage. */
  readonly virtual: number;
  readonly overlapData: boolean;
  /** Stages. */
  readonly depth: number;
  /** Micro-batches that a stage works through in a step. */
  readonly microBatches: number;
  /** Seconds to send a micro-batch to the next stage. */
  readonly send: number;
  /** Accelerators that take part. */
  readonly chips: number;
}

/** A step whose operations are listed and added up, ready to be timed with any shares and constants. */
export interface PreparedStep extends LayerWork, StageLayout, ClosingStep {
  readonly plan: Plan;
  /** Kinds of layers of the model. */
  readonly kinds: number;
  readonly transfers: StageTransfers | undefined;
  /** FLOP of the step by definition: forward and backward counted once, of the whole cluster. */
  readonly modelFlop: number;
  /** Tokens of a step. */
  readonly tokens: number;
}

const kindOf = Object.fromEntries(operationKinds.map((name, index) => [name, index])) as Record<(typeof operationKinds)[number], number>;
const nameOf = Object.fromEntries(operationNames.map((name, index) => [name, index])) as Record<(typeof operationNames)[number], number>;
const expertGroup = communicationGroups.indexOf('expert');
const contextGroup = communicationGroups.indexOf('context');
const expertTensorGroup = communicationGroups.indexOf('expert-tensor');

/** Bytes to whose multiples the rows of an operand must be cut for matrix units to read them. */
const alignment = 16;

/** Bytes that converting one 16-bit operand moves: read it, write one byte. */
const convertBytes = 3;
const backwardOverForward = 3;
/** Owners beside the kinds of layers: embedding, head, prediction module. */
const ends = 3;

const samePasses = (passes: Float64Array, owners: number, one: number, other: number): boolean => {
  for (let owner = 0; owner < owners; owner++) if (passes[one * owners + owner] !== passes[other * owners + owner]) return false;
  return true;
};

const scratch = operationTable();

/** What depends on the model alone, counted once for all plans of a search. */
interface Counted {
  readonly layers: readonly LayerParameters[];
  readonly multiplied: number;
  readonly attentionWidth: number;
  readonly matrices: MatrixCount;
  /** Experts that a token visits, and domains that routing lets it reach. */
  readonly copies: number | undefined;
  readonly reach: number | undefined;
}
const known = new WeakMap<Architecture, Counted>();
const countedOf = (architecture: Architecture): Counted => {
  const found = known.get(architecture);
  if (found !== undefined) return found;
  const { multiplied, attentionWidth } = countParameters(architecture);
  const layers = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const routing = architecture.kinds.find(({ feedForward }) => feedForward.routed > 0)?.feedForward;
  const reach = routing !== undefined && routing.topGroups < routing.groups ? routing.topGroups : undefined;
  const counted = { layers, multiplied, attentionWidth, matrices: countMatrices(architecture), copies: routing?.topK, reach };
  known.set(architecture, counted);
  return counted;
};

const add = (work: Float64Array, at: number, selective: number, forward: number, input: number, parameter: number): void => {
  work[at] = work[at]! + forward;
  work[at + workWidth] = work[at + workWidth]! + input;
  work[at + 2 * workWidth] = work[at + 2 * workWidth]! + parameter;
  if (selective === 1) work[at + 3 * workWidth] = work[at + 3 * workWidth]! + forward;
};

const addWork = (work: Float64Array, table: OperationTable, row: number, chip: PrepareStepInput['chip'], plan: Plan): void => {
  const at = table.owner[row]! * phases * workWidth;
  const selective = table.selective[row]!;
  const { peak, formatPeak, memoryBandwidth, wave = 0 } = chip;
  const flop = table.flop[row]!;
  const toInput = table.backwardInput[row]!;
  const toWeight = table.backwardWeight[row]!;
  const bytes = table.bytes[row]! / memoryBandwidth;
  const backwardBytes = table.backwardBytes[row]! / memoryBandwidth;
  switch (table.kind[row]) {
    case kindOf.gemm:
    case kindOf['grouped-gemm']: {
      const name = table.name[row];
      const wide = name === nameOf.head || name === nameOf.router || name === nameOf.embedding || formatPeak === peak;
      const rate = wide ? peak : formatPeak;
      const term = table.kind[row] === kindOf['grouped-gemm'] ? workTerms.grouped : wide ? workTerms.wide : workTerms.product;
      add(work, at + term, selective, flop / rate, toInput / rate, toWeight / rate);
      const [groups, m, n, k] = [table.groups[row]!, table.m[row]!, table.n[row]!, table.k[row]!];
      const lost = (rows: number, columns: number, inner: number): number =>
        waveFlop({ results: groups * rows * columns, inner, wave }) / rate;
      add(work, at + workTerms.wave, selective, lost(m, n, k), toInput > 0 ? lost(m, k, n) : 0, toWeight > 0 ? lost(k, n, m) : 0);
      const share = toInput + toWeight > 0 ? toInput / (toInput + toWeight) : 1;
      const moved = term === workTerms.grouped ? workTerms.groupedTraffic : workTerms.traffic;
      add(work, at + moved, selective, bytes, backwardBytes * share, backwardBytes * (1 - share));
      if (!wide) {
        const operand = (convertBytes * groups * m * k) / memoryBandwidth;
        const result = (convertBytes * groups * m * n) / memoryBandwidth;
        add(work, at + workTerms.convert, selective, operand, result, 0);
      }
      return;
    }
    case kindOf.attention:
      if (selective === 1 || !plan.fusedAttention) {
        // Half of `k` is the width of a head, in 16 bit: a row of an operand of both products.
        const aligned = table.k[row]! % alignment === 0;
        add(work, at + (aligned ? workTerms.keptAttention : workTerms.unaligned), selective, flop / peak, toInput / peak, 0);
        add(work, at + workTerms.scores, selective, bytes, backwardBytes, 0);
      } else add(work, at + workTerms.fusedAttention, selective, flop / peak, toInput / peak, 0);
      return;
    default:
      add(work, at + workTerms.vector, selective, bytes, backwardBytes, 0);
  }
};

/**
 * Work of no micro-batch on the owners of a model, to be written into.
 *
 * @pure
 * @param architecture layers of the model
 */
export const emptyWork = ({ kinds }: Architecture): LayerWork => {
  const owners = kinds.length + ends;
  const routed = new Uint8Array(owners);
  const headWidth = new Float64Array(owners).fill(1);
  kinds.forEach(({ attention, feedForward }, kind) => {
    routed[kind] = feedForward.routed > 0 ? 1 : 0;
    headWidth[kind] = (attention.headDim + attention.valueDim) / 2;
  });
  return {
    work: new Float64Array(owners * phases * workWidth),
    exchange: new Float64Array(owners * exchangeWidth),
    issued: new Float64Array(owners * passesPerOwner),
    routed,
    headWidth,
  };
};

/**
 * Lists the operations and exchanges of a micro-batch and adds them up by owner.
 *
 * @pure
 * @param input model, chip, network and plan
 * @param place where the groups of the plan lie
 * @param out where they are written: made anew unless given
 */
export const layerWork = (
  { architecture, chip, network, plan }: PrepareStepInput,
  place: Pick<RankPlacements, 'tensor' | 'expert' | 'context' | 'expertTensor'>,
  out: LayerWork = emptyWork(architecture),
): LayerWork => {
  const table = listOperations(architecture, plan, scratch);
  const { work, exchange, issued } = out;
  work.fill(0);
  exchange.fill(0);
  issued.fill(0);
  for (let row = 0; row < table.count; row++) addWork(work, table, row, chip, plan);

  const { copies, reach } = countedOf(architecture);
  for (let row = 0; row < table.exchanges; row++) {
    const group = table.exchangeGroup[row]!;
    const placement =
      group === expertGroup
        ? place.expert
        : group === contextGroup
          ? place.context
          : group === expertTensorGroup
            ? place.expertTensor
            : place.tensor;
    const kind = collectives[table.exchangeKind[row]!]!;
    const bytes = quantity(table.exchangeBytes[row]!, 'B');
    const seconds = collectiveTime({ network, placement, kind, bytes, copies, reach });
    if (placement.size <= 1) continue;
    const owner = table.exchangeOwner[row]!;
    issued[owner * passesPerOwner] = issued[owner * passesPerOwner]! + table.exchangeForward[row]!;
    issued[owner * passesPerOwner + 1] = issued[owner * passesPerOwner + 1]! + table.exchangeBackward[row]!;
    const column = group === expertGroup ? 2 : group === contextGroup ? 4 : 0;
    const at = owner * exchangeWidth + column;
    exchange[at] = exchange[at]! + seconds * table.exchangeForward[row]!;
    exchange[at + 1] = exchange[at + 1]! + seconds * table.exchangeBackward[row]!;
  }
  return out;
};

/**
 * Says which owners each stage passes and which stages are alike.
 *
 * @pure
 * @param architecture layers of the model
 * @param plan stages, chunks and schedule
 */
export const stageLayout = (architecture: Architecture, plan: Plan): StageLayout => {
  const stages = stageLayers(architecture, plan);
  const kinds = architecture.kinds.length;
  const owners = kinds + ends;
  const count = stages.stages;
  const own = new Float64Array(count * owners);
  const last = count - 1;
  const lastKind = architecture.pattern[architecture.pattern.length - 1] ?? 0;
  for (let stage = 0; stage < count; stage++) {
    for (let kind = 0; kind < kinds; kind++) own[stage * owners + kind] = stages.counts[stage * kinds + kind]!;
  }
  own[kinds] = 1;
  const predicted = architecture.predictionLayers;
  own[last * owners + lastKind] = own[last * owners + lastKind]! + predicted;
  own[last * owners + kinds + 1] = 1 + predicted;
  own[last * owners + kinds + 2] = predicted;
  // A pipeline fed from both ends holds two stages on each device, the first with the last, and takes turns at them.
  const passes =
    plan.schedule === 'dualpipe'
      ? own.map((pass, cell) => (pass + own[(last - Math.floor(cell / owners)) * owners + (cell % owners)]!) / 2)
      : own;
  const alike = new Int32Array(count);
  for (let stage = 0; stage < count; stage++) {
    let first = 0;
    while (!samePasses(passes, owners, first, stage)) first++;
    alike[first] = alike[first]! + 1;
  }
  return { stages, passes, alike };
};

/**
 * The parameters of the rank that holds most.
 *
 * @pure
 * @param architecture layers of the model
 * @param plan ranks
 * @param stages layers of each stage
 */
export const heaviestRank = (architecture: Architecture, plan: Plan, stages: StageLayers): RankParameters => {
  const { layers } = countedOf(architecture);
  const last = stages.stages - 1;
  let heaviest = rankParameters(architecture, plan, stages, 0, layers);
  for (const stage of [1, last]) {
    if (stage <= 0 || stage > last) continue;
    const other = rankParameters(architecture, plan, stages, stage, layers);
    if (other.dense + other.expert + other.ends > heaviest.dense + heaviest.expert + heaviest.ends) heaviest = other;
  }
  return heaviest;
};

/**
 * Seconds to gather the weights of a rank where whole tensors have owners: each sends what it owns in one message, and where there are
 * more replicas than tensors, some own none.
 */
const gatherFromOwners = (
  { architecture, network, plan }: PrepareStepInput,
  place: Pick<RankPlacements, 'shard' | 'expertData'>,
  { dense, ends: tables, expert }: RankParameters,
): number => {
  const { matrices } = countedOf(architecture);
  const { pipeline, state } = plan;
  const from = (placement: Placement, tensors: number, parameters: number): number => {
    const owners = Math.max(1, Math.min(placement.size, tensors / pipeline));
    return gatherInTurn({ network, placement, bytes: quantity(parameters * state.weight, 'B'), owners });
  };
  return from(place.shard, matrices.dense, dense + tables) + from(place.expertData, matrices.expert / plan.expert, expert);
};

/**
 * Times what replicas exchange and what the optimiser moves.
 *
 * @equation t = N_b\, T\left(\frac{P}{N_b}\right)
 * @source pytorch-zero owners of whole tensors broadcast them
 * @param input model, chip, network, plan and link to the host
 * @param place where the groups of the plan lie
 * @param heaviest parameters of the rank that holds most
 */
export const replicaTimes = (
  input: PrepareStepInput,
  place: Pick<RankPlacements, 'data' | 'shard' | 'replica' | 'expertData'>,
  heaviest: RankParameters,
): ReplicaTimes => {
  const { architecture, chip, network, plan, host } = input;
  const time = (kind: Collective, placement: Placement, bytes: number): number =>
    collectiveTime({ network, placement, kind, bytes: quantity(bytes, 'B') });
  const dense = heaviest.dense + heaviest.ends;
  const { expert } = heaviest;
  const { state, zero, pipeline, gradientMessage } = plan;
  const shard = zero === 0 ? 1 : place.shard.size;
  const whole = place.replica.size === 1;
  const expertShard = zero === 0 ? 1 : whole ? place.expertData.size : Math.min(place.expertData.size, shard);
  // Weights and gradients travel layer by layer.
  const buckets = Math.max(1, architecture.pattern.length / pipeline);
  const both = (kind: Collective, bytes: number): number =>
    buckets * (time(kind, place.shard, (dense * bytes) / buckets) + time(kind, place.expertData, (expert * bytes) / buckets));
  const owned = zero === 1 && plan.owns === 'tensor';
  const collect = zero === 0 ? 0 : owned ? gatherFromOwners(input, place, heaviest) : both('all-gather', state.weight);
  const reduce = zero === 0 || owned ? 0 : both('reduce-scatter', gradientMessage);
  // Without shards, and where tensors have owners, all replicas sum whole gradients; with groups of shards, each part among the groups.
  const replicate =
    zero === 0 || owned
      ? buckets *
        (time('all-reduce', place.data, (dense * gradientMessage) / buckets) +
          time('all-reduce', place.expertData, (expert * gradientMessage) / buckets))
      : buckets * time('all-reduce', place.replica, (dense * gradientMessage) / shard / buckets);
  const trained = plan.trainable ? 1 : 0;
  // The stages of a pipeline keep gathered weights and summed gradients until the last micro-batch.
  const each = zero === 3 && pipeline === 1;
  const held = trained * (dense / shard + expert / expertShard);
  const kept = plan.offload.optimizer * held * (state.master + state.moments);
  return {
    gather: collect * trained,
    regather: each ? collect * trained : 0,
    scatter: reduce * trained,
    replicate: replicate * trained,
    gatherEach: each ? 1 : 0,
    gatherHides: zero === 3 ? 1 : 0,
    scatterEach: zero >= 2 && pipeline === 1 ? 1 : 0,
    ends: ((collect + reduce) * trained * Number(each)) / buckets,
    optimizer: (held * (2 * (state.master + state.moments) + state.gradient + state.weight)) / chip.memoryBandwidth,
    stateTransfer: kept > 0 ? kept / hostRate(host) : 0,
  };
};

const hostRate = (host: HostLink | undefined): number => {
  if (host === undefined) throw new RangeError('a plan that keeps anything in the host needs the link to it');
  return host.bandwidth * host.efficiency;
};

/**
 * Times what each stage moves over the link to its host in a micro-batch.
 *
 * @pure
 * @param input model, plan and link to the host
 * @param stages layers of each stage
 */
export const stageTransfers = (
  { architecture, plan, host }: Pick<PrepareStepInput, 'architecture' | 'plan' | 'host'>,
  stages: StageLayers,
): StageTransfers | undefined => {
  const { weights: ofWeights, activations: ofActivations } = plan.offload;
  if (!(ofWeights > 0 || ofActivations > 0)) return undefined;
  const rate = hostRate(host);
  const shards = stateShards(plan);
  const { layers } = countedOf(architecture);
  const kept = architecture.kinds.map((_, kind) => keptActivations(layerActivations(architecture, plan, kind), plan));
  const own = (stage: number): readonly [number, number] => {
    const { dense, expert, ends: tables } = rankParameters(architecture, plan, stages, stage, layers);
    let bytes = 0;
    for (let kind = 0; kind < stages.kinds; kind++) bytes += stages.counts[stage * stages.kinds + kind]! * kept[kind]!;
    return [(ofWeights * narrowWeights(plan, shards, dense + tables, expert)) / rate, (ofActivations * bytes) / rate];
  };
  const weights = new Float64Array(stages.stages);
  const activations = new Float64Array(stages.stages);
  for (let stage = 0; stage < stages.stages; stage++) [weights[stage], activations[stage]] = own(stage);
  if (plan.schedule === 'dualpipe') {
    const half = (times: Float64Array): Float64Array => times.map((time, stage) => (time + times[stages.stages - 1 - stage]!) / 2);
    return { weights: half(weights), activations: half(activations) };
  }
  return { weights, activations };
};

/**
 * Seconds to send a micro-batch from a stage to the next one.
 *
 * @pure
 * @unit s
 * @param input model, network and plan
 * @param pipeline where a stage and the next one lie
 */
export const sendTime = ({ architecture, network, plan }: PrepareStepInput, pipeline: Placement): number => {
  if (plan.pipeline === 1) return 0;
  const bytes = (plan.microBatch * plan.sequence * architecture.hidden * plan.state.weight) / plan.context / plan.tensor;
  return collectiveTime({ network, placement: pipeline, kind: 'send', bytes: quantity(bytes, 'B') });
};

/**
 * FLOP of a step by definition: forward and backward counted once, of the whole cluster.
 *
 * @equation F = 3 T (2 P + w s)
 * @unit FLOP
 * @param architecture layers of the model
 * @param plan batch and sequence
 */
export const stepFlop = (architecture: Architecture, plan: Pick<Plan, 'globalBatch' | 'sequence'>): number => {
  const { multiplied, attentionWidth } = countedOf(architecture);
  return backwardOverForward * plan.globalBatch * plan.sequence * (2 * multiplied + attentionWidth * plan.sequence);
};

/**
 * Lists the operations and exchanges of a step and adds them up by layer kind, so that timing it is a few products.
 *
 * @pure
 * @param input model, chip, network and plan that fit one another: see `checkPlan`
 */
export const prepareStep = (input: PrepareStepInput): PreparedStep => {
  const { architecture, network, plan } = input;
  const place = placeRanks(plan, network);
  const layout = stageLayout(architecture, plan);
  return {
    plan,
    kinds: architecture.kinds.length,
    schedule: plan.schedule,
    virtual: plan.virtual,
    overlapData: plan.overlapData,
    depth: plan.pipeline,
    ...layerWork(input, place),
    ...layout,
    ...replicaTimes(input, place, heaviestRank(architecture, plan, layout.stages)),
    transfers: stageTransfers(input, layout.stages),
    microBatches: plan.globalBatch / (plan.data * plan.microBatch),
    send: sendTime(input, place.pipeline),
    modelFlop: stepFlop(architecture, plan),
    tokens: plan.globalBatch * plan.sequence,
    chips: plan.tensor * plan.context * plan.data * plan.pipeline,
  };
};
