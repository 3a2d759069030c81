import { type ChipRates, headShare, issueBound, stackMaturity } from '#accelerator';
import { type Quantity, quantity } from '#quantity';
import { chunksOf, type PipelineSchedule, pipelineSchedule } from '../pipeline-schedule.ts';
import type { Plan } from '../plan.ts';
import { pipelineBubble } from './pipeline-bubble.ts';
import {
  type ClosingStep,
  exchangeWidth,
  type LayerWork,
  type PreparedStep,
  type PrepareStepInput,
  passesPerOwner,
  phases,
  prepareStep,
  workTerms,
  workWidth,
} from './prepare-step.ts';
import type { Software, StepConstants } from './step-constants.ts';

/** What the time of a step is spent on, in the order of a breakdown. */
export const stepParts = [
  'matrix',
  'attention',
  'memory',
  'host',
  'tensor',
  'context',
  'expert',
  'pipeline',
  'bubble',
  'data',
  'optimizer',
  'offload',
  'straggler',
] as const;
export type StepPart = (typeof stepParts)[number];

/** Exchanges of a step by the ranks that take part. */
export interface Exchanges {
  readonly tensor: Quantity<'s'>;
  readonly context: Quantity<'s'>;
  readonly expert: Quantity<'s'>;
  readonly pipeline: Quantity<'s'>;
  readonly data: Quantity<'s'>;
}

/** Times of one micro-batch on each stage, exposed exchange included. */
export interface StageTimes {
  readonly forward: Float64Array;
  /** With what is computed again. */
  readonly backwardInput: Float64Array;
  readonly backwardWeight: Float64Array;
}

export interface TrainingStep {
  readonly stepTime: Quantity<'s'>;
  readonly tokensPerSecond: Quantity<'token/s'>;
  /** Of one accelerator. */
  readonly tokensPerSecondPerChip: Quantity<'token/s'>;
  /** Model FLOP, causal attention counted once and nothing twice, over the dense peak of the plan's number format. */
  readonly mfu: Quantity<'1'>;
  /** The same with what is computed again. */
  readonly hfu: Quantity<'1'>;
  readonly modelFlop: Quantity<'FLOP'>;
  /** Micro-batches that a stage works through in a step. */
  readonly microBatches: number;
  readonly stages: StageTimes;
  /** Seconds that each part takes of a step; they add up to it. */
  readonly breakdown: Readonly<Record<StepPart, Quantity<'s'>>>;
  readonly exposed: Exchanges;
  readonly hidden: Exchanges;
  /** The part that takes longest. */
  readonly binding: StepPart;
}

/** Columns of what `timeStep` writes: the step, its parts, hidden exchange, share of the forward pass computed again. */
const hiddenAt = 1 + stepParts.length;
const hiddenWidth = 5;
const againAt = hiddenAt + hiddenWidth;
export const stepColumns: number = againAt + 1;

export interface TimeStepInput {
  readonly prepared: PreparedStep;
  /** Share of its peak that the chip reaches. */
  readonly chip: Pick<ChipRates, 'matrixShare'>;
  readonly software: Software;
  readonly constants: StepConstants;
  /** Accelerators of one node, whose speed varies together. */
  readonly nodeSize: number;
}

interface StageArrays {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  readonly weight: Float64Array;
}

/** The stages of a pipeline with one micro-batch, as far as the time of the step hangs on them. */
export interface StageSums {
  /** Index of the stage that takes longest, and its passes. */
  slowest: number;
  forward: number;
  backwardInput: number;
  backwardWeight: number;
  /** Of it, what the link to the host adds. */
  waiting: number;
  /** Means over the other stages. */
  meanForward: number;
  meanInput: number;
  meanWeight: number;
  /** Greatest of any stage. */
  mostForward: number;
  mostInput: number;
}

/**
 * Sums of no stages, to be written into.
 *
 * @pure
 */
export const emptySums = (): StageSums => ({
  slowest: 0,
  forward: 0,
  backwardInput: 0,
  backwardWeight: 0,
  waiting: 0,
  meanForward: 0,
  meanInput: 0,
  meanWeight: 0,
  mostForward: 0,
  mostInput: 0,
});

/** Seconds of one owner in one micro-batch: device by phase and part, and what the host and the network add. */
export const partsPerOwner = 16;
const shared = {
  owner: new Float64Array(partsPerOwner * 16),
  sums: emptySums(),
};

