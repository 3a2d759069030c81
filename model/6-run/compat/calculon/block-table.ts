import { layBlock } from './block-layers.ts';
import { blockStats, blockWidth, optimizerStats } from './block-stats.ts';
import { at } from './calculon-columns.ts';
import type { CalculonSpace, OuterChoice, PlanShape } from './calculon-space.ts';
import { type CalculonEvaluator, calculonEvaluator, networkBinding } from './calculon-step.ts';

/** A kind of block: what its layers depend on besides the tensor group and the micro-batch. */
export interface BlockVariant {
  readonly recompute: number;
  readonly comm: number;
  readonly redo: boolean;
  /** Position in the overlaps of a shape. */
  readonly overlap: number;
  readonly overlapKind: number;
  readonly fusedAt: number;
  readonly fused: boolean;
}

/** Blocks of one tensor parallelism: a row for each tier, micro-batch and variant, reckoned when first asked for. */
interface TensorBlocks {
  readonly tensor: number;
  readonly microBatches: readonly number[];
  readonly variants: readonly BlockVariant[];
  readonly rows: Float64Array;
  readonly known: Uint8Array;
}

/** What of a row changes with the number of replicas that share an optimiser. */
const optimizerColumns = [
  at.block_optim_flops,
  at.block_optim_flops_time,
  at.block_optim_mem_accessed,
  at.block_optim_mem_time,
  at.block_optim_time,
  at.block_weight_grad_space,
  at.block_weight_grad_space_no_sharding,
  at.block_optimizer_space,
] as const;
export const optimizerWidth: number = optimizerColumns.length;
/** Where the time of the optimiser, a gradient, a whole gradient and its state stand among these. */
export const optimizerPart = { time: 4, gradient: 5, wholeGradient: 6, state: 7 } as const;

/** A shape of a space with what all its plans have in common. */
export interface ShapeBlocks {
  readonly shape: PlanShape;
  readonly blocks: TensorBlocks;
  /** Position of each micro-batch of the shape in its blocks. */
  readonly microBatchAt: Int32Array;
  /** Which tiers of tensor, pipeline and data groups go together: 1 where they do. */
  readonly nets: Uint8Array;
  /** For each variant, its outer choices: first the one that shares the optimiser, where there is one. */
  readonly outer: readonly (readonly number[])[];
  /** Figures of the optimiser: of shared and own, without and with overlap. */
  readonly optimizer: Float64Array;
}

/** A space with its blocks. */
export interface BlockTable {
  readonly space: CalculonSpace;
  readonly evaluator: CalculonEvaluator;
  readonly shapes: readonly ShapeBlocks[];
}

function variantsOf(space: CalculonSpace, shape: PlanShape): BlockVariant[] {
  const kinds = shape.outer.filter((choice, index) => shape.outer.findIndex((other) => sameBlock(choice, other)) === index);
  return space.fused.flatMap((fused, fusedAt) =>
    shape.overlaps.flatMap((overlapKind, overlap) =>
      kinds.map(({ recompute, comm, redo }) => ({ recompute, comm, redo, overlap, overlapKind, fusedAt, fused })),
    ),
  );
}
const sameBlock = (a: Pick<OuterChoice, 'recompute' | 'comm' | 'redo'>, b: Pick<OuterChoice, 'recompute' | 'comm' | 'redo'>): boolean =>
  a.recompute === b.recompute && a.comm === b.comm && a.redo === b.redo;

function netsOf({ rates, step }: CalculonEvaluator, { tensor, pipeline, data, tensorNets, pipelineNets, dataNets }: PlanShape): Uint8Array {
  const nets = new Uint8Array(tensorNets * pipelineNets * dataNets);
  step.pipeline = pipeline;
  step.data = data;
  for (let i = 0; i < nets.length; i++) {
    step.dataNet = i % dataNets;
    step.pipelineNet = Math.floor(i / dataNets) % pipelineNets;
    step.tensorNet = Math.floor(i / (dataNets * pipelineNets));
    nets[i] = networkBinding(rates.networks, step, tensor) === undefined ? 1 : 0;
  }
  return nets;
}

function optimizerOf(evaluator: CalculonEvaluator, { tensor, data, overlaps }: PlanShape): Float64Array {
  const { model, rates, layers, block, row } = evaluator;
  const figures = new Float64Array(2 * 2 * optimizerWidth);
  if (!block.training) return figures;
  block.tensor = tensor;
  block.microBatch = 1;
  block.comm = 0;
  for (const overlap of overlaps.length > 1 ? [0, 1] : [0]) {
    block.overlap = overlap;
    layBlock(layers, model, block, rates.bytes);
    for (const own of [0, 1]) {
      optimizerStats(row, layers, rates, own === 0 ? data : 1);
      for (let i = 0; i < optimizerWidth; i++) figures[(2 * overlap + own) * optimizerWidth + i] = row[optimizerColumns[i]!]!;
    }
  }
  return figures;
}

