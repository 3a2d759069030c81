import { fullRecompute } from './block-layers.ts';
import {
  type BlockTable,
  type BlockVariant,
  blockRow,
  blockTableSteps,
  loadBlock,
  loadOptimizer,
  optimizerPart,
  optimizerWidth,
  type ShapeBlocks,
} from './block-table.ts';
import { at } from './calculon-columns.ts';
import type { CalculonPlan } from './calculon-input.ts';
import { sendTime } from './calculon-rates.ts';
import {
  type CalculonLimits,
  type CalculonSpace,
  calculonSpace,
  indexOf,
  type OuterChoice,
  type PlanDigits,
  planAt,
} from './calculon-space.ts';
import { type CalculonBinding, fewestToOffload, memoryBinding } from './calculon-step.ts';
import { beforeExchange, stepExchange, stepMemory, stepWithoutExchange } from './step-stats.ts';

/** One plan of the answer. */
export interface RankedPlan {
  readonly plan: CalculonPlan;
  /** Number of the plan in its space. */
  readonly index: number;
  /** Sequences a second. */
  readonly sampleRate: number;
  /** Seconds of a step. */
  readonly totalTime: number;
}

/** How much of the space had to be looked at. */
export interface SearchEffort {
  /** Plans of the space, possible or not. */
  readonly plans: number;
  /** Groups of plans with the same parallelism, tier of tensor groups and micro-batch, and how many of them were opened. */
  readonly groups: number;
  readonly opened: number;
  /** Plans that were timed in full. */
  readonly timed: number;
}

/** What leaves a space without a plan: the first thing of its plans, or more replicas than sequences in all of them. */
export type SpaceBinding = CalculonBinding | 'few-sequences';

/** The best plans, proven, or what leaves none. */
export type CalculonSearch = SearchEffort &
  ({ readonly feasible: true; readonly best: readonly RankedPlan[] } | { readonly feasible: false; readonly binding: SpaceBinding });

/** A bound is reckoned in another order than the time itself: it may be off by the error of rounding, and is widened by far more. */
const widened = 1 + 1e-9;

/** The best plans so far: by rate, of equal ones the first in Calculon's order. */
class Best {
  readonly rate: Float64Array;
  readonly index: Float64Array;
  count = 0;

  constructor(size: number) {
    this.rate = new Float64Array(size);
    this.index = new Float64Array(size);
  }

  /** A plan slower than this is not among them. */
  get least(): number {
    return this.count < this.rate.length ? Number.NEGATIVE_INFINITY : this.rate[this.count - 1]!;
  }

  isAmong(rate: number, index: number): boolean {
    if (this.count < this.rate.length) return true;
    const last = this.count - 1;
    return rate > this.rate[last]! || (rate === this.rate[last]! && index < this.index[last]!);
  }

  insert(rate: number, index: number): void {
    if (this.count < this.rate.length) this.count++;
    let place = this.count - 1;
    while (place > 0 && (this.rate[place - 1]! < rate || (this.rate[place - 1]! === rate && this.index[place - 1]! > index))) {
      this.rate[place] = this.rate[place - 1]!;
      this.index[place] = this.index[place - 1]!;
      place--;
    }
    this.rate[place] = rate;
    this.index[place] = index;
  }
}

/** Plans that share parallelism, tier of tensor groups and micro-batch, with a bound on their rate. */
interface Groups {
  readonly shape: Int32Array;
  readonly net: Int32Array;
  readonly microBatch: Int32Array;
  /** Where its variants begin in `variantBound`. */
  readonly first: Int32Array;
  readonly bound: Float64Array;
  /** Rates that no plan of a variant exceeds; 0 where none fits. */
  readonly variantBound: Float64Array;
  readonly order: Uint32Array;
}

