import { attentionRecompute, fullRecompute, scatterGather } from './block-layers.ts';
import {
  type CalculonAttention,
  type CalculonDatatype,
  type CalculonModel,
  type CalculonPlan,
  type CalculonSystem,
  calculonComms,
  calculonOverlaps,
  calculonRecomputes,
} from './calculon-input.ts';

/** What Calculon's searches are asked: model, system, processors, batch, and which options a plan may take. */
export interface CalculonLimits {
  readonly model: CalculonModel;
  readonly system: CalculonSystem;
  /** Processors of a plan. */
  readonly processors: number;
  /** A plan takes the largest multiple of its replicas that is not above it. */
  readonly maxBatch: number;
  readonly datatype: CalculonDatatype;
  /** Whether an activation is fused, in the order in which to try. */
  readonly fusedActivation?: readonly boolean[];
  /** May the exchange of a tensor group hide behind its layers (`--no-tp-overlap` forbids it)? */
  readonly tensorOverlap?: boolean;
  /** May the exchange of replicas hide behind the backward pass (`--no-dp-overlap` forbids it)? */
  readonly dataOverlap?: boolean;
  /** Are larger micro-batches left out where a smaller one has no plan (`-m`)? */
  readonly microBatchBreak?: boolean;
  readonly attention?: CalculonAttention;
  readonly training?: boolean;
  /** Counts what is recomputed layer by layer, where Calculon adds a running total. */
  readonly recomputeFix?: boolean;
}

/** Recompute, sharing of the optimiser, exchange and repeated gather: the outer choices, in the order of Calculon's loops. */
export interface OuterChoice {
  readonly recompute: number;
  readonly sharded: boolean;
  readonly comm: number;
  readonly redo: boolean;
  /** Plans of a shape that come before it. */
  readonly offset: number;
  /** Offloads of activations that are tried. */
  readonly activations: readonly boolean[];
}

/** Plans with the same tensor, pipeline and data parallelism. */
export interface PlanShape {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly batch: number;
  readonly blocks: number;
  readonly interleavings: readonly number[];
  readonly outer: readonly OuterChoice[];
  readonly dataOverlaps: readonly boolean[];
  readonly overlaps: readonly number[];
  readonly microBatches: readonly number[];
  /** Tiers that a group of more than one member may lie on. */
  readonly tensorNets: number;
  readonly pipelineNets: number;
  readonly dataNets: number;
  /** Plans of all shapes before it, and of one interleaving. */
  readonly first: number;
  readonly perInterleaving: number;
}

/** The plans that Calculon's loops run through, numbered in their order. */
export interface CalculonSpace {
  readonly limits: CalculonLimits;
  readonly fused: readonly boolean[];
  /** Whether weights, and the optimiser, are offloaded, in the order in which to try. */
  readonly weights: readonly boolean[];
  readonly optimizers: readonly boolean[];
  readonly shapes: readonly PlanShape[];
  /** How many plans there are, possible or not. */
  readonly plans: number;
}

/** Divisors, rising. */
function factors(whole: number): number[] {
  const low: number[] = [];
  const high: number[] = [];
  for (let part = 1; part * part <= whole; part++) {
    if (whole % part !== 0) continue;
    low.push(part);
    if (part * part !== whole) high.push(whole / part);
  }
  return [...low, ...high.reverse()];
}
const both = [true, false] as const;
const never = [false] as const;
const either = (may: boolean): readonly boolean[] => (may ? both : never);

/** Plans of an outer choice: everything that is chosen within. */
const innerPlans = (
  space: Pick<CalculonSpace, 'fused' | 'weights' | 'optimizers'>,
  shape: Omit<PlanShape, 'outer'>,
  activations: number,
): number =>
  shape.dataOverlaps.length *
  shape.overlaps.length *
  space.weights.length *
  activations *
  space.optimizers.length *
  space.fused.length *
  shape.microBatches.length *
  shape.tensorNets *
  shape.pipelineNets *
  shape.dataNets;

function outerChoices(
  space: Pick<CalculonSpace, 'fused' | 'weights' | 'optimizers'>,
  shape: Omit<PlanShape, 'outer'>,
  training: boolean,
): { readonly outer: readonly OuterChoice[]; readonly plans: number } {
  const outer: OuterChoice[] = [];
  let plans = 0;
  for (const recompute of training
    ? [fullRecompute, attentionRecompute, calculonRecomputes.indexOf('none')]
    : [calculonRecomputes.indexOf('none')]) {
    const activations = recompute === fullRecompute ? never : space.weights;
    for (const sharded of either(shape.data > 1)) {
      for (let comm = 0; comm < calculonComms.length; comm++) {
        for (const redo of either(comm === scatterGather && recompute !== fullRecompute)) {
          outer.push({ recompute, sharded, comm, redo, offset: plans, activations });
          plans += innerPlans(space, shape, activations.length);
        }
      }
    }
  }
  return { outer, plans };
}