/** Shapes that are laid out between two moments at which a search can be given up. */
const shapesAtOnce = 32;

/** Lays out the blocks of a space, some shapes at a time; none is reckoned yet. */
export function* blockTableSteps(space: CalculonSpace): Generator<undefined, BlockTable> {
  const { limits } = space;
  const evaluator = calculonEvaluator(limits);
  evaluator.block.multiquery = limits.attention === 'multiquery';
  evaluator.block.training = limits.training ?? true;
  evaluator.step.training = limits.training ?? true;
  const byTensor = new Map<number, TensorBlocks>();
  for (const shape of space.shapes) {
    if (byTensor.has(shape.tensor)) continue;
    const same = space.shapes.filter(({ tensor }) => tensor === shape.tensor);
    const microBatches = [...new Set(same.flatMap((each) => each.microBatches))].sort((a, b) => a - b);
    const variants = variantsOf(space, shape);
    const count = shape.tensorNets * microBatches.length * variants.length;
    byTensor.set(shape.tensor, {
      tensor: shape.tensor,
      microBatches,
      variants,
      rows: new Float64Array(count * blockWidth),
      known: new Uint8Array(count),
    });
  }
  const shapes: ShapeBlocks[] = [];
  for (const shape of space.shapes) {
    if (shapes.length % shapesAtOnce === 0) yield undefined;
    const blocks = byTensor.get(shape.tensor)!;
    const outer = blocks.variants.map((variant) =>
      shape.outer.map((choice, index) => (sameBlock(choice, variant) ? index : -1)).filter((index) => index >= 0),
    );
    shapes.push({
      shape,
      blocks,
      microBatchAt: Int32Array.from(shape.microBatches, (microBatch) => blocks.microBatches.indexOf(microBatch)),
      nets: netsOf(evaluator, shape),
      outer,
      optimizer: optimizerOf(evaluator, shape),
    });
  }
  return { space, evaluator, shapes };
}

/** Lays out the blocks of a space at once. */
export function blockTable(space: CalculonSpace): BlockTable {
  const steps = blockTableSteps(space);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Where the row of a block begins, reckoned now if it was not before.
 *
 * @param evaluator does the sums
 * @param blocks of one tensor parallelism
 * @param net tier of the tensor group
 * @param microBatch position of the micro-batch
 * @param variant position of the variant
 */
export function blockRow(evaluator: CalculonEvaluator, blocks: TensorBlocks, net: number, microBatch: number, variant: number): number {
  const index = (net * blocks.microBatches.length + microBatch) * blocks.variants.length + variant;
  const start = index * blockWidth;
  if (blocks.known[index] === 1) return start;
  const { model, rates, recomputeFix, layers, group, times, block, row } = evaluator;
  const { recompute, comm, redo, overlapKind, fused } = blocks.variants[variant]!;
  block.tensor = blocks.tensor;
  block.tensorNet = net;
  block.microBatch = blocks.microBatches[microBatch]!;
  block.comm = comm;
  block.overlap = overlapKind;
  block.recompute = recompute;
  block.redo = redo;
  block.fused = fused;
  block.shards = 1;
  layBlock(layers, model, block, rates.bytes);
  blockStats(row, layers, rates, block, recomputeFix, group, times);
  for (let i = 0; i < blockWidth; i++) blocks.rows[start + i] = row[i]!;
  blocks.known[index] = 1;
  return start;
}

/** Puts a block into the row of an evaluator, and what its stages send on. Micro-batch and variant are positions in their lists. */
export function loadBlock(evaluator: CalculonEvaluator, of: ShapeBlocks, net: number, microBatch: number, variant: number): void {
  const { model, rates, step, row } = evaluator;
  const { shape, blocks, microBatchAt } = of;
  const start = blockRow(evaluator, blocks, net, microBatchAt[microBatch]!, variant);
  for (let i = 0; i < blockWidth; i++) row[i] = blocks.rows[start + i]!;
  const rows = shape.microBatches[microBatch]! * model.seq_size;
  const part = blocks.variants[variant]!.comm === 0 ? rows : Math.floor(rows / shape.tensor);
  const sent = shape.pipeline === 1 ? 0 : part * model.hidden * rates.bytes;
  row[at.block_fw_pp_size] = sent;
  row[at.block_bw_pp_size] = step.training ? sent : 0;
}

/** Puts the optimiser into the row of an evaluator. */
export function loadOptimizer(row: Float64Array, { optimizer }: ShapeBlocks, variant: BlockVariant, sharded: boolean): void {
  const start = (2 * Math.min(variant.overlapKind, 1) + (sharded ? 0 : 1)) * optimizerWidth;
  for (let i = 0; i < optimizerWidth; i++) row[optimizerColumns[i]!] = optimizer[start + i]!;
}