/** Least memory of the first tier that plans of a variant need. */
function leastMemory(
  rows: Float64Array,
  start: number,
  of: ShapeBlocks,
  variant: BlockVariant,
  microBatches: number,
  mayOffload: boolean,
  training: boolean,
): number {
  const { pipeline, blocks, data } = of.shape;
  const weight = rows[start + at.block_weight_space]!;
  const working = rows[start + at.block_act_working_space]!;
  const storage = rows[start + at.block_act_storage_space]!;
  const weights = mayOffload ? Math.min(weight * blocks, weight * 2) : weight * blocks;
  if (!training) return weights + working;
  // A stage of a single chunk keeps the fewest in flight.
  const inFlight = Math.min(microBatches, pipeline);
  let activations = working;
  if (variant.recompute === fullRecompute) activations += blocks * rows[start + at.block_act_checkpoint_size]! * inFlight;
  else {
    const all = storage * (blocks * inFlight - 1);
    activations += mayOffload ? Math.min(all, storage) : all;
  }
  const own = (2 * Math.min(variant.overlapKind, 1) + (data > 1 ? 0 : 1)) * optimizerWidth;
  const gradient = of.optimizer[own + optimizerPart.gradient]!;
  const wholeGradient = of.optimizer[own + optimizerPart.wholeGradient]!;
  const state = of.optimizer[own + optimizerPart.state]!;
  const gradients = wholeGradient + gradient * (blocks - 1);
  const states = state * blocks;
  const optimizer = mayOffload ? Math.min(gradients + states, wholeGradient + gradient + state * 2) : gradients + states;
  return weights + activations + optimizer + rows[start + at.block_act_grad_space]!;
}

/** Time that every plan of a variant takes at least: work, exchange of tensor groups, sends, optimiser, and the bubble of single blocks. */
function leastTime(rows: Float64Array, start: number, of: ShapeBlocks, variant: BlockVariant, microBatches: number, sends: number): number {
  const { pipeline, blocks, data } = of.shape;
  const shown = Math.min(
    rows[start + at.baseblock_fw_tp_time_exposed]! +
      rows[start + at.baseblock_agrad_tp_time_exposed]! +
      rows[start + at.baseblock_recomm_time_exposed]!,
    rows[start + at.edgeblock_fw_tp_time_exposed]! +
      rows[start + at.edgeblock_agrad_tp_time_exposed]! +
      rows[start + at.edgeblock_recomm_time_exposed]!,
  );
  const block =
    rows[start + at.block_fw_time]! +
    rows[start + at.block_re_time]! +
    rows[start + at.block_agrad_time]! +
    rows[start + at.block_wgrad_time]! +
    shown;
  const own = (2 * Math.min(variant.overlapKind, 1) + (data > 1 ? 0 : 1)) * optimizerWidth;
  const optimizer = blocks * of.optimizer[own + optimizerPart.time]!;
  return (blocks * microBatches + pipeline - 1) * block + (pipeline > 1 ? (microBatches + pipeline - 1) * sends : 0) + optimizer;
}

/** How far a search has come. */
export interface CalculonProgress {
  /** Groups that are bounded or settled, each counted twice, and twice their number. */
  readonly done: number;
  readonly all: number;
}

/** Variants to bound, and plans to look at, between two reports: some milliseconds. */
const [variantsAtOnce, plansAtOnce] = [1 << 10, 1 << 12];

/** Latency and seconds per byte of the fastest tier on which stages can be sent to one another; infinite where there is none. */
function leastSend(
  { evaluator }: BlockTable,
  { shape, nets }: ShapeBlocks,
  net: number,
): { readonly latency: number; readonly slope: number } {
  const perNet = shape.pipelineNets * shape.dataNets;
  let latency = Number.POSITIVE_INFINITY;
  let slope = Number.POSITIVE_INFINITY;
  for (let i = 0; i < perNet; i++) {
    if (nets[net * perNet + i] === 0) continue;
    const tier = evaluator.rates.networks[Math.floor(i / shape.dataNets)]!;
    latency = Math.min(latency, sendTime(tier, 0));
    slope = Math.min(slope, sendTime(tier, 1) - sendTime(tier, 0));
  }
  return { latency, slope };
}

