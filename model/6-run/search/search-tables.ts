import type { ChipRates } from '#accelerator';
import { layerParameters } from '../count-parameters.ts';
import { type HeldParameters, heldLevel, heldParameters, memoryStages } from '../memory/plan-memory.ts';
import type { Plan } from '../plan.ts';
import { type RankParameters, rankParameters } from '../rank-parameters.ts';
import { heaviestRank, type StageLayout, stageLayout } from '../step/prepare-step.ts';
import type { SearchPlansInput } from './search-input.ts';

export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Stages, chunks and schedule of a pipeline. */
export interface Lay {
  /** Its place in the table. */
  readonly at: number;
  readonly pipeline: number;
  readonly schedule: Plan['schedule'];
  readonly virtual: number;
  readonly pipelineAt: number;
  readonly scheduleAt: number;
  readonly virtualAt: number;
}

/** What follows from a lay and the model. */
export interface LaidStages {
  readonly layout: StageLayout & { readonly transfers: undefined; readonly kinds: number };
  /** Stages of which one needs most memory. */
  readonly tight: readonly number[];
}

/** Parameters of the devices of a lay under tensor and expert ranks. */
export interface LaidParameters {
  /** Of the stages in `tight`. */
  readonly held: readonly HeldParameters[];
  readonly heaviest: RankParameters;
}

/** Tensor, context and expert ranks on so many accelerators, in a number format and an order. */
export interface Split {
  readonly accelerators: number;
  readonly rates: ChipRates;
  /** As memory sees it and as it is timed, with the values of the split. */
  readonly plan: Plan;
  readonly timed: Plan;
  /** Number of its plan that takes the first value on every other axis. */
  readonly index: number;
  readonly key: number;
}

/** A way to keep state on the replicas. */
export interface Keeping {
  readonly zero: Plan['zero'];
  readonly shardGroup: number;
  readonly zeroAt: number;
  readonly shardAt: number;
}

/**
 * Every way to lay out a pipeline that a space names: one for each number of stages, schedule and number of chunks that differ.
 *
 * @pure
 * @param space lists of values
 */
export const laysOf = (space: SearchPlansInput['space']): readonly Lay[] => {
  const lays: Lay[] = [];
  for (const [pipelineAt, pipeline] of space.pipeline.entries()) {
    const schedules: readonly Plan['schedule'][] = pipeline === 1 ? ['1f1b'] : space.schedule;
    for (const [scheduleAt, schedule] of schedules.entries()) {
      const chunks = schedule === 'interleaved' ? space.virtual : [1];
      for (const [virtualAt, virtual] of chunks.entries()) {
        lays.push({ at: lays.length, pipeline, schedule, virtual, pipelineAt, scheduleAt, virtualAt });
      }
    }
  }
  return lays;
};

/** What follows from lays, splits and replicas, made when it is first asked for and kept. */
export interface SearchTables {
  readonly stagesOf: (lay: Lay, plan: Plan) => LaidStages;
  readonly parametersOf: (lay: Lay, plan: Plan) => LaidParameters;
  /** Ways to keep state on so many replicas, by the stages of a pipeline. */
  readonly keepingsOf: (replicas: number, stages: number) => readonly Keeping[];
}

/**
 * Empty tables for a search.
 *
 * @pure
 * @param input what is searched
 * @param lays ways to lay out a pipeline
 */
export const searchTables = ({ architecture, space }: SearchPlansInput, lays: readonly Lay[]): SearchTables => {
  const stages: (LaidStages | undefined)[] = lays.map(() => undefined);
  const counted = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const parameters: Map<number, LaidParameters>[] = lays.map(() => new Map());
  const keepings = new Map<number, readonly Keeping[]>();
  const stagesOf = (lay: Lay, plan: Plan): LaidStages => {
    const found = stages[lay.at];
    if (found !== undefined) return found;
    const layout = { ...stageLayout(architecture, plan), transfers: undefined, kinds: architecture.kinds.length };
    const made = { layout, tight: memoryStages(plan, layout.stages) };
    stages[lay.at] = made;
    return made;
  };
  return {
    stagesOf,
    parametersOf: (lay, plan) => {
      const key = plan.tensor * 2 ** 24 + plan.expert * plan.expertTensor;
      const found = parameters[lay.at]!.get(key);
      if (found !== undefined) return found;
      const { layout, tight } = stagesOf(lay, plan);
      const of = (stage: number): RankParameters => rankParameters(architecture, plan, layout.stages, stage, counted);
      const made = {
        held: tight.map((stage) => heldParameters(plan, layout.stages, stage, of)),
        heaviest: heaviestRank(architecture, plan, layout.stages),
      };
      parameters[lay.at]!.set(key, made);
      return made;
    },
    keepingsOf: (replicas, depth) => {
      const name = depth > 1 ? -replicas : replicas;
      const found = keepings.get(name);
      if (found !== undefined) return found;
      const made: Keeping[] = [];
      const seen = new Set<string>();
      space.zero.forEach((zero, zeroAt) => {
        space.shardGroup.forEach((group, shardAt) => {
          const shardGroup = zero === 0 ? replicas : Math.min(group, replicas);
          const way = `${heldLevel({ zero, pipeline: depth })}/${shardGroup}`;
          if (!seen.has(way)) made.push({ zero, shardGroup, zeroAt, shardAt });
          seen.add(way);
        });
      });
      keepings.set(name, made);
      return made;
    },
  };
};

