import type { ChipRates } from '#accelerator';
import { type Collective, collectiveTime, type Network, type Placement } from '#cluster';
import { quantity } from '#quantity';
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
import { placeRanks } from '../place-ranks.ts';
import type { Plan } from '../plan.ts';
import { rankParameters } from '../rank-parameters.ts';
import { type StageLayers, stageLayers } from '../stage-layers.ts';

export interface PrepareStepInput {
  readonly architecture: Architecture;
  readonly chip: Omit<ChipRates, 'matrixShare'>;
  readonly network: Network;
  readonly plan: Plan;
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
} as const;
export const workWidth = 10;
/** Forward, backward to inputs, backward to weights, forward of what selective recompute repeats. */
export const phases = 4;
/** Exchange by tensor, expert and context ranks, forward and backward. */
export const exchangeWidth = 6;

/** A step whose operations are listed and added up, ready to be timed with any shares and constants. */
export interface PreparedStep {
  readonly plan: Plan;
  /** Kinds of layers of the model. */
  readonly kinds: number;
  readonly stages: StageLayers;
  /** `workWidth` seconds for each phase of each owner: kinds of layers, embedding, head, prediction module. */
  readonly work: Float64Array;
  /** Seconds of exchange of each owner, were nothing hidden. */
  readonly exchange: Float64Array;
  /** Owners that route tokens to experts. */
  readonly routed: Uint8Array;
  /** Mean width of a key and a value, by owner. */
  readonly headWidth: Float64Array;
  /** How often a stage passes each owner in one micro-batch, `owners` numbers a stage. */
  readonly passes: Float64Array;
  /** Micro-batches that a stage works through in a step. */
  readonly microBatches: number;
  /** Seconds to send a micro-batch to the next stage. */
  readonly send: number;
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
  /** 1 where gradients are scattered in each micro-batch, 0 where once a step. */
  readonly scatterEach: number;
  /** Seconds of the first and the last layer's exchange, which have nothing to hide behind. */
  readonly ends: number;
  /** Seconds of the optimiser's traffic at full bandwidth. */
  readonly optimizer: number;
  /** FLOP of the step by definition: forward and backward counted once, of the whole cluster. */
  readonly modelFlop: number;
  /** Tokens of a step. */
  readonly tokens: number;
  /** Accelerators that take part. */
  readonly chips: number;
}

const kindOf = Object.fromEntries(operationKinds.map((name, index) => [name, index])) as Record<(typeof operationKinds)[number], number>;
const nameOf = Object.fromEntries(operationNames.map((name, index) => [name, index])) as Record<(typeof operationNames)[number], number>;
const expertGroup = communicationGroups.indexOf('expert');
const contextGroup = communicationGroups.indexOf('context');

/** Bytes that converting one 16-bit operand moves: read it, write one byte. */
const convertBytes = 3;
const backwardOverForward = 3;

const scratch = operationTable();

/** What depends on the model alone, counted once for all plans of a search. */
interface Counted {
  readonly layers: readonly LayerParameters[];
  readonly multiplied: number;
  readonly attentionWidth: number;
}
const known = new WeakMap<Architecture, Counted>();
const countedOf = (architecture: Architecture): Counted => {
  const found = known.get(architecture);
  if (found !== undefined) return found;
  const { multiplied, attentionWidth } = countParameters(architecture);
  const layers = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const counted = { layers, multiplied, attentionWidth };
  known.set(architecture, counted);
  return counted;
};