function* boundGroups(table: BlockTable): Generator<CalculonProgress, Groups> {
  const { space, evaluator, shapes } = table;
  const { rates, model, step } = evaluator;
  const mayOffload = space.weights.length > 1;
  let groups = 0;
  let variants = 0;
  for (const { shape, blocks } of shapes) {
    groups += shape.tensorNets * shape.microBatches.length;
    variants += shape.tensorNets * shape.microBatches.length * blocks.variants.length;
  }
  const found: Groups = {
    shape: new Int32Array(groups),
    net: new Int32Array(groups),
    microBatch: new Int32Array(groups),
    first: new Int32Array(groups),
    bound: new Float64Array(groups),
    variantBound: new Float64Array(variants),
    order: Uint32Array.from({ length: groups }, (_, i) => i),
  };
  let group = 0;
  let first = 0;
  let bounded = 0;
  for (let shapeAt = 0; shapeAt < shapes.length; shapeAt++) {
    const of = shapes[shapeAt]!;
    const { shape, blocks } = of;
    for (let net = 0; net < shape.tensorNets; net++) {
      const { latency, slope } = leastSend(table, of, net);
      const possible = latency < Number.POSITIVE_INFINITY;
      for (let m = 0; m < shape.microBatches.length; m++) {
        const microBatch = shape.microBatches[m]!;
        const microBatches = shape.batch / shape.data / microBatch;
        found.shape[group] = shapeAt;
        found.net[group] = net;
        found.microBatch[group] = m;
        found.first[group] = first;
        let best = 0;
        for (let v = 0; possible && v < blocks.variants.length; v++) {
          const variant = blocks.variants[v]!;
          const start = blockRow(evaluator, blocks, net, of.microBatchAt[m]!, v);
          if (leastMemory(blocks.rows, start, of, variant, microBatches, mayOffload, step.training) > rates.capacity * widened) continue;
          const rows = microBatch * model.seq_size;
          const sent = (variant.comm === 0 ? rows : Math.floor(rows / shape.tensor)) * model.hidden * rates.bytes;
          const sends = (latency + slope * sent) * (step.training ? 2 : 1);
          const bound = (shape.batch / leastTime(blocks.rows, start, of, variant, microBatches, sends)) * widened;
          found.variantBound[first + v] = bound;
          best = Math.max(best, bound);
        }
        found.bound[group] = best;
        first += blocks.variants.length;
        group++;
        bounded += blocks.variants.length;
        if (bounded < variantsAtOnce) continue;
        bounded = 0;
        yield { done: group, all: 2 * groups };
      }
    }
  }
  found.order.sort((a, b) => found.bound[b]! - found.bound[a]!);
  return found;
}

/** What a search holds while it opens the plans of one variant of a group. */
interface Opening {
  readonly table: BlockTable;
  readonly digits: PlanDigits;
  readonly best: Best;
  /** Shape and variant that are open. */
  of: ShapeBlocks;
  variant: number;
  /** Plans that were timed in full. */
  timed: number;
  /** Plans whose memory was looked at since the last report. */
  looked: number;
}

/** Does a smaller micro-batch with the same options fail to fit? Calculon's `-m` then never came to this one. */
function isBroken({ table: { evaluator }, digits, of, variant }: Opening): boolean {
  const { step, row, rates } = evaluator;
  const { shape, blocks } = of;
  const { microBatches } = step;
  const kept = row.slice();
  let broken = false;
  for (let m = 0; m < digits.microBatch && !broken; m++) {
    loadBlock(evaluator, of, digits.tensorNet, m, variant);
    loadOptimizer(row, of, blocks.variants[variant]!, step.sharded);
    step.microBatches = shape.batch / shape.data / shape.microBatches[m]!;
    stepMemory(row, step);
    broken = memoryBinding(row, rates) !== undefined;
  }
  row.set(kept);
  step.microBatches = microBatches;
  return broken;
}