interface Columns {
  count: number;
}

/** Blocks, in columns: one micro-batch under a split, with what is computed again and what is overlapped. */
export interface Blocks extends Columns {
  split: Int32Array;
  /** Part of a plan's number that the block decides. */
  index: Float64Array;
  microBatch: Int32Array;
  recompute: Int32Array;
  /** Forward, backward to inputs and to weights of each owner. */
  times: Float64Array;
  /** What a micro-batch leaves and needs, as `keepPass` writes it; not a number where that has not been asked for. */
  passes: Float64Array;
}

/** Nodes, in columns: a block under a lay, with a time that none of its plans beats. */
export interface Nodes extends Columns {
  block: Int32Array;
  lay: Int32Array;
  bound: Float64Array;
  /** Written by `inOrder`. */
  order: Int32Array;
}

const longer = <T extends Int32Array | Float64Array>(array: T, need: number): T => {
  if (need <= array.length) return array;
  const made = new (array.constructor as new (length: number) => T)(2 * need);
  made.set(array as Int32Array & Float64Array);
  return made;
};

/**
 * Blocks without any.
 *
 * @pure
 */
export const emptyBlocks = (): Blocks => ({
  count: 0,
  split: new Int32Array(0),
  index: new Float64Array(0),
  microBatch: new Int32Array(0),
  recompute: new Int32Array(0),
  times: new Float64Array(0),
  passes: new Float64Array(0),
});

/**
 * Nodes without any.
 *
 * @pure
 */
export const emptyNodes = (): Nodes => ({
  count: 0,
  block: new Int32Array(0),
  lay: new Int32Array(0),
  bound: new Float64Array(0),
  order: new Int32Array(0),
});

/**
 * Makes room for one more block.
 *
 * @pure
 * @param blocks the blocks
 * @param width numbers of a block in `times`
 * @param passesWidth numbers of a block in `passes`
 */
export const roomForBlock = (blocks: Blocks, width: number, passesWidth: number): void => {
  const need = blocks.count + 1;
  if (need <= blocks.split.length) return;
  blocks.split = longer(blocks.split, need);
  blocks.index = longer(blocks.index, need);
  blocks.microBatch = longer(blocks.microBatch, need);
  blocks.recompute = longer(blocks.recompute, need);
  blocks.times = longer(blocks.times, need * width);
  blocks.passes = longer(blocks.passes, need * passesWidth);
};

/**
 * Adds a node.
 *
 * @pure
 * @param nodes the nodes
 * @param block its block
 * @param lay its lay
 * @param bound the time that none of its plans beats
 */
export const addNode = (nodes: Nodes, block: number, lay: number, bound: number): void => {
  const at = nodes.count;
  if (at >= nodes.block.length) {
    nodes.block = longer(nodes.block, at + 1);
    nodes.lay = longer(nodes.lay, at + 1);
    nodes.bound = longer(nodes.bound, at + 1);
  }
  nodes.block[at] = block;
  nodes.lay[at] = lay;
  nodes.bound[at] = bound;
  nodes.count = at + 1;
};

const buckets = 64;

/** Steps of a scale that is to end at twice the least, were they that fine. */
const stepOf = (scale: number, least: number, time: number): number => Math.min(buckets - 1, Math.floor(scale * Math.log(time / least)));
const starts = new Int32Array(buckets + 1);

/**
 * Puts nodes in order of their bounds, roughly: by 64 steps of a geometric scale, within a step as they came.
 *
 * @pure
 * @param nodes the nodes
 */
export const inOrder = (nodes: Nodes): Int32Array => {
  const { count, bound } = nodes;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let node = 0; node < count; node++) {
    least = Math.min(least, bound[node]!);
    most = Math.max(most, bound[node]!);
  }
  // Twice the least bound is far from the best: all beyond is one step.
  const scale = (buckets - 1) / Math.log(Math.max(1 + 1e-9, Math.min(2, most / least)));
  starts.fill(0);
  for (let node = 0; node < count; node++) {
    const step = stepOf(scale, least, bound[node]!) + 1;
    starts[step] = starts[step]! + 1;
  }
  for (let step = 0; step < buckets; step++) starts[step + 1] = starts[step + 1]! + starts[step]!;
  nodes.order = longer(nodes.order, count);
  const { order } = nodes;
  for (let node = 0; node < count; node++) {
    const step = stepOf(scale, least, bound[node]!);
    order[starts[step]!] = node;
    starts[step] = starts[step]! + 1;
  }
  return order;
};