/**
 * The space of plans that Calculon's `llm-all-executions` and `llm-optimal-execution` run through under the same limits.
 *
 * @source calculon-2024 calculon/llm/all_executions.py and optimal_execution.py at caa4b11, behaviour
 * @param limits what is asked
 * @returns the plans as numbers; `planAt` gives the plan of a number
 */
export function calculonSpace(limits: CalculonLimits): CalculonSpace {
  const { model, system, processors, maxBatch, training = true, tensorOverlap = true, dataOverlap = true } = limits;
  const { hidden, attn_heads: heads, num_blocks: allBlocks, seq_size: sequence } = model;
  const offload = system.mem2.GiB > 0;
  const nets = system.networks.length;
  const base = { fused: limits.fusedActivation ?? [true], weights: either(offload), optimizers: either(offload && training) };
  const shapes: PlanShape[] = [];
  let plans = 0;
  for (const tensor of factors(processors)) {
    if (hidden % tensor !== 0 || heads % tensor !== 0) continue;
    for (const pipeline of factors(Math.min(processors / tensor, allBlocks))) {
      if (processors % (tensor * pipeline) !== 0 || allBlocks % pipeline !== 0) continue;
      const data = processors / (tensor * pipeline);
      if (data > maxBatch) continue;
      const batch = maxBatch - (maxBatch % data);
      const blocks = allBlocks / pipeline;
      const shape = {
        tensor,
        pipeline,
        data,
        batch,
        blocks,
        interleavings: pipeline === 1 ? [1] : factors(blocks),
        dataOverlaps: either(data > 1 && dataOverlap && training),
        overlaps: tensor > 1 && tensorOverlap ? calculonOverlaps.map((_, index) => index) : [0],
        microBatches: factors(batch / data).filter((microBatch) => (microBatch * sequence) % tensor === 0),
        tensorNets: tensor > 1 ? nets : 1,
        pipelineNets: pipeline > 1 ? nets : 1,
        dataNets: data > 1 ? nets : 1,
        first: plans,
        perInterleaving: 0,
      };
      const { outer, plans: perInterleaving } = outerChoices(base, shape, training);
      shapes.push({ ...shape, outer, perInterleaving });
      plans += perInterleaving * shape.interleavings.length;
    }
  }
  return { ...base, limits, shapes, plans };
}

/** A plan as positions in the lists of its space. */
export interface PlanDigits {
  shape: number;
  interleaving: number;
  outer: number;
  dataOverlap: number;
  overlap: number;
  weights: number;
  activations: number;
  optimizer: number;
  fused: number;
  microBatch: number;
  tensorNet: number;
  pipelineNet: number;
  dataNet: number;
}

/**
 * Number of a plan, in the order of Calculon's loops.
 *
 * @param space the space
 * @param digits where the plan stands in its lists
 */
export function indexOf(space: CalculonSpace, digits: PlanDigits): number {
  const shape = space.shapes[digits.shape]!;
  const outer = shape.outer[digits.outer]!;
  let inner = digits.dataOverlap;
  inner = inner * shape.overlaps.length + digits.overlap;
  inner = inner * space.weights.length + digits.weights;
  inner = inner * outer.activations.length + digits.activations;
  inner = inner * space.optimizers.length + digits.optimizer;
  inner = inner * space.fused.length + digits.fused;
  inner = inner * shape.microBatches.length + digits.microBatch;
  inner = inner * shape.tensorNets + digits.tensorNet;
  inner = inner * shape.pipelineNets + digits.pipelineNet;
  inner = inner * shape.dataNets + digits.dataNet;
  return shape.first + digits.interleaving * shape.perInterleaving + outer.offset + inner;
}

const lastNotAbove = <T>(list: readonly T[], of: (item: T) => number, value: number): number => {
  let found = 0;
  while (found + 1 < list.length && of(list[found + 1]!) <= value) found++;
  return found;
};

