import { quantity } from '#quantity';
import { type Plan, type PlanSpace, planSpace, type SearchPlansInput, searchPlans } from '#run';
import type { ResolvedTraining } from './resolve-training.ts';

export interface ChosenPlan {
  /** As it is timed. */
  readonly plan: Plan;
  /** Plans that were considered and can run or were shown to be no better. */
  readonly considered: number;
}

/** Most ranks of an axis that runs in common use have. */
const [mostTensor, mostStages, mostChunks, mostMicroBatch] = [16, 16, 8, 2];
const powerBelow = (value: number): number => 2 ** Math.floor(Math.log2(Math.max(1, value)));

/** Plans in common use, on which the constants of the step rest: no context ranks, no zero-bubble or two-way pipelines, one order. */
const usual = (space: PlanSpace): Partial<PlanSpace> => ({
  order: space.order.slice(0, 1),
  tensor: space.tensor.filter((each) => each <= mostTensor && powerBelow(each) === each),
  context: [1],
  pipeline: space.pipeline.filter((each) => each <= mostStages && powerBelow(each) === each),
  schedule: ['1f1b', 'interleaved'],
  virtual: space.virtual.filter((each) => each <= mostChunks && powerBelow(each) === each),
  expert: space.expert.filter((each) => powerBelow(each) === each),
  expertTensor: [1],
  microBatch: space.microBatch.filter((each) => each <= mostMicroBatch),
  zero: [1, 3],
  shardGroup: [Number.POSITIVE_INFINITY],
});

/**
 * Chooses a plan where none is stated: the one that gets most out of an accelerator, of the plans in common use on all accelerators or on
 * the greatest power of two of them; on fewer where the batch is too small for so many.
 *
 * @param resolved model, accelerator, network and constants; its own plan is not looked at
 * @param batch sequences of a step
 * @param sequence tokens of a sequence
 */
export const choosePlan = (resolved: ResolvedTraining, batch: number, sequence: number): ChosenPlan | undefined => {
  const { architecture, accelerators, domain, network, rates, software, constants, nodeSize, overhead, plan: given } = resolved;
  const { precision } = given;
  const search = (counts: readonly number[]): SearchPlansInput => {
    const spaces = counts.map((count) => planSpace({ architecture, accelerators: count, domain, globalBatch: batch, sequence, precision }));
    const lists = (axis: 'tensor' | 'pipeline' | 'expert'): readonly number[] => spaces.flatMap((space) => space[axis]);
    const [first] = spaces;
    if (first === undefined) throw new Error('no accelerators');
    const space = { ...first, tensor: lists('tensor'), pipeline: lists('pipeline'), expert: lists('expert') };
    return {
      architecture,
      chip: { [precision]: rates },
      network,
      software,
      constants,
      nodeSize,
      overhead,
      accelerators: counts,
      space: { ...space, ...usual(space) },
      fixed: { globalBatch: batch, sequence },
      // Of accelerators that all cost the same, those are put to best use whose tokens cost least.
      objective: { kind: 'cost', perChip: quantity(1, 'USD/chip-h') },
      top: 1,
      front: false,
    };
  };
  for (let most = accelerators; most >= 1; most = powerBelow(most - 1)) {
    const { best, counts } = searchPlans(search([...new Set([most, powerBelow(most)])]));
    if (best !== undefined) return { plan: best.plan, considered: counts.raw - counts.indivisible };
    if (most === 1) break;
  }
  return undefined;
};