const at = { forward: 0, input: 1, weight: 2, again: 3, matrix: 4, attention: 5, memory: 6, host: 7, tensor: 8, expert: 9, context: 10 };
const hiddenTensorAt = 11;
const hiddenExpertAt = 12;
const hiddenContextAt = 13;

/** Seconds of a pass whose operations the host issues. */
const issue = (device: number, issued: number): number =>
  issued === 0 ? device : issueBound({ device: quantity(device, 's'), host: quantity(issued, 's') });

/** Times one layer, or one end, of a micro-batch. */
const timeOwner = (input: TimeOwnersInput, owner: number, maturity: number, fused: number, out: Float64Array): void => {
  const { prepared, software, constants } = input;
  const { matrixShare } = input.chip;
  const { plan, kinds } = prepared;
  const base = owner * phases * workWidth;
  const { work } = prepared;
  const share = matrixShare * maturity;
  const memory = constants.memoryShare;
  const width = headShare({ width: prepared.headWidth[owner]!, half: constants.headHalf });
  const attentionShare = share * constants.attention * fused * width;
  const to = owner * partsPerOwner;
  out.fill(0, to, to + partsPerOwner);
  let matrix = 0;
  let attention = 0;
  let vector = 0;
  let attentionForward = 0;
  let attentionBackward = 0;
  const again = plan.recompute === 'none' ? 0 : plan.recomputeShare;
  const full = owner < kinds && plan.recompute === 'full';
  const partly = plan.recompute === 'selective' || plan.recompute === 'modules';
  for (let phase = 0; phase < phases; phase++) {
    const from = base + phase * workWidth;
    const m =
      (work[from + workTerms.product]! +
        work[from + workTerms.wide]! +
        work[from + workTerms.grouped]! +
        constants.wave * work[from + workTerms.wave]!) /
        share +
      (constants.traffic * (work[from + workTerms.traffic]! + constants.grouped * work[from + workTerms.groupedTraffic]!)) / memory;
    const a =
      work[from + workTerms.fusedAttention]! / attentionShare +
      (work[from + workTerms.keptAttention]! + constants.unaligned * work[from + workTerms.unaligned]!) / share +
      (constants.scores * work[from + workTerms.scores]!) / memory;
    const v = (constants.passes * work[from + workTerms.vector]! + work[from + workTerms.convert]!) / memory;
    out[to + phase] = m + a + v;
    if (phase === at.forward) attentionForward = a;
    if (phase === at.input) attentionBackward = a;
    // What is computed again is the whole forward pass, or the rows that recompute of its parts marks.
    const times = phase === at.forward ? 1 + (full ? again : 0) : phase === at.again ? (partly ? again : 0) : 1;
    matrix += times * m;
    attention += times * a;
    vector += times * v;
  }
  const forward = out[to + at.forward]!;
  const repeated = full ? again * forward : partly ? again * out[to + at.again]! : 0;
  const backward = out[to + at.input]! + out[to + at.weight]!;
  // Embedding, logits and modules that predict further tokens are kernels that must be issued too, about as many as those of a layer.
  const layer = software.eager ? constants.hostLayerEager : constants.hostLayer;
  const host = layer + prepared.routed[owner]! * constants.hostRouted;
  const hostExchange = layer * constants.hostExchange;
  const passes = owner * passesPerOwner;
  const hostForward = host + hostExchange * prepared.issued[passes]!;
  const hostBackward = 2 * host + hostExchange * prepared.issued[passes + 1]!;
  const ex = owner * exchangeWidth;
  const { exchange } = prepared;
  const forwards = 1 + (full ? again : 0);
  const tensorExposed = plan.overlapTensor ? constants.tensorExposed : 1;
  // Gradients of inputs are summed beside the products that give those of weights, whatever else overlaps; frozen weights have none.
  const backwardExposed = plan.overlapTensor || plan.trainable ? constants.tensorExposed : 1;
  const expertExposed = plan.overlapExpert ? constants.tensorExposed : 1;
  const tensor = forwards * exchange[ex]! + exchange[ex + 1]!;
  const shownTensor = tensorExposed * forwards * exchange[ex]! + backwardExposed * exchange[ex + 1]!;
  const expert = forwards * exchange[ex + 2]! + exchange[ex + 3]!;
  const context = forwards * exchange[ex + 4]! + exchange[ex + 5]!;
  // Keys and values travel round a ring behind the attention of those already there: what is longer holds up the device.
  const ring = plan.contextExchange === 'ring';
  const ringForward = tensorExposed * Math.max(0, exchange[ex + 4]! - (ring ? attentionForward : 0));
  const ringBackward = tensorExposed * Math.max(0, exchange[ex + 5]! - (ring ? attentionBackward : 0));
  const exposedContext = forwards * ringForward + ringBackward;

  const tensorForward = tensorExposed * exchange[ex]!;
  const tensorBackward = backwardExposed * exchange[ex + 1]!;
  // While tensor ranks exchange the host issues what comes after; the exchange of experts waits for it to read how many tokens go where.
  const timedForward = issue(forward + ringForward + tensorForward, hostForward) - tensorForward;
  const timedAgain = full ? again * timedForward : repeated;
  const timedBackward = issue(backward + ringBackward + tensorBackward, hostBackward) - tensorBackward;
  const stretch = backward > 0 ? timedBackward / backward : 1;
  const exposedForward = tensorForward + expertExposed * exchange[ex + 2]!;
  const exposedBackward = tensorBackward + expertExposed * exchange[ex + 3]!;
  out[to + at.host] = timedForward + timedAgain + timedBackward - (forward + repeated + backward) - exposedContext;
  out[to + at.forward] = timedForward + exposedForward;
  out[to + at.input] = stretch * out[to + at.input]! + timedAgain + (forwards - 1) * exposedForward + exposedBackward;
  out[to + at.weight] = stretch * out[to + at.weight]!;
  out[to + at.matrix] = matrix;
  out[to + at.attention] = attention;
  out[to + at.memory] = vector;
  out[to + at.tensor] = shownTensor;
  out[to + at.expert] = expertExposed * expert;
  out[to + at.context] = exposedContext;
  out[to + hiddenTensorAt] = tensor - shownTensor;
  out[to + hiddenExpertAt] = (1 - expertExposed) * expert;
  out[to + hiddenContextAt] = context - exposedContext;
};

