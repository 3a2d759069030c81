import type { ChipRates } from '#accelerator';
import type { Network } from '#cluster';
import { type Quantity, quantity } from '#quantity';
import {
  type Architecture,
  type FoundPlan,
  type MemoryOverhead,
  type Plan,
  type PlanSpace,
  planSpace,
  type SearchPlansInput,
  type Software,
  type StepConstants,
  searchPlans,
} from '#run';
import type { ResolvedTraining } from './resolve-training.ts';

export interface ChosenPlan {
  /** As it is timed. */
  readonly plan: Plan;
  readonly stepTime: Quantity<'s'>;
  /** Plans that were considered and can run or were shown to be no better. */
  readonly considered: number;
}

export interface ChoosePlanInput {
  readonly architecture: Architecture;
  readonly rates: ChipRates;
  readonly network: Network;
  /** Accelerators of a scale-up domain. */
  readonly domain: number;
  readonly software: Software;
  readonly constants: StepConstants;
  readonly nodeSize: number;
  readonly overhead: MemoryOverhead;
  /** Numbers of accelerators that may be used. */
  readonly accelerators: readonly number[];
  /** What all plans share: batch, sequence and number format at least. */
  readonly fixed: Pick<Plan, 'globalBatch' | 'sequence' | 'precision'> & Partial<Plan>;
  /** Pipelines of two ways, which hide the exchange of experts, are known when the run is laid out. */
  readonly twoWay: boolean;
  /** Values of axes that are stated; all in common use unless given. */
  readonly stated?: Partial<PlanSpace>;
}

/** Most ranks of an axis that runs in common use have. */
const [mostTensor, mostStages, mostChunks, mostMicroBatch] = [16, 16, 8, 2];
/** Without stages, a larger micro-batch costs no bubble and gathers split weights less often. */
const mostUnpiped = 16;

const powerBelow = (value: number): number => 2 ** Math.floor(Math.log2(Math.max(1, value)));

/** Plans in common use, on which the constants of the step rest: no context ranks, no zero-bubble pipelines, one order. */
const usual = (space: PlanSpace, pipeline: readonly number[], twoWay: boolean): Partial<PlanSpace> => ({
  order: space.order.slice(0, 1),
  tensor: space.tensor.filter((each) => each <= mostTensor && powerBelow(each) === each),
  context: [1],
  pipeline,
  schedule: twoWay ? ['1f1b', 'interleaved', 'dualpipe'] : ['1f1b', 'interleaved'],
  virtual: space.virtual.filter((each) => each <= mostChunks && powerBelow(each) === each),
  expert: space.expert.filter((each) => powerBelow(each) === each),
  expertTensor: [1],
  microBatch: space.microBatch.filter(
    (each) => each <= (pipeline.every((stages) => stages === 1) ? mostUnpiped : mostMicroBatch) && powerBelow(each) === each,
  ),
  zero: [1, 3],
  shardGroup: [Number.POSITIVE_INFINITY],
});

/**
 * Chooses what a plan leaves open: of the plans in common use that fit the memory, the one that gets most out of an accelerator.
 *
 * @param input model, accelerator, network, constants, and what is stated of the plan
 */