const addWork = (work: Float64Array, table: OperationTable, row: number, chip: PrepareStepInput['chip'], plan: Plan): void => {
  const at = table.owner[row]! * phases * workWidth;
  const [backward, weight, again] = [at + workWidth, at + 2 * workWidth, at + 3 * workWidth];
  const { peak, formatPeak, memoryBandwidth } = chip;
  const [flop, toInput, toWeight] = [table.flop[row]!, table.backwardInput[row]!, table.backwardWeight[row]!];
  const add = (term: number, forward: number, input: number, parameter: number): void => {
    work[at + term] = work[at + term]! + forward;
    work[backward + term] = work[backward + term]! + input;
    work[weight + term] = work[weight + term]! + parameter;
    if (table.selective[row] === 1) work[again + term] = work[again + term]! + forward;
  };
  const bytes = table.bytes[row]! / memoryBandwidth;
  const backwardBytes = table.backwardBytes[row]! / memoryBandwidth;
  switch (table.kind[row]) {
    case kindOf.gemm:
    case kindOf['grouped-gemm']: {
      const name = table.name[row];
      const wide = name === nameOf.head || name === nameOf.router || name === nameOf.embedding || formatPeak === peak;
      const rate = wide ? peak : formatPeak;
      const term = table.kind[row] === kindOf['grouped-gemm'] ? workTerms.grouped : wide ? workTerms.wide : workTerms.product;
      add(term, flop / rate, toInput / rate, toWeight / rate);
      const share = toInput + toWeight > 0 ? toInput / (toInput + toWeight) : 1;
      add(
        term === workTerms.grouped ? workTerms.groupedTraffic : workTerms.traffic,
        bytes,
        backwardBytes * share,
        backwardBytes * (1 - share),
      );
      if (!wide) {
        const operand = (convertBytes * table.groups[row]! * table.m[row]! * table.k[row]!) / memoryBandwidth;
        const result = (convertBytes * table.groups[row]! * table.m[row]! * table.n[row]!) / memoryBandwidth;
        add(workTerms.convert, operand, result, 0);
      }
      return;
    }
    case kindOf.attention:
      if (table.selective[row] === 1 || !plan.fusedAttention) {
        add(workTerms.keptAttention, flop / peak, toInput / peak, 0);
        add(workTerms.scores, bytes, backwardBytes, 0);
      } else add(workTerms.fusedAttention, flop / peak, toInput / peak, 0);
      return;
    default:
      add(workTerms.vector, bytes, backwardBytes, 0);
  }
};

/**
 * Lists the operations and exchanges of a step and adds them up by layer kind, so that timing it is a few products.
 *
 * @pure
 * @param input model, chip, network and plan that fit one another: see `checkPlan`
 */