/** What the times of the owners hang on. */
export interface TimeOwnersInput {
  readonly prepared: LayerWork & { readonly plan: Plan; readonly kinds: number };
  /** Share of its peak that the chip reaches. */
  readonly chip: Pick<ChipRates, 'matrixShare'>;
  readonly software: Software;
  readonly constants: StepConstants;
}

/**
 * Times what one micro-batch costs each owner: a layer of each kind, embedding, head, prediction module.
 *
 * @equation t = \sqrt{t_{dev}^2 + t_{host}^2} + t_{exposed}
 * @source korthikanti-2022 section 5
 * @param input work of a micro-batch, shares and constants
 * @param out `partsPerOwner` numbers for each owner: forward, backward to inputs, backward to weights first
 */
export const timeOwners = (input: TimeOwnersInput, out: Float64Array): void => {
  const { software, constants } = input;
  const maturity = stackMaturity({ age: software.age, loss: constants.maturityLoss, time: constants.maturityTime });
  const fused =
    software.fusedAge === undefined
      ? 1
      : stackMaturity({ age: software.fusedAge, loss: constants.fusedLoss, time: constants.maturityTime });
  const owners = input.prepared.kinds + 3;
  for (let owner = 0; owner < owners; owner++) timeOwner(input, owner, maturity, fused, out);
};

const column = Object.fromEntries(stepParts.map((part, index) => [part, index + 1])) as Record<StepPart, number>;

/**
 * Times the stages of a pipeline from the times of their owners.
 *
 * @equation T_i = \sum_o n_{io} t_o
 * @source korthikanti-2022 section 5
 * @param prepared stages and what they move over the link to the host
 * @param layer times of the owners, `partsPerOwner` numbers each
 * @param sums where the slowest stage and the means are written
 * @param each where the times of each stage are written, if they are wanted
 */
