import { secondsPerHour } from '#quantity';
import type { PassBytes, PassMemory, StateMemory } from '../memory/plan-memory.ts';
import type { Offload, Plan } from '../plan.ts';
import { type ClosingStep, emptyWork, type LayerWork } from '../step/prepare-step.ts';
import { emptySums, partsPerOwner, type StageSums, stepColumns, type TimeOwnersInput } from '../step/training-step.ts';
import { type Judged, type KeepBest, keepBest } from './keep-best.ts';
import { type PlanPlace, type PlanSpace, plainSpace, spaceAxes } from './plan-space.ts';
import type { Objective, SearchCounts, SearchPlansInput } from './search-input.ts';
import {
  type Blocks,
  emptyBlocks,
  emptyNodes,
  type LaidParameters,
  type LaidStages,
  type Lay,
  laysOf,
  type Mutable,
  type Nodes,
  type SearchTables,
  type Split,
  searchTables,
} from './search-tables.ts';

/** A lay that a split allows with some micro-batch. */
export interface Fit {
  readonly lay: Lay;
  readonly laid: LaidStages;
  readonly microBatches: number;
  readonly send: number;
  /** The exchange of experts can hide behind another micro-batch. */
  readonly hides: boolean;
}

/** A node being settled. */
export interface Node {
  readonly block: number;
  readonly lay: Lay;
  readonly split: Split;
  readonly plan: Mutable<Plan>;
  readonly laid: LaidStages;
  readonly parameters: LaidParameters;
  /** Time that none of its plans beats. */
  readonly least: number;
  readonly late: boolean;
  /** Its plans may be among the best. */
  readonly ranks: boolean;
  /** Memory from which on its plans are no points of the front. */
  readonly leaner: number;
  /** Number of its first plan. */
  readonly index: number;
}

/** Exchanges of replicas that were worked out, each at the place that its key falls on: the last one stays. */
export interface KnownReplicas {
  readonly keys: Float64Array;
  /** `replicaWidth` numbers each. */
  readonly times: Float64Array;
}
export const replicaWidth = 10;
/** Places for them: a prime, so that keys spread. */
const replicaPlaces = 8191;

/** Records and numbers that are written again and again, so that a search makes no garbage. */
export interface Scratch {
  readonly works: LayerWork;
  /** What times the owners of a block. */
  readonly owners: Mutable<Omit<TimeOwnersInput, 'prepared'>> & { readonly prepared: Mutable<TimeOwnersInput['prepared']> };
  readonly bytes: Mutable<PassBytes>;
  /** Times of the owners of one block. */
  readonly layer: Float64Array;
  readonly sums: StageSums;
  /** The same with transfers to and from the host. */
  readonly waiting: StageSums;
  readonly out: Float64Array;
  /** A step without anything between replicas. */
  readonly bare: Mutable<ClosingStep>;
  readonly closing: Mutable<ClosingStep>;
  readonly state: StateMemory;
  readonly pass: PassMemory;
  /** Of each tight stage: activations, what is computed again, logits, buffers, what leaves for the host. */
  passes: Float64Array;
}

/** A search under way. */
export interface SearchState {
  readonly input: SearchPlansInput;
  readonly space: PlanSpace;
  readonly lays: readonly Lay[];
  readonly tables: SearchTables;
  readonly owners: number;
  /** Numbers of a block in `blocks.times`. */
  readonly width: number;
  /** The same in `blocks.passes`. */
  readonly passesWidth: number;
  /** Some plans wait for the link to the host in each micro-batch. */
  readonly waits: boolean;
  readonly score: (time: number, chips: number) => number;
  /** Step time above which a plan is late. */
  readonly limit: number;
  readonly keep: KeepBest;
  readonly counts: Mutable<SearchCounts>;
  /** What one step of an axis adds to the number of a plan. */
  readonly weight: PlanPlace;
  readonly splits: Split[];
  readonly blocks: Blocks;
  readonly nodes: Nodes;
  readonly replicas: KnownReplicas;
  readonly scratch: Scratch;
  /** A place for each lay. */
  readonly fits: readonly Mutable<Fit>[];
  /** The node that is being settled. */
  readonly node: Mutable<Node>;
  /** The only value of an axis on which nothing can be chosen. */
  readonly alone: readonly [false];
  /** Plans settled. */
  done: number;
  /** Least score of a plan that its bound set aside. */
  bound: number;
  nearest: Judged | undefined;
  nearestIsLate: boolean;
}

/** Something travels to or from the host in each micro-batch. */
export const streams = ({ activations, weights }: Offload): boolean => activations > 0 || weights > 0;