/** Times a plan with and without hiding the exchange of its replicas, and keeps it where it is among the best. */
function timePlans(opening: Opening): void {
  const { table, digits, best, of } = opening;
  const { space, evaluator } = table;
  const { rates, step, row } = evaluator;
  const breaks = space.limits.microBatchBreak === true;
  for (let d = 0; d < of.shape.dataOverlaps.length; d++) {
    digits.dataOverlap = d;
    step.dataOverlap = of.shape.dataOverlaps[d]!;
    stepExchange(row, rates, step);
    opening.timed++;
    const rate = row[at.sample_rate]!;
    if (rate < best.least) continue;
    const index = indexOf(space, digits);
    if (best.isAmong(rate, index) && !(breaks && isBroken(opening))) best.insert(rate, index);
  }
}

/** Lays a plan that fits into memory on every tier of the network that will have it. */
function openNets(opening: Opening): void {
  const { table, digits, best, of } = opening;
  const { rates, step, row } = table.evaluator;
  const { dataNets, pipelineNets } = of.shape;
  const first = digits.tensorNet * pipelineNets * dataNets;
  for (let pipelineNet = 0; pipelineNet < pipelineNets; pipelineNet++) {
    step.pipelineNet = pipelineNet;
    digits.pipelineNet = pipelineNet;
    let isTimed = false;
    for (let dataNet = 0; dataNet < dataNets; dataNet++) {
      if (of.nets[first + pipelineNet * dataNets + dataNet] === 0) continue;
      if (!isTimed) stepWithoutExchange(row, rates, step);
      isTimed = true;
      // Too slow even without the exchange of replicas.
      if (step.batch / row[beforeExchange]! < best.least) break;
      step.dataNet = dataNet;
      digits.dataNet = dataNet;
      timePlans(opening);
    }
  }
}

/** Moves weights, activations and optimiser to the second memory or not, as far as that fits. */
function openOffloads(opening: Opening, choice: OuterChoice): void {
  const { table, digits, of } = opening;
  const { space, evaluator } = table;
  const { rates, step, row } = evaluator;
  for (let w = 0; w < space.weights.length; w++) {
    digits.weights = w;
    step.offloadWeights = space.weights[w]!;
    for (let a = 0; a < choice.activations.length; a++) {
      digits.activations = a;
      step.offloadActivations = choice.activations[a]!;
      for (let o = 0; o < space.optimizers.length; o++) {
        digits.optimizer = o;
        step.offloadOptimizer = space.optimizers[o]!;
        if (of.shape.blocks <= fewestToOffload && (step.offloadWeights || step.offloadActivations || step.offloadOptimizer)) continue;
        opening.looked++;
        stepMemory(row, step);
        if (memoryBinding(row, rates) === undefined) openNets(opening);
      }
    }
  }
}

/** Times the plans of one variant of a group that can still be among the best. */
function openVariant(opening: Opening): void {
  const { table, digits, of } = opening;
  const { step, row } = table.evaluator;
  const { shape, blocks, outer } = of;
  const variant = blocks.variants[opening.variant]!;
  digits.overlap = variant.overlap;
  digits.fused = variant.fusedAt;
  step.recompute = variant.recompute;
  loadBlock(table.evaluator, of, digits.tensorNet, digits.microBatch, opening.variant);
  for (const outerAt of outer[opening.variant]!) {
    const choice = shape.outer[outerAt]!;
    digits.outer = outerAt;
    step.sharded = choice.sharded;
    loadOptimizer(row, of, variant, choice.sharded);
    // The more chunks, the smaller the bubble.
    for (let i = shape.interleavings.length - 1; i >= 0; i--) {
      digits.interleaving = i;
      step.interleaving = shape.interleavings[i]!;
      openOffloads(opening, choice);
    }
  }
}

