import { checkPlan } from '../check-plan.ts';
import { placeRanks } from '../place-ranks.ts';
import type { Plan } from '../plan.ts';
import { type LayerWork, layerWork, sendTime } from '../step/prepare-step.ts';
import { closeStep, partsPerOwner, stageTimes, timeOwners } from '../step/training-step.ts';
import { hidesExperts } from './plan-space.ts';
import { layOut, type SearchState } from './search-state.ts';
import { addNode, type LaidStages, type Lay, type Mutable, roomForBlock, type Split } from './search-tables.ts';

/** A bound is a sum of the same terms as the time, less some: rounding may put it this much above. */
const rounding = 1 - 1e-12;

/** A lay that a split allows with some micro-batch. */
interface Fit {
  readonly lay: Lay;
  readonly laid: LaidStages;
  readonly microBatches: number;
  readonly send: number;
  /** The exchange of experts can hide behind another micro-batch. */
  readonly hides: boolean;
}

const leavesOf = ({ space, tables }: SearchState, replicas: number, stages: number): number =>
  space.overlapData.length * tables.keepingsOf(replicas, stages).length * space.offload.length;

/** The lays that a split allows with a micro-batch; plans with others are counted as refused. */
const fitsOf = (search: SearchState, split: Split, timed: Mutable<Plan>, overlaps: number): readonly Fit[] => {
  const { input, space, lays, counts, tables } = search;
  const { architecture, network } = input;
  const fits: Fit[] = [];
  let [sent, send] = [0, 0];
  for (const lay of lays) {
    const hides = hidesExperts(timed.expert, lay.schedule);
    const whole = layOut(timed, lay, split.accelerators);
    const blocks = space.recompute.length * overlaps * (hides ? space.overlapExpert.length : 1);
    const plans = blocks * leavesOf(search, timed.data * timed.context, lay.pipeline);
    counts.raw += plans;
    if (!whole || checkPlan(architecture, timed, split.accelerators).length > 0) {
      counts.indivisible += plans;
      search.done += plans;
      continue;
    }
    if (sent !== lay.pipeline) {
      sent = lay.pipeline;
      send = sendTime({ architecture, chip: split.rates, network, plan: timed }, placeRanks(timed, network).pipeline);
    }
    const microBatches = timed.globalBatch / (timed.data * timed.microBatch);
    fits.push({ lay, laid: tables.stagesOf(lay, timed), microBatches, send, hides });
  }
  return fits;
};

/** Schedules whose bubble has the greater of the forward and the backward pass, or one of them alone. */
const putsOff = (schedule: Plan['schedule']): boolean =>
  schedule === 'zb-h1' || schedule === 'zb-h2' || schedule === 'zb-v' || schedule === 'dualpipe';

const makeBlock = (
  { blocks, width, owners, scratch }: SearchState,
  split: number,
  index: number,
  microBatch: number,
  recompute: number,
): number => {
  roomForBlock(blocks, width);
  const block = blocks.count++;
  blocks.split[block] = split;
  blocks.index[block] = index;
  blocks.microBatch[block] = microBatch;
  blocks.recompute[block] = recompute;
  const at = block * width;
  for (let owner = 0; owner < owners; owner++) {
    const from = owner * partsPerOwner;
    blocks.times[at + owner * 3] = scratch.layer[from]!;
    blocks.times[at + owner * 3 + 1] = scratch.layer[from + 1]!;
    blocks.times[at + owner * 3 + 2] = scratch.layer[from + 2]!;
  }
  return block;
};

/**
 * The time of a block under a lay without anything between replicas, which none of its plans beats. What waits for the host makes
 * stages longer and may make another one the slowest: the sum of the others, at most as often as the slowest, grows all the same.
 * Where the bubble takes the greater of two phases, the stages that wait may then be those of shorter phases: there each phase
 * leaves out its own longest.
 */
const boundOf = ({ input, scratch, waits }: SearchState, { lay, laid, microBatches, send }: Fit, accelerators: number): number => {
  const { bare, sums, layer, out } = scratch;
  stageTimes(laid.layout, layer, sums);
  if (waits && putsOff(lay.schedule)) {
    const others = Math.max(1, lay.pipeline - 1);
    sums.meanForward -= (sums.mostForward - sums.forward) / others;
    sums.meanInput -= (sums.mostInput - sums.backwardInput) / others;
    // What is put off shortens the wait for the last micro-batch: no stage puts off more than the slowest takes in all.
    sums.meanWeight = sums.forward + sums.backwardInput + sums.backwardWeight;
  }
  bare.schedule = lay.schedule;
  bare.virtual = lay.virtual;
  bare.depth = lay.pipeline;
  bare.microBatches = microBatches;
  bare.send = send;
  bare.chips = accelerators;
  return closeStep(bare, sums, input.constants, input.nodeSize, out) * rounding;
};