/** Numbers of one stage in `Scratch.passes`. */
export const passWidth = 5;

/** Seconds to score, and the step time above which a plan is late. */
export const scoring = (objective: Objective, tokens: number): Pick<SearchState, 'score' | 'limit'> => {
  const limit = Number.POSITIVE_INFINITY;
  switch (objective.kind) {
    case 'time':
      return { score: (time) => time, limit };
    case 'cost':
      return { score: (time, chips) => (chips * time * objective.perChip) / secondsPerHour / tokens, limit };
    case 'energy':
      return { score: (time, chips) => (chips * time * objective.perChip) / tokens, limit };
    case 'chips':
      return { score: (_, chips) => chips, limit: (objective.deadline * tokens) / objective.tokens };
  }
};

const weightsOf = (space: PlanSpace): PlanPlace => {
  const weight = {} as PlanPlace;
  let unit = 1;
  for (const axis of [...spaceAxes].reverse()) {
    weight[axis] = unit;
    unit *= space[axis].length;
  }
  weight.accelerators = unit;
  return weight;
};

const bareStep = (): Mutable<ClosingStep> => ({
  gather: 0,
  regather: 0,
  scatter: 0,
  replicate: 0,
  gatherEach: 0,
  gatherHides: 0,
  scatterEach: 0,
  ends: 0,
  optimizer: 0,
  stateTransfer: 0,
  schedule: '1f1b',
  virtual: 1,
  overlapData: true,
  depth: 1,
  microBatches: 1,
  send: 0,
  chips: 1,
});

const scratchOf = ({ architecture, software, constants }: SearchPlansInput, owners: number): Scratch => {
  const works = emptyWork(architecture);
  const kinds = architecture.kinds.length;
  // Whatever plan and chip they are of, they are written before they are read.
  const prepared = { ...works, plan: undefined as unknown as Plan, kinds };
  const chip = undefined as unknown as TimeOwnersInput['chip'];
  return {
    works,
    owners: { prepared, chip, software, constants },
    bytes: { own: new Float64Array(kinds), again: new Float64Array(kinds), logits: 0, buffers: 0, sent: 0 },
    layer: new Float64Array(owners * partsPerOwner),
    sums: emptySums(),
    waiting: emptySums(),
    out: new Float64Array(stepColumns),
    bare: bareStep(),
    closing: bareStep(),
    state: { weights: 0, gradients: 0, master: 0, moments: 0, gathered: 0, host: 0 },
    pass: { kept: 0, left: 0, recomputed: 0, logits: 0, buffers: 0 },
    passes: new Float64Array(passWidth),
  };
};

/**
 * A search that has not begun.
 *
 * @pure
 * @param input what is searched
 */
export const openSearch = (input: SearchPlansInput): SearchState => {
  const { architecture, fixed, objective } = input;
  const routed = architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  const space = plainSpace(input.space, routed);
  const lays = laysOf(space);
  const owners = architecture.kinds.length + 3;
  return {
    input,
    space,
    lays,
    tables: searchTables({ ...input, space }, lays),
    owners,
    width: 3 * owners,
    passesWidth: 2 * architecture.kinds.length + 3,
    waits: space.offload.some(streams),
    ...scoring(objective, fixed.globalBatch * fixed.sequence),
    keep: keepBest(input.top, input.front),
    counts: { raw: 0, indivisible: 0, format: 0, memory: 0, host: 0, late: 0, bounded: 0, timed: 0 },
    weight: weightsOf(space),
    splits: [],
    blocks: emptyBlocks(),
    nodes: emptyNodes(),
    replicas: { keys: new Float64Array(replicaPlaces).fill(-1), times: new Float64Array(replicaPlaces * replicaWidth) },
    scratch: scratchOf(input, owners),
    fits: lays.map(() => ({}) as Mutable<Fit>),
    node: {} as Mutable<Node>,
    alone: [false],
    done: 0,
    bound: Number.POSITIVE_INFINITY,
    nearest: undefined,
    nearestIsLate: false,
  };
};

/**
 * Lays a plan's layers out: its stages, schedule and chunks, and the replicas that are left. Says whether they are whole.
 *
 * @pure
 * @param plan the plan, which is written
 * @param lay stages, schedule and chunks
 * @param accelerators accelerators there are
 */
export const layOut = (plan: Mutable<Plan>, lay: Lay, accelerators: number): boolean => {
  plan.pipeline = lay.pipeline;
  plan.schedule = lay.schedule;
  plan.virtual = lay.virtual;
  plan.data = accelerators / (plan.tensor * plan.context * lay.pipeline);
  plan.shardGroup = plan.data * plan.context;
  return Number.isInteger(plan.data);
};
