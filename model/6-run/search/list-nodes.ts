import { isSound } from '../check-plan.ts';
import { placePipeline, placeRanks } from '../place-ranks.ts';
import type { Plan } from '../plan.ts';
import { layerWork, sendTime } from '../step/prepare-step.ts';
import { closeStep, partsPerOwner, stageTimes, timeOwners } from '../step/training-step.ts';
import { hidesExperts } from './plan-space.ts';
import { type Fit, layOut, type SearchState } from './search-state.ts';
import { addNode, type Mutable, roomForBlock, type Split } from './search-tables.ts';

/** A bound is a sum of the same terms as the time, less some: rounding may put it this much above. */
const rounding = 1 - 1e-12;

const leavesOf = ({ space, tables }: SearchState, replicas: number, stages: number): number =>
  space.overlapData.length * tables.keepingsOf(replicas, stages).length * space.offload.length;

/** Writes the lays that a split allows with a micro-batch, and says how many; plans with others are counted as refused. */
const fillFits = (search: SearchState, split: Split, timed: Mutable<Plan>, overlaps: number): number => {
  const { input, space, lays, counts, tables, fits } = search;
  const { architecture, network } = input;
  let count = 0;
  let sent = 0;
  let send = 0;
  for (const lay of lays) {
    const hides = hidesExperts(timed.expert, lay.schedule);
    const whole = layOut(timed, lay, split.accelerators);
    const blocks = space.recompute.length * overlaps * (hides ? space.overlapExpert.length : 1);
    const plans = blocks * leavesOf(search, timed.data * timed.context, lay.pipeline);
    counts.raw += plans;
    if (!whole || !isSound(architecture, timed, split.accelerators)) {
      counts.indivisible += plans;
      search.done += plans;
      continue;
    }
    if (sent !== lay.pipeline) {
      sent = lay.pipeline;
      send = sendTime({ architecture, chip: split.rates, network, plan: timed }, placePipeline(timed, network));
    }
    const fit = fits[count]!;
    fit.lay = lay;
    fit.laid = tables.stagesOf(lay, timed);
    fit.microBatches = timed.globalBatch / (timed.data * timed.microBatch);
    fit.send = send;
    fit.hides = hides;
    count += 1;
  }
  return count;
};

/** Schedules whose bubble has the greater of the forward and the backward pass, or one of them alone. */
const putsOff = (schedule: Plan['schedule']): boolean =>
  schedule === 'zb-h1' || schedule === 'zb-h2' || schedule === 'zb-v' || schedule === 'dualpipe';

const makeBlock = (
  { blocks, width, passesWidth, owners, scratch }: SearchState,
  split: number,
  index: number,
  microBatch: number,
  recompute: number,
): number => {
  roomForBlock(blocks, width, passesWidth);
  const block = blocks.count++;
  blocks.split[block] = split;
  blocks.index[block] = index;
  blocks.microBatch[block] = microBatch;
  blocks.recompute[block] = recompute;
  blocks.passes[block * passesWidth] = Number.NaN;
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

/** Adds the nodes of a block under those of the lays at `from` up to `to` that hide the exchange of experts, or do not. */
const addNodes = (search: SearchState, hides: boolean, block: number, accelerators: number, from: number, to: number): void => {
  for (let each = from; each < to; each++) {
    const fit = search.fits[each]!;
    if (fit.hides === hides) addNode(search.nodes, block, fit.lay.at, boundOf(search, fit, accelerators));
  }
};

/** Blocks of a split with one micro-batch, and their nodes under lays that it allows: those at `from` up to `to`. */
const addBlocks = (search: SearchState, at: number, timed: Mutable<Plan>, microBatchAt: number, from: number, to: number): void => {
  if (from === to) return;
  const { input, space, weight, scratch, fits, alone } = search;
  const { architecture, network } = input;
  const { accelerators, rates, index } = search.splits[at]!;
  layOut(timed, fits[from]!.lay, accelerators);
  const place = placeRanks(timed, network);
  const overlapsTensor = timed.sequenceParallel ? space.overlapTensor : alone;
  let hiding = 0;
  for (let fit = from; fit < to; fit++) if (fits[fit]!.hides) hiding += 1;
  const { owners, works } = scratch;
  owners.prepared.plan = timed;
  owners.chip = rates;
  // What is computed again enters the work of a layer only where it marks parts of it.
  let marked: boolean | undefined;
  for (let recomputeAt = 0; recomputeAt < space.recompute.length; recomputeAt++) {
    timed.recompute = space.recompute[recomputeAt]!;
    if (marked !== (timed.recompute === 'modules')) {
      marked = timed.recompute === 'modules';
      layerWork({ architecture, chip: rates, network, plan: timed }, place, works);
    }
    for (let overlapTensorAt = 0; overlapTensorAt < overlapsTensor.length; overlapTensorAt++) {
      for (let way = 0; way < 2; way++) {
        const hides = way === 1;
        if (hides ? hiding === 0 : hiding === to - from) continue;
        const overlaps = hides ? space.overlapExpert : alone;
        for (let overlapExpertAt = 0; overlapExpertAt < overlaps.length; overlapExpertAt++) {
          timed.overlapTensor = overlapsTensor[overlapTensorAt]!;
          timed.overlapExpert = overlaps[overlapExpertAt]!;
          timeOwners(owners, scratch.layer);
          const own = recomputeAt * weight.recompute + overlapTensorAt * weight.overlapTensor + overlapExpertAt * weight.overlapExpert;
          const block = makeBlock(search, at, index + microBatchAt * weight.microBatch + own, microBatchAt, recomputeAt);
          addNodes(search, hides, block, accelerators, from, to);
        }
      }
    }
  }
};

/** Orders in which neither replicas nor stages stand between the ranks of a layer. */
const isInner = ({ order }: Plan): boolean => {
  const outer = Math.min(order.indexOf('dp'), order.indexOf('pp'));
  return order.indexOf('tp') < outer && order.indexOf('cp') < outer && order.indexOf('ep') < outer;
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
    const count = fillFits(search, split, timed, overlaps);
    if (isInner(timed)) {
      addBlocks(search, at, timed, microBatchAt, 0, count);
      continue;
    }
    // Stages stand between the ranks of a layer: those of one number of stages share a block. They come one after another.
    for (let from = 0, to = 0; from < count; from = to) {
      while (to < count && search.fits[to]!.lay.pipeline === search.fits[from]!.lay.pipeline) to += 1;
      addBlocks(search, at, timed, microBatchAt, from, to);
    }
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