export const stageTimes = (
  prepared: Pick<PreparedStep, 'stages' | 'passes' | 'alike' | 'transfers' | 'kinds'>,
  layer: Float64Array,
  sums: StageSums,
  each?: StageArrays,
): void => {
  const { passes, alike, transfers } = prepared;
  const owners = prepared.kinds + 3;
  const count = prepared.stages.stages;
  let greatest = -1;
  let sumF = 0;
  let sumB = 0;
  let sumW = 0;
  let mostF = 0;
  let mostB = 0;
  for (let stage = 0; stage < count; stage++) {
    const times = alike[stage]!;
    if (times === 0 && each === undefined) continue;
    let f = 0;
    let b = 0;
    let w = 0;
    let waiting = 0;
    for (let owner = 0; owner < owners; owner++) {
      const often = passes[stage * owners + owner]!;
      if (often === 0) continue;
      const from = owner * partsPerOwner;
      f += often * layer[from]!;
      b += often * layer[from + 1]!;
      w += often * layer[from + 2]!;
    }
    if (transfers !== undefined) {
      // The link runs both ways: weights come in while activations go out; before a backward pass both come in.
      const behindForward = Math.max(0, Math.max(transfers.weights[stage]!, transfers.activations[stage]!) - f);
      const behindBackward = Math.max(0, transfers.weights[stage]! + transfers.activations[stage]! - b - w);
      waiting = behindForward + behindBackward;
      f += behindForward;
      b += behindBackward;
    }
    if (each !== undefined) {
      each.forward[stage] = f;
      each.backward[stage] = b;
      each.weight[stage] = w;
    }
    sumF += times * f;
    sumB += times * b;
    sumW += times * w;
    if (f > mostF) mostF = f;
    if (b > mostB) mostB = b;
    if (times > 0 && f + b + w > greatest) {
      greatest = f + b + w;
      sums.slowest = stage;
      sums.forward = f;
      sums.backwardInput = b;
      sums.backwardWeight = w;
      sums.waiting = waiting;
    }
  }
  // The slowest stage waits while one micro-batch passes all the others.
  const others = Math.max(1, count - 1);
  sums.meanForward = (sumF - sums.forward) / others;
  sums.meanInput = (sumB - sums.backwardInput) / others;
  sums.meanWeight = (sumW - sums.backwardWeight) / others;
  sums.mostForward = mostF;
  sums.mostInput = mostB;
};

/**
 * Share of the sends between stages that stays exposed. Stages that take one micro-batch after another wait for each other at every
 * send; where there are chunks or put-off gradients to go on with, the sends run beside them.
 *
 * @equation x = 1,\ x_p
 * @source megatron-schedules forward_backward_pipelining_without_interleaving
 * @unit 1
 * @param schedule order of the micro-batches
 * @param constants share where there is something to go on with
 */
export const sendsExposed = (schedule: Plan['schedule'], { pipelineExposed }: Pick<StepConstants, 'pipelineExposed'>): number =>
  schedule === '1f1b' || schedule === 'gpipe' ? 1 : pipelineExposed;

/**
 * Time of a step from its stages: micro-batches, bubble, sends, replicas, optimiser, host, stragglers. Writes these parts.
 *
 * @equation t = (M T_{max} + t_{bubble} + t_{send} + t_{data} + t_{opt} + t_{host}) (1 + \sigma \sqrt{2 \ln n})
 * @source korthikanti-2022 section 5
 * @unit s
 * @param step schedule and exchanges
 * @param sums stages with one micro-batch
 * @param constants shares and spreads
 * @param nodeSize accelerators of one node
 * @param out where the parts are written
 */
