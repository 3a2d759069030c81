import { type BlockTable, blockTable, loadBlock, loadOptimizer, type ShapeBlocks } from './block-table.ts';
import { type CalculonSpace, indexOf, type OuterChoice, type PlanDigits } from './calculon-space.ts';
import { fewestToOffload, memoryBinding } from './calculon-step.ts';
import { stepMemory } from './step-stats.ts';

/** The plans of a space that Calculon accepts. */
export interface ValidPlans {
  /** Plans that are looked at: all of them, or fewer where larger micro-batches are left out. */
  readonly looked: number;
  /** Plans that network and memory allow. */
  readonly valid: number;
  /** Their numbers, rising. */
  readonly indices: Float64Array;
}

interface Walk {
  readonly table: BlockTable;
  readonly digits: PlanDigits;
  /** Tiers that go together, as offsets. */
  readonly nets: readonly number[];
  looked: number;
  valid: number;
  indices: Float64Array;
}

function keep(walk: Walk, index: number): void {
  if (walk.valid === walk.indices.length) {
    const grown = new Float64Array(2 * walk.indices.length);
    grown.set(walk.indices);
    walk.indices = grown;
  }
  walk.indices[walk.valid++] = index;
}

function walkMicroBatches(walk: Walk, of: ShapeBlocks, choice: OuterChoice, variant: number): void {
  const { table, digits, nets } = walk;
  const { space, evaluator } = table;
  const { step, row, rates } = evaluator;
  const { shape, blocks } = of;
  const breaks = space.limits.microBatchBreak === true;
  const refused = shape.blocks <= fewestToOffload && (step.offloadWeights || step.offloadActivations || step.offloadOptimizer);
  for (let m = 0; m < shape.microBatches.length; m++) {
    digits.microBatch = m;
    walk.looked += of.nets.length;
    let fits = !refused && nets.length > 0;
    if (fits) {
      step.microBatches = shape.batch / shape.data / shape.microBatches[m]!;
      // What a block needs of memory is the same on every tier.
      loadBlock(evaluator, of, 0, m, variant);
      loadOptimizer(row, of, blocks.variants[variant]!, choice.sharded);
      stepMemory(row, step);
      fits = memoryBinding(row, rates) === undefined;
    }
    if (fits) {
      const first = indexOf(space, digits);
      for (const net of nets) keep(walk, first + net);
    } else if (breaks) return;
  }
}

function walkOuter(walk: Walk, of: ShapeBlocks, outer: number): void {
  const { table, digits } = walk;
  const { space, evaluator } = table;
  const { step } = evaluator;
  const { shape, blocks } = of;
  const choice = shape.outer[outer]!;
  digits.outer = outer;
  step.sharded = choice.sharded;
  step.recompute = choice.recompute;
  for (let d = 0; d < shape.dataOverlaps.length; d++) {
    digits.dataOverlap = d;
    for (let overlap = 0; overlap < shape.overlaps.length; overlap++) {
      digits.overlap = overlap;
      for (let offloads = 0; offloads < space.weights.length * choice.activations.length * space.optimizers.length; offloads++) {
        digits.optimizer = offloads % space.optimizers.length;
        digits.activations = Math.floor(offloads / space.optimizers.length) % choice.activations.length;
        digits.weights = Math.floor(offloads / (space.optimizers.length * choice.activations.length));
        step.offloadOptimizer = space.optimizers[digits.optimizer]!;
        step.offloadActivations = choice.activations[digits.activations]!;
        step.offloadWeights = space.weights[digits.weights]!;
        for (let fused = 0; fused < space.fused.length; fused++) {
          digits.fused = fused;
          const variant = blocks.variants.findIndex(
            (each, at) => each.fusedAt === fused && each.overlap === overlap && of.outer[at]!.includes(outer),
          );
          walkMicroBatches(walk, of, choice, variant);
        }
      }
    }
  }
}

/**
 * Every plan of a space that Calculon accepts, in its order.
 *
 * @source calculon-2024 calculon/llm/all_executions.py at caa4b11, behaviour
 * @param space the space
 */
export function validPlans(space: CalculonSpace): ValidPlans {
  const table = blockTable(space);
  const { step } = table.evaluator;
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
  let walk: Walk = { table, digits, nets: [], looked: 0, valid: 0, indices: new Float64Array(1024) };
  for (const [shapeAt, of] of table.shapes.entries()) {
    const { shape } = of;
    walk = { ...walk, nets: [...of.nets].flatMap((fits, net) => (fits === 1 ? [net] : [])) };
    digits.shape = shapeAt;
    step.pipeline = shape.pipeline;
    step.data = shape.data;
    step.batch = shape.batch;
    step.blocks = shape.blocks;
    for (let i = 0; i < shape.interleavings.length; i++) {
      digits.interleaving = i;
      step.interleaving = shape.interleavings[i]!;
      for (let outer = 0; outer < shape.outer.length; outer++) walkOuter(walk, of, outer);
    }
  }
  return { looked: walk.looked, valid: walk.valid, indices: walk.indices.slice(0, walk.valid) };
}