export const prepareStep = (input: PrepareStepInput): PreparedStep => {
  const { architecture, chip, network, plan } = input;
  const table = listOperations(architecture, plan, scratch);
  const kinds = architecture.kinds.length;
  const owners = kinds + 3;
  const work = new Float64Array(owners * phases * workWidth);
  for (let row = 0; row < table.count; row++) addWork(work, table, row, chip, plan);

  const place = placeRanks(plan, network);
  const groups = { tensor: place.tensor, expert: place.expert, context: place.context, 'expert-tensor': place.expertTensor };
  const routing = architecture.kinds.find(({ feedForward }) => feedForward.routed > 0)?.feedForward;
  const copies = routing?.topK;
  const reach = routing !== undefined && routing.topGroups < routing.groups ? routing.topGroups : undefined;
  const time = (kind: Collective, placement: Placement, bytes: number): number =>
    collectiveTime({ network, placement, kind, bytes: quantity(bytes, 'B'), copies, reach });
  const exchange = new Float64Array(owners * exchangeWidth);
  for (let row = 0; row < table.exchanges; row++) {
    const name = communicationGroups[table.exchangeGroup[row]!]!;
    const seconds = time(collectives[table.exchangeKind[row]!]!, groups[name], table.exchangeBytes[row]!);
    const column = table.exchangeGroup[row] === expertGroup ? 2 : table.exchangeGroup[row] === contextGroup ? 4 : 0;
    const at = table.exchangeOwner[row]! * exchangeWidth + column;
    exchange[at] = exchange[at]! + seconds * table.exchangeForward[row]!;
    exchange[at + 1] = exchange[at + 1]! + seconds * table.exchangeBackward[row]!;
  }

  const stages = stageLayers(architecture, plan);
  const passes = new Float64Array(stages.stages * owners);
  const last = stages.stages - 1;
  const lastKind = architecture.pattern[architecture.pattern.length - 1] ?? 0;
  for (let stage = 0; stage < stages.stages; stage++) {
    for (let kind = 0; kind < kinds; kind++) passes[stage * owners + kind] = stages.counts[stage * kinds + kind]!;
  }
  passes[kinds] = 1;
  const predicted = architecture.predictionLayers;
  passes[last * owners + lastKind] = passes[last * owners + lastKind]! + predicted;
  passes[last * owners + kinds + 1] = 1 + predicted;
  passes[last * owners + kinds + 2] = predicted;

  const routed = new Uint8Array(owners);
  const headWidth = new Float64Array(owners).fill(1);
  architecture.kinds.forEach(({ attention, feedForward }, kind) => {
    routed[kind] = feedForward.routed > 0 ? 1 : 0;
    headWidth[kind] = (attention.headDim + attention.valueDim) / 2;
  });

  const { layers, multiplied, attentionWidth } = countedOf(architecture);
  let heaviest = rankParameters(architecture, plan, stages, 0, layers);
  for (const stage of [1, last]) {
    if (stage <= 0 || stage > last) continue;
    const other = rankParameters(architecture, plan, stages, stage, layers);
    if (other.dense + other.expert + other.ends > heaviest.dense + heaviest.expert + heaviest.ends) heaviest = other;
  }
  const dense = heaviest.dense + heaviest.ends;
  const { expert } = heaviest;
  const { state, zero, gradientMessage } = plan;
  const shard = zero === 0 ? 1 : place.shard.size;
  const whole = place.replica.size === 1;
  const expertShard = zero === 0 ? 1 : whole ? place.expertData.size : Math.min(place.expertData.size, shard);
  // Weights and gradients travel layer by layer.
  const buckets = Math.max(1, architecture.pattern.length / stages.stages);
  const both = (kind: Collective, bytes: number): number =>
    buckets * (time(kind, place.shard, (dense * bytes) / buckets) + time(kind, place.expertData, (expert * bytes) / buckets));
  const collect = zero === 0 ? 0 : both('all-gather', state.weight);
  const reduce = zero === 0 ? 0 : both('reduce-scatter', gradientMessage);
  // Without shards all replicas sum whole gradients; with groups of them, each part among the groups.
  const replicate =
    zero === 0
      ? buckets *
        (time('all-reduce', place.data, (dense * gradientMessage) / buckets) +
          time('all-reduce', place.expertData, (expert * gradientMessage) / buckets))
      : buckets * time('all-reduce', place.replica, (dense * gradientMessage) / shard / buckets);
  const trained = plan.trainable ? 1 : 0;
  // The stages of a pipeline keep gathered weights and summed gradients until the last micro-batch.
  const each = zero === 3 && stages.stages === 1;

  const tokens = plan.globalBatch * plan.sequence;
  return {
    plan,
    kinds,
    stages,
    work,
    exchange,
    routed,
    headWidth,
    passes,
    microBatches: plan.globalBatch / (plan.data * plan.microBatch),
    send:
      stages.stages > 1
        ? time('send', place.pipeline, (plan.microBatch * plan.sequence * architecture.hidden * state.weight) / plan.context / plan.tensor)
        : 0,
    gather: zero === 0 ? 0 : collect * trained,
    regather: each ? collect * trained : 0,
    scatter: zero === 0 ? 0 : reduce * trained,
    replicate: replicate * trained,
    gatherEach: each ? 1 : 0,
    scatterEach: zero >= 2 && stages.stages === 1 ? 1 : 0,
    ends: ((collect + reduce) * trained * Number(each)) / buckets,
    optimizer:
      (trained * (dense / shard + expert / expertShard) * (2 * (state.master + state.moments) + state.gradient + state.weight)) /
      chip.memoryBandwidth,
    modelFlop: backwardOverForward * tokens * (2 * multiplied + attentionWidth * plan.sequence),
    tokens,
    chips: plan.tensor * plan.context * plan.data * plan.pipeline,
  };
};