function digitsAt(space: CalculonSpace, index: number): PlanDigits {
  const shapeAt = lastNotAbove(space.shapes, ({ first }) => first, index);
  const shape = space.shapes[shapeAt]!;
  const interleaving = Math.floor((index - shape.first) / shape.perInterleaving);
  const within = index - shape.first - interleaving * shape.perInterleaving;
  const outerAt = lastNotAbove(shape.outer, ({ offset }) => offset, within);
  const outer = shape.outer[outerAt]!;
  let inner = within - outer.offset;
  const next = (length: number): number => {
    const digit = inner % length;
    inner = (inner - digit) / length;
    return digit;
  };
  // From the innermost loop outwards.
  const dataNet = next(shape.dataNets);
  const pipelineNet = next(shape.pipelineNets);
  const tensorNet = next(shape.tensorNets);
  const microBatch = next(shape.microBatches.length);
  const fused = next(space.fused.length);
  const optimizer = next(space.optimizers.length);
  const activations = next(outer.activations.length);
  const weights = next(space.weights.length);
  const overlap = next(shape.overlaps.length);
  return {
    shape: shapeAt,
    interleaving,
    outer: outerAt,
    dataOverlap: inner,
    overlap,
    weights,
    activations,
    optimizer,
    fused,
    microBatch,
    tensorNet,
    pipelineNet,
    dataNet,
  };
}

/**
 * The plan of a number.
 *
 * @pure
 * @param space the space
 * @param index from 0 to `space.plans` less one
 */
export function planAt(space: CalculonSpace, index: number): CalculonPlan {
  const digits = digitsAt(space, index);
  const { limits } = space;
  const shape = space.shapes[digits.shape]!;
  const outer = shape.outer[digits.outer]!;
  return {
    num_procs: limits.processors,
    tensor_par: shape.tensor,
    pipeline_par: shape.pipeline,
    data_par: shape.data,
    tensor_par_net: digits.tensorNet,
    pipeline_par_net: digits.pipelineNet,
    data_par_net: digits.dataNet,
    batch_size: shape.batch,
    microbatch_size: shape.microBatches[digits.microBatch]!,
    datatype: limits.datatype,
    fused_activation: space.fused[digits.fused]!,
    attention_type: limits.attention ?? 'multihead',
    activation_recompute: calculonRecomputes[outer.recompute]!,
    pipeline_interleaving: shape.interleavings[digits.interleaving]!,
    optimizer_sharding: outer.sharded,
    tensor_par_comm_type: calculonComms[outer.comm]!,
    tensor_par_overlap: calculonOverlaps[shape.overlaps[digits.overlap]!]!,
    seq_par_ag_redo: outer.redo,
    data_par_overlap: shape.dataOverlaps[digits.dataOverlap]!,
    weight_offload: space.weights[digits.weights]!,
    activations_offload: outer.activations[digits.activations]!,
    optimizer_offload: space.optimizers[digits.optimizer]!,
    training: limits.training ?? true,
  };
}

/**
 * The number of a plan in a space, or -1 where the space does not hold it.
 *
 * @pure
 * @unit 1
 * @param space the space
 * @param plan the plan
 */
export function indexOfPlan(space: CalculonSpace, plan: CalculonPlan): number {
  const { limits } = space;
  const isOther =
    plan.num_procs !== limits.processors ||
    plan.datatype !== limits.datatype ||
    plan.attention_type !== (limits.attention ?? 'multihead') ||
    plan.training !== (limits.training ?? true);
  const shape = space.shapes.findIndex(
    ({ tensor, pipeline, data, batch }) =>
      tensor === plan.tensor_par && pipeline === plan.pipeline_par && data === plan.data_par && batch === plan.batch_size,
  );
  const own = space.shapes[shape];
  if (isOther || own === undefined) return -1;
  const outer = own.outer.findIndex(
    ({ recompute, sharded, comm, redo }) =>
      calculonRecomputes[recompute] === plan.activation_recompute &&
      sharded === plan.optimizer_sharding &&
      calculonComms[comm] === plan.tensor_par_comm_type &&
      redo === plan.seq_par_ag_redo,
  );
  const digits: PlanDigits = {
    shape,
    interleaving: own.interleavings.indexOf(plan.pipeline_interleaving),
    outer,
    dataOverlap: own.dataOverlaps.indexOf(plan.data_par_overlap),
    overlap: own.overlaps.indexOf(calculonOverlaps.indexOf(plan.tensor_par_overlap)),
    weights: space.weights.indexOf(plan.weight_offload),
    activations: own.outer[outer]?.activations.indexOf(plan.activations_offload) ?? -1,
    optimizer: space.optimizers.indexOf(plan.optimizer_offload),
    fused: space.fused.indexOf(plan.fused_activation),
    microBatch: own.microBatches.indexOf(plan.microbatch_size),
    tensorNet: plan.tensor_par_net < own.tensorNets ? plan.tensor_par_net : -1,
    pipelineNet: plan.pipeline_par_net < own.pipelineNets ? plan.pipeline_par_net : -1,
    dataNet: plan.data_par_net < own.dataNets ? plan.data_par_net : -1,
  };
  return Object.values(digits).some((digit) => digit < 0) ? -1 : indexOf(space, digits);
}
