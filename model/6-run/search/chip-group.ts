import type { ChipRates } from '#accelerator';
import { collectiveTime, type Network, placeGroup } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import type { MemoryOverhead } from '../memory/plan-memory.ts';
import type { MatrixPrecision, Plan, Recompute } from '../plan.ts';
import type { StageLayers } from '../stage-layers.ts';
import type { PreparedStep } from '../step/prepare-step.ts';
import type { Software, StepConstants } from '../step/step-constants.ts';
import { stepColumns, stepParts, timeStep } from '../step/training-step.ts';

/** Accelerators of one kind, with the network that joins them. */
export interface ChipGroup {
  readonly chip: ChipRates;
  readonly network: Network;
  readonly software: Software;
  /** Accelerators of a node, whose speed varies together. */
  readonly nodeSize: number;
  /** Accelerators of a scale-up domain. */
  readonly domain: number;
  /** How many there are. */
  readonly accelerators: number;
}

/** What is trained, and what all groups share. */
export interface GroupsSetting {
  readonly architecture: Architecture;
  readonly constants: StepConstants;
  readonly overhead: MemoryOverhead;
  /** Sequences of a step. */
  readonly globalBatch: number;
  /** Tokens of a sequence. */
  readonly sequence: number;
  readonly precision: MatrixPrecision;
}

/** What a group does in a step. */
export interface GroupPart {
  /** Index of the group. */
  readonly group: number;
  /** Accelerators that take part; those that no plan can use stand idle. */
  readonly accelerators: number;
  /** Plan of the group; in a common pipeline its number of stages is that of the whole. */
  readonly plan: Plan;
  /** Sequences that it takes. */
  readonly sequences: number;
  /** Layers that it holds, by stage. */
  readonly layers: readonly number[];
  /** Seconds for which it is at work; the rest of the step it waits. */
  readonly busy: Quantity<'s'>;
  /** Greatest need of a rank. */
  readonly memory: Quantity<'B'>;
}

/** A step that one or several groups carry out together. */
export interface MixedStep {
  /** One group alone; each its replicas of the model; each its stages of one pipeline. */
  readonly layout: 'alone' | 'data' | 'pipeline';
  readonly stepTime: Quantity<'s'>;
  readonly tokensPerSecond: Quantity<'token/s'>;
  /** Groups that take part; of a pipeline in the order of its stages. */
  readonly parts: readonly GroupPart[];
  /** The group that the others wait for. */
  readonly binding: number;
}

/** Where the ranks of what is tried go up to. */
export const reach = { tensor: 16, stages: 32, chunks: 8, microBatch: 8 } as const;

export const powersUpTo = (most: number): readonly number[] => {
  const powers: number[] = [];
  for (let power = 1; power <= most; power *= 2) powers.push(power);
  return powers;
};

export const recomputes: readonly Recompute[] = ['none', 'modules', 'full'];

/** Routed experts of the layer that has most. */
export const routedExperts = ({ kinds }: Architecture): number =>
  kinds.reduce((most, { feedForward }) => Math.max(most, feedForward.routed), 0);

/** Layers of each stage, of whichever kind. */
export const layersOf = ({ stages, kinds, counts }: StageLayers): readonly number[] =>
  Array.from({ length: stages }, (_, stage) => counts.subarray(stage * kinds, (stage + 1) * kinds).reduce((sum, own) => sum + own, 0));

/** Nodes of some groups, of which the slowest holds up the step. */
export const nodesOf = (groups: readonly ChipGroup[]): number =>
  groups.reduce((sum, { accelerators, nodeSize }) => sum + accelerators / nodeSize, 0);

/**
 * Seconds that a group needs to pass `bytes` of each accelerator to others beyond its own network's domains.
 *
 * @param group the group
 * @param kind what is done
 * @param ranks groups that take part
 * @param bytes of an accelerator
 */
export const acrossGroups = ({ network, accelerators }: ChipGroup, kind: 'all-reduce' | 'send', ranks: number, bytes: number): number =>
  collectiveTime({
    network,
    placement: placeGroup({ network, size: ranks, stride: Math.max(accelerators, 1) }),
    kind,
    bytes: quantity(bytes, 'B'),
  });

/** Place of a part of the step in what `timeStep` writes. */
export const columnOf = (part: (typeof stepParts)[number]): number => 1 + stepParts.indexOf(part);

const out = new Float64Array(stepColumns);

/** Times a prepared step on a group; what it writes is read before the next call. */
export const timeOn = (
  group: ChipGroup,
  prepared: PreparedStep,
  constants: StepConstants,
  stages?: { forward: Float64Array; backward: Float64Array; weight: Float64Array },
): { readonly time: number; readonly out: Float64Array } => ({
  time: timeStep({ prepared, chip: group.chip, software: group.software, constants, nodeSize: group.nodeSize }, out, stages),
  out,
});