export const closeStep = (step: ClosingStep, sums: StageSums, constants: StepConstants, nodeSize: number, out: Float64Array): number => {
  const { microBatches } = step;
  const busy = microBatches * (sums.forward + sums.backwardInput + sums.backwardWeight);
  const bubble = pipelineBubble({
    schedule: step.schedule,
    stages: step.depth,
    chunks: step.virtual,
    microBatches,
    forward: quantity(sums.meanForward, 's'),
    backwardInput: quantity(sums.meanInput, 's'),
    backwardWeight: quantity(sums.meanWeight, 's'),
  });
  out[column.bubble] = bubble;
  // A send forward and one back for each chunk of each micro-batch, and the ones that fill and drain the pipeline.
  const chunks = chunksOf({ schedule: step.schedule, virtual: step.virtual, pipeline: step.depth });
  const sends = 2 * step.send * microBatches * chunks;
  const filling = 2 * step.send * (step.depth - 1);
  const exposed = sendsExposed(step.schedule, constants);
  const pipeline = exposed * sends + filling;
  out[column.pipeline] = pipeline;
  out[hiddenAt + 3] = (1 - exposed) * sends;

  // Replicas: what travels with each micro-batch hides behind all of them, what travels once behind one.
  const oneForward = sums.forward;
  const oneBackward = sums.backwardInput + sums.backwardWeight;
  const gather = step.gather * (step.gatherEach === 1 ? microBatches : 1);
  const returned = step.regather * microBatches + step.scatter * (step.scatterEach === 1 ? microBatches : 1) + step.replicate;
  const window = step.overlapData ? constants.window : 0;
  const behindForward = step.gatherHides === 1 ? window * oneForward * (step.gatherEach === 1 ? microBatches : 1) : 0;
  const behindBackward = window * oneBackward * (step.scatterEach === 1 ? microBatches : 1);
  // What is gathered once a step and what is summed once a step share the same slack: the pass before and after.
  const hiddenGather = Math.min(gather, behindForward);
  const hiddenReturn = Math.min(returned, behindBackward);
  const hidden = hiddenGather + hiddenReturn;
  const data = gather + returned - hidden + (step.overlapData ? constants.interference * hidden + step.ends : 0);
  out[column.data] = data;
  out[hiddenAt + 4] = hidden;
  const optimizer = step.optimizer / constants.memoryShare;
  out[column.optimizer] = optimizer;
  // State streams through the chip while it is updated: what the link takes longer is what it adds.
  const streaming = Math.max(0, step.stateTransfer - optimizer);
  out[column.offload] = microBatches * sums.waiting + streaming;

  const sum = busy + bubble + pipeline + data + optimizer + streaming;
  const nodes = Math.max(1, step.chips / nodeSize);
  const straggler = sum * constants.straggler * Math.sqrt(2 * Math.log(nodes));
  out[column.straggler] = straggler;
  out[0] = sum + straggler;
  return sum + straggler;
};

/**
 * Times a prepared step, writing the step, its parts and what is hidden into `out`: the form for many draws.
 *
 * @equation t = (M T_{max} + t_{bubble} + t_{send} + t_{data} + t_{opt}) (1 + \sigma \sqrt{2 \ln n})
 * @param input prepared step, shares and constants
 * @param out at least `stepColumns` numbers
 * @param stages where to write the times of each stage, where they are wanted
 * @unit s
 */
export const timeStep = (input: TimeStepInput, out: Float64Array, stages?: StageArrays): number => {
  const { prepared, constants } = input;
  const { kinds, microBatches } = prepared;
  const owners = kinds + 3;
  if (shared.owner.length < owners * partsPerOwner) shared.owner = new Float64Array(owners * partsPerOwner);
  const layer = shared.owner;
  timeOwners(input, layer);
  stageTimes(prepared, layer, shared.sums, stages);
  const { slowest } = shared.sums;

  out.fill(0, 0, stepColumns);
  for (let owner = 0; owner < owners; owner++) {
    const passes = microBatches * prepared.passes[slowest * owners + owner]!;
    if (passes === 0) continue;
    const from = owner * partsPerOwner;
    out[column.matrix] = out[column.matrix]! + passes * layer[from + at.matrix]!;
    out[column.attention] = out[column.attention]! + passes * layer[from + at.attention]!;
    out[column.memory] = out[column.memory]! + passes * layer[from + at.memory]!;
    out[column.host] = out[column.host]! + passes * layer[from + at.host]!;
    out[column.tensor] = out[column.tensor]! + passes * layer[from + at.tensor]!;
    out[column.expert] = out[column.expert]! + passes * layer[from + at.expert]!;
    out[column.context] = out[column.context]! + passes * layer[from + at.context]!;
    out[hiddenAt] = out[hiddenAt]! + passes * layer[from + hiddenTensorAt]!;
    out[hiddenAt + 1] = out[hiddenAt + 1]! + passes * layer[from + hiddenContextAt]!;
    out[hiddenAt + 2] = out[hiddenAt + 2]! + passes * layer[from + hiddenExpertAt]!;
  }
  return closeStep(prepared, shared.sums, constants, input.nodeSize, out);
};

export interface PlayStepInput {
  readonly prepared: PreparedStep;
  /** Times of one micro-batch on each stage. */
  readonly stages: StageTimes;
  readonly constants: StepConstants;
}

/**
 * Plays the passes of a step one by one: each lasts as long as it does on its stage, with the part of its sends that
 * is not hidden, and the next stage begins when what it needs has arrived.
 *
 * @pure
 * @param input prepared step, times of its stages, constants
 */