/** Blocks of a split with one micro-batch, and their nodes under the lays that it allows. */
const addBlocks = (search: SearchState, at: number, timed: Mutable<Plan>, microBatchAt: number, fits: readonly Fit[]): void => {
  const [first] = fits;
  if (first === undefined) return;
  const { input, space, weight, scratch, nodes } = search;
  const { architecture, network, software, constants } = input;
  const { accelerators, rates, index } = search.splits[at]!;
  layOut(timed, first.lay, accelerators);
  const place = placeRanks(timed, network);
  const overlapsTensor = timed.sequenceParallel ? space.overlapTensor : [false];
  const ways = [
    { overlaps: [false], fits: fits.filter(({ hides }) => !hides) },
    { overlaps: space.overlapExpert, fits: fits.filter(({ hides }) => hides) },
  ].filter((way) => way.fits.length > 0);
  // What is computed again enters the work of a layer only where it marks parts of it.
  const works = new Map<boolean, LayerWork>();
  const workOf = (marked: boolean): LayerWork => {
    const work = works.get(marked) ?? layerWork({ architecture, chip: rates, network, plan: timed }, place);
    works.set(marked, work);
    return work;
  };
  for (const [recomputeAt, recompute] of space.recompute.entries()) {
    timed.recompute = recompute;
    const prepared = { ...workOf(recompute === 'modules'), plan: timed, kinds: architecture.kinds.length };
    for (const [overlapTensorAt, overlapTensor] of overlapsTensor.entries()) {
      for (const way of ways) {
        for (const [overlapExpertAt, overlapExpert] of way.overlaps.entries()) {
          timed.overlapTensor = overlapTensor;
          timed.overlapExpert = overlapExpert;
          timeOwners({ prepared, chip: rates, software, constants }, scratch.layer);
          const own = recomputeAt * weight.recompute + overlapTensorAt * weight.overlapTensor + overlapExpertAt * weight.overlapExpert;
          const block = makeBlock(search, at, index + microBatchAt * weight.microBatch + own, microBatchAt, recomputeAt);
          for (const fit of way.fits) addNode(nodes, block, fit.lay.at, boundOf(search, fit, accelerators));
        }
      }
    }
  }
};

/** Orders in which neither replicas nor stages stand between the ranks of a layer. */
const isInner = ({ order }: Plan): boolean => {
  const outer = Math.min(order.indexOf('dp'), order.indexOf('pp'));
  return (['tp', 'cp', 'ep'] as const).every((axis) => order.indexOf(axis) < outer);
};

/**
 * Adds the nodes of a split, each with a time that none of its plans beats.
 *
 * @pure
 * @param search the search
 * @param split tensor, context and expert ranks
 */
export const addSplit = (search: SearchState, split: Split): void => {
  const { space, splits } = search;
  const at = splits.push(split) - 1;
  const timed = split.timed as Mutable<Plan>;
  const overlaps = timed.sequenceParallel ? space.overlapTensor.length : 1;
  for (const [microBatchAt, microBatch] of space.microBatch.entries()) {
    timed.microBatch = microBatch;
    const fits = fitsOf(search, split, timed, overlaps);
    if (isInner(timed)) addBlocks(search, at, timed, microBatchAt, fits);
    else
      for (const pipeline of space.pipeline)
        addBlocks(
          search,
          at,
          timed,
          microBatchAt,
          fits.filter(({ lay }) => lay.pipeline === pipeline),
        );
  }
};

/**
 * Counts the plans of a split in a number format that the chip does not have.
 *
 * @pure
 * @param search the search
 * @param plan tensor, context and expert ranks
 * @param accelerators accelerators there are
 */
export const refuseFormat = (search: SearchState, plan: Plan, accelerators: number): void => {
  const { space, lays, counts } = search;
  const overlaps = plan.sequenceParallel ? space.overlapTensor.length : 1;
  let plans = 0;
  for (const lay of lays) {
    const ways = hidesExperts(plan.expert, lay.schedule) ? space.overlapExpert.length : 1;
    plans += ways * leavesOf(search, accelerators / (plan.tensor * lay.pipeline), lay.pipeline);
  }
  plans *= overlaps * space.recompute.length * space.microBatch.length;
  counts.raw += plans;
  counts.format += plans;
  search.done += plans;
};