/** The first thing that leaves no plan at all. */
function nothingFits({ shapes }: BlockTable): SpaceBinding {
  if (shapes.length === 0) return 'few-sequences';
  return shapes.every(({ nets }) => nets.every((fits) => fits === 0)) ? 'network-size' : 'memory';
}

/** What to search for: the limits of a space, how many plans are wanted, and the space, if it has been made. */
export interface CalculonSearchInput {
  readonly limits: CalculonLimits;
  /** One unless given. */
  readonly top?: number;
  readonly space?: CalculonSpace;
}

/**
 * The best plans of Calculon's space, some milliseconds of work at a time: who calls may stop between two reports. See `calculonSearch`.
 *
 * @pure
 * @param input what to search for
 */
export function* calculonSearchSteps(input: CalculonSearchInput): Generator<CalculonProgress, CalculonSearch> {
  const { limits, top = 1, space = calculonSpace(limits) } = input;
  const groupCount = space.shapes.reduce((sum, { tensorNets, microBatches }) => sum + tensorNets * microBatches.length, 0);
  const laying = blockTableSteps(space);
  let laid = laying.next();
  for (; laid.done !== true; laid = laying.next()) yield { done: 0, all: 2 * groupCount };
  const table = laid.value;
  const groups = yield* boundGroups(table);
  const best = new Best(top);
  const digits: PlanDigits = {
    shape: 0,
    interleaving: 0,
    outer: 0,
    dataOverlap: 0,
    overlap: 0,
    weights: 0,
    activations: 0,
    optimizer: 0,
    fused: 0,
    microBatch: 0,
    tensorNet: 0,
    pipelineNet: 0,
    dataNet: 0,
  };
  const { step } = table.evaluator;
  const opening: Opening = { table, digits, best, of: table.shapes[0]!, variant: 0, timed: 0, looked: 0 };
  let opened = 0;
  for (const group of groups.order) {
    const bound = groups.bound[group]!;
    if (bound === 0 || bound < best.least) break;
    opened++;
    const of = table.shapes[groups.shape[group]!]!;
    const { shape, blocks } = of;
    opening.of = of;
    digits.shape = groups.shape[group]!;
    digits.tensorNet = groups.net[group]!;
    digits.microBatch = groups.microBatch[group]!;
    step.pipeline = shape.pipeline;
    step.data = shape.data;
    step.batch = shape.batch;
    step.blocks = shape.blocks;
    step.microBatches = shape.batch / shape.data / shape.microBatches[digits.microBatch]!;
    step.tensorNet = digits.tensorNet;
    const first = groups.first[group]!;
    for (let v = 0; v < blocks.variants.length; v++) {
      const variantBound = groups.variantBound[first + v]!;
      if (variantBound === 0 || variantBound < best.least) continue;
      opening.variant = v;
      openVariant(opening);
      if (opening.looked < plansAtOnce) continue;
      opening.looked = 0;
      yield { done: groups.order.length + opened, all: 2 * groups.order.length };
    }
  }
  const effort = { plans: space.plans, groups: groups.order.length, opened, timed: opening.timed };
  if (best.count === 0) return { feasible: false, binding: nothingFits(table), ...effort };
  const ranked = Array.from({ length: best.count }, (_, i): RankedPlan => {
    const index = best.index[i]!;
    const plan = planAt(space, index);
    return { plan, index, sampleRate: best.rate[i]!, totalTime: plan.batch_size / best.rate[i]! };
  });
  return { feasible: true, best: ranked, ...effort };
}

/**
 * The best plans of Calculon's space by sequences a second, proven: groups of plans are opened in the order of a bound on their rate
 * until no group can hold a better plan. Blocks are reckoned once, the network and the memory are asked before anything is timed.
 *
 * @source calculon-2024 calculon/llm/optimal_execution.py at caa4b11, behaviour
 * @param input what to search for
 */
export function calculonSearch(input: CalculonSearchInput): CalculonSearch {
  const steps = calculonSearchSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