export const playStep = ({ prepared, stages, constants }: PlayStepInput): PipelineSchedule => {
  const { plan, send } = prepared;
  const shown = chunksOf(plan) * sendsExposed(plan.schedule, constants) * send;
  const longer = (times: Float64Array): Float64Array => times.map((time) => time + shown);
  return pipelineSchedule({
    plan,
    forward: longer(stages.forward),
    backwardInput: longer(stages.backwardInput),
    backwardWeight: stages.backwardWeight,
    send,
  });
};

/** Puts the bubble that the played passes leave in the place of its closed form, which takes all stages for alike. */
const settleBubble = (out: Float64Array, played: number, busy: number): void => {
  const before = out[0]! - out[column.straggler]!;
  const bubble = Math.max(0, played - busy - out[column.pipeline]!);
  const after = before + bubble - out[column.bubble]!;
  out[column.bubble] = bubble;
  out[column.straggler] = out[column.straggler]! * (after / before);
  out[0] = after + out[column.straggler]!;
};

export interface TrainingStepInput extends PrepareStepInput {
  readonly chip: ChipRates;
  readonly software: Software;
  readonly constants: StepConstants;
  /** Accelerators of one node, whose speed varies together. */
  readonly nodeSize: number;
}

/**
 * Time of one optimiser step of a model on a cluster under a parallel plan, where it goes, and what binds. The passes of a
 * pipeline are played; `timeStep` alone, the form for many plans and draws, has the bubble of closed forms.
 *
 * @pure
 * @param input model, chip, network, plan, software and constants; a plan that cannot run is for `checkPlan` to refuse
 */
export const trainingStep = (input: TrainingStepInput): TrainingStep => {
  const prepared = prepareStep(input);
  const { stages, chips, tokens, microBatches, modelFlop } = prepared;
  const out = new Float64Array(stepColumns);
  const [forward, backward, weight] = [0, 1, 2].map(() => new Float64Array(stages.stages)) as [Float64Array, Float64Array, Float64Array];
  const each: StageArrays = { forward, backward, weight };
  timeStep({ prepared, chip: input.chip, software: input.software, constants: input.constants, nodeSize: input.nodeSize }, out, each);
  const times: StageTimes = { forward, backwardInput: backward, backwardWeight: weight };
  if (stages.stages > 1) {
    const { makespan } = playStep({ prepared, stages: times, constants: input.constants });
    const longest = forward.reduce((most, first, stage) => Math.max(most, first + backward[stage]! + weight[stage]!), 0);
    settleBubble(out, makespan, microBatches * longest);
  }
  const stepTime = out[0]!;
  const seconds = (index: number): Quantity<'s'> => quantity(out[index]!, 's');
  const breakdown = Object.fromEntries(stepParts.map((part) => [part, seconds(column[part])])) as Record<StepPart, Quantity<'s'>>;
  const binding = stepParts.reduce((longest, part) => (breakdown[part] > breakdown[longest] ? part : longest), 'matrix' as StepPart);
  const perSecond = tokens / stepTime;
  const mfu = modelFlop / (stepTime * chips * input.chip.formatPeak);
  const { plan } = input;
  // A forward pass is a third of the model FLOP; what selective recompute repeats of it is its attention.
  const again = plan.recompute === 'full' ? plan.recomputeShare / 3 : 0;
  return {
    stepTime: quantity(stepTime, 's'),
    tokensPerSecond: quantity(perSecond, 'token/s'),
    tokensPerSecondPerChip: quantity(perSecond / chips, 'token/s'),
    mfu: quantity(mfu, '1'),
    hfu: quantity(mfu * (1 + again), '1'),
    modelFlop: quantity(modelFlop, 'FLOP'),
    microBatches,
    stages: times,
    breakdown,
    exposed: {
      tensor: breakdown.tensor,
      context: breakdown.context,
      expert: breakdown.expert,
      pipeline: breakdown.pipeline,
      data: breakdown.data,
    },
    hidden: {
      tensor: seconds(hiddenAt),
      context: seconds(hiddenAt + 1),
      expert: seconds(hiddenAt + 2),
      pipeline: seconds(hiddenAt + 3),
      data: seconds(hiddenAt + 4),
    },
    binding,
  };
};