export const choosePlan = (input: ChoosePlanInput): ChosenPlan | undefined => {
  const { architecture, accelerators, domain, rates, fixed, twoWay, stated = {}, ...machine } = input;
  const { precision, globalBatch, sequence, fusedAttention } = fixed;
  const spaces = accelerators.map((count) =>
    planSpace({ architecture, accelerators: count, domain, globalBatch, sequence, precision, fusedAttention }),
  );
  const lists = (axis: 'tensor' | 'pipeline' | 'expert'): readonly number[] => spaces.flatMap((space) => space[axis]);
  const [first] = spaces;
  if (first === undefined) throw new Error('no accelerators');
  const space = { ...first, tensor: lists('tensor'), pipeline: lists('pipeline'), expert: lists('expert') };
  const stages = stated.pipeline ?? space.pipeline.filter((each) => each <= mostStages && powerBelow(each) === each);
  // Plans without stages are a search of their own, for their micro-batches may be larger.
  let best: FoundPlan | undefined;
  let considered = 0;
  for (const pipeline of [stages.filter((each) => each === 1), stages.filter((each) => each > 1)]) {
    if (pipeline.length === 0) continue;
    const search: SearchPlansInput = {
      ...machine,
      architecture,
      chip: { [precision]: rates },
      accelerators,
      space: { ...space, ...usual(space, pipeline, twoWay && space.expert.length > 1), ...stated, pipeline },
      fixed,
      // Of accelerators that all cost the same, those are put to best use whose tokens cost least.
      objective: { kind: 'cost', perChip: quantity(1, 'USD/chip-h') },
      top: 1,
      front: false,
    };
    const found = searchPlans(search);
    considered += found.counts.raw - found.counts.indivisible;
    if (found.best !== undefined && (best === undefined || found.best.score < best.score)) best = found.best;
  }
  return best === undefined ? undefined : { plan: best.plan, stepTime: best.stepTime, considered };
};

/** Tokens of a step that runs take. */
export interface BatchTokens {
  readonly usual: number;
  /** Beyond these, more of them replace fewer steps than they cost: the critical batch. */
  readonly most: number;
}

/** Leading binary digits of a number of accelerators that a plan keeps: it leaves one in sixteen idle at most. */
const digitsKept = 5;

/** Of quantiles that are worked out. */
const rounding = 1 + 1e-9;

/** Numbers of accelerators that a plan may lay out of so many: all, all but a few that do not divide, the greatest power of two. */
const laidOut = (accelerators: number): readonly number[] => {
  const grain = Math.max(1, powerBelow(accelerators) / 2 ** (digitsKept - 1));
  return [...new Set([accelerators, Math.floor(accelerators / grain) * grain, powerBelow(accelerators)])];
};

/** Sequences of a step near a number that so many accelerators can share: as many as there are, doubled or halved. */
const sharedBatch = (accelerators: number, near: number): number => {
  let batch = accelerators;
  while (batch * Math.SQRT2 < near) batch *= 2;
  while (batch > near * Math.SQRT2 && batch % 2 === 0) batch /= 2;
  return batch;
};

/**
 * Chooses a plan where none is stated, and the batch with it: the usual one, or a larger one where the step gets faster by more than the
 * tokens lose in worth.
 *
 * @equation \max_B \; \frac{B / t(B)}{1 + B / B_{\text{crit}}}
 * @param resolved model, accelerator, network and constants; its own plan is not looked at
 * @param year when it is laid out: what was not known cannot be chosen
 * @param batch tokens of a step
 * @param sequence tokens of a sequence
 */
export const chooseAnyPlan = (resolved: ResolvedTraining, year: number, batch: BatchTokens, sequence: number): ChosenPlan | undefined => {
  const { architecture, accelerators, domain, network, rates, software, constants, nodeSize, overhead, plan } = resolved;
  const setting = {
    architecture,
    domain,
    network,
    rates,
    software,
    constants,
    nodeSize,
    overhead,
    twoWay: year >= resolved.chip.facts.twoWaySince,
  };
  const { precision } = plan;
  let best: { readonly chosen: ChosenPlan; readonly worth: number } | undefined;
  for (const count of laidOut(accelerators)) {
    let before = 0;
    for (let near = batch.usual; near <= batch.most * rounding; near *= 2) {
      const globalBatch = sharedBatch(count, near / sequence);
      const tokens = globalBatch * sequence;
      const chosen = choosePlan({ ...setting, fixed: { globalBatch, sequence, precision }, accelerators: [count] });
      const worth = chosen === undefined ? 0 : tokens / chosen.stepTime / (1 + tokens / batch.most);
      // Where twice the batch is not worth it, four times is not either.
      if (chosen === undefined || worth <= before) break;
      before = worth;
      if (best === undefined || worth > best.worth) best = { chosen, worth };
    }
  }
  return best?.chosen;
};
