import { deviceMemory, inFlight, type PassBytes, passBytes, passMemory, stateMemory } from '../memory/plan-memory.ts';
import { placePipeline, placeRanks } from '../place-ranks.ts';
import type { Offload, Plan } from '../plan.ts';
import { type StateShards, stateShards } from '../state-shards.ts';
import { replicaTimes, sendTime, stageTransfers } from '../step/prepare-step.ts';
import { closeStep, partsPerOwner, type StageSums, stageTimes } from '../step/training-step.ts';
import { compareJudged, type Judged } from './keep-best.ts';
import { layOut, type Node, passWidth, replicaWidth, type SearchState, streams } from './search-state.ts';
import type { Keeping, Mutable } from './search-tables.ts';

/** What a micro-batch of a node leaves and needs: the same under all lays, and kept with the block. */
const passOf = ({ input, blocks, passesWidth, scratch }: SearchState, { block, plan }: Node): PassBytes => {
  const { passes } = blocks;
  const { bytes } = scratch;
  const kinds = bytes.own.length;
  const at = block * passesWidth;
  if (Number.isNaN(passes[at]!)) {
    const made = passBytes(input.architecture, plan);
    passes[at] = made.logits;
    passes[at + 1] = made.buffers;
    passes[at + 2] = made.sent;
    passes.set(made.own, at + 3);
    passes.set(made.again, at + 3 + kinds);
  }
  bytes.logits = passes[at]!;
  bytes.buffers = passes[at + 1]!;
  bytes.sent = passes[at + 2]!;
  for (let kind = 0; kind < kinds; kind++) {
    bytes.own[kind] = passes[at + 3 + kind]!;
    bytes.again[kind] = passes[at + 3 + kinds + kind]!;
  }
  return bytes;
};

/** Writes what the micro-batches of each tight stage need. */
const fillPasses = (search: SearchState, node: Node): void => {
  const { scratch } = search;
  const { plan, laid } = node;
  const { tight, layout } = laid;
  const { pass } = scratch;
  const need = tight.length * passWidth;
  if (scratch.passes.length < need) scratch.passes = new Float64Array(need);
  const bytes = passOf(search, node);
  for (let stage = 0; stage < tight.length; stage++) {
    passMemory(plan, bytes, layout.stages, tight[stage]!, pass);
    const flying = inFlight(plan, tight[stage]!);
    const at = stage * passWidth;
    scratch.passes[at] = flying * pass.kept;
    scratch.passes[at + 1] = pass.recomputed;
    scratch.passes[at + 2] = pass.logits;
    scratch.passes[at + 3] = pass.buffers;
    scratch.passes[at + 4] = flying * pass.left;
  }
};

/** The most that any stage needs, on the accelerator; what it needs in the host is left in `state.host`. */
const peakMemory = ({ input, scratch }: SearchState, { plan, laid, parameters }: Node, shards: StateShards): number => {
  const { passes, state } = scratch;
  let peak = 0;
  let inHost = 0;
  for (let stage = 0; stage < laid.tight.length; stage++) {
    const at = stage * passWidth;
    // In the order in which the parts of one plan are added up.
    const allocated =
      stateMemory(plan, shards, parameters.held[stage]!, state) + passes[at]! + passes[at + 1]! + passes[at + 2]! + passes[at + 3]!;
    peak = Math.max(peak, deviceMemory(allocated, input.overhead));
    inHost = Math.max(inHost, state.host + passes[at + 4]!);
  }
  state.host = inHost;
  return peak;
};

/** The plan as it is timed. */
const timedOf = ({ split, plan }: Node): Plan => {
  const timed = split.timed as Mutable<Plan>;
  timed.pipeline = plan.pipeline;
  timed.schedule = plan.schedule;
  timed.virtual = plan.virtual;
  timed.data = plan.data;
  timed.shardGroup = plan.shardGroup;
  timed.zero = plan.zero;
  timed.offload = plan.offload;
  timed.microBatch = plan.microBatch;
  timed.recompute = plan.recompute;
  return timed;
};

/** Writes what replicas exchange, which is remembered: neither micro-batches nor what is computed again enter. */
const fillReplicas = (search: SearchState, node: Node, keeping: Keeping, offloadAt: number): void => {
  const { input, space, lays, replicas, scratch } = search;
  const { keys, times } = replicas;
  const ways = space.zero.length * space.shardGroup.length;
  const way = keeping.zeroAt * space.shardGroup.length + keeping.shardAt;
  const key = ((node.split.key * lays.length + node.lay.at) * ways + way) * space.offload.length + offloadAt;
  const place = key % keys.length;
  const at = place * replicaWidth;
  if (keys[place] !== key) {
    const timed = timedOf(node);
    const { architecture, network, host } = input;
    const own = replicaTimes(
      { architecture, chip: node.split.rates, network, plan: timed, host },
      placeRanks(timed, network),
      node.parameters.heaviest,
    );
    keys[place] = key;
    times[at] = own.gather;
    times[at + 1] = own.regather;
    times[at + 2] = own.scatter;
    times[at + 3] = own.replicate;
    times[at + 4] = own.gatherEach;
    times[at + 5] = own.gatherHides;
    times[at + 6] = own.scatterEach;
    times[at + 7] = own.ends;
    times[at + 8] = own.optimizer;
    times[at + 9] = own.stateTransfer;
  }
  const { closing } = scratch;
  closing.gather = times[at]!;
  closing.regather = times[at + 1]!;
  closing.scatter = times[at + 2]!;
  closing.replicate = times[at + 3]!;
  closing.gatherEach = times[at + 4]!;
  closing.gatherHides = times[at + 5]!;
  closing.scatterEach = times[at + 6]!;
  closing.ends = times[at + 7]!;
  closing.optimizer = times[at + 8]!;
  closing.stateTransfer = times[at + 9]!;
};

/** Times the stages of a node and what a stage sends to the next one. */
const fillSums = ({ input, blocks, owners, width, scratch }: SearchState, node: Node): void => {
  const { layer, sums, closing } = scratch;
  const at = node.block * width;
  for (let owner = 0; owner < owners; owner++) {
    for (let phase = 0; phase < 3; phase++) layer[owner * partsPerOwner + phase] = blocks.times[at + owner * 3 + phase]!;
  }
  stageTimes(node.laid.layout, layer, sums);
  const timed = timedOf(node);
  const { architecture, network } = input;
  closing.schedule = node.lay.schedule;
  closing.virtual = node.lay.virtual;
  closing.depth = node.lay.pipeline;
  closing.microBatches = timed.globalBatch / (timed.data * timed.microBatch);
  closing.chips = node.split.accelerators;
  closing.send = sendTime({ architecture, chip: node.split.rates, network, plan: timed }, placePipeline(timed, network));
};

const sumsWith = ({ input, scratch }: SearchState, node: Node, offload: Offload): StageSums => {
  if (!streams(offload)) return scratch.sums;
  const { layout } = node.laid;
  const transfers = stageTransfers({ architecture: input.architecture, plan: timedOf(node), host: input.host }, layout.stages);
  stageTimes({ ...layout, transfers }, scratch.layer, scratch.waiting);
  return scratch.waiting;
};

/** Remembers a plan that misses by less than the one before, while none is found that does not miss. */
const noteMiss = (search: SearchState, plan: Judged, isLate: boolean): void => {
  const { nearest, nearestIsLate, keep } = search;
  if (keep.top.length > 0 || (nearestIsLate && !isLate)) return;
  const closer =
    nearest === undefined ||
    (isLate && !nearestIsLate) ||
    (isLate ? compareJudged({ ...plan, score: 0 }, { ...nearest, score: 0 }) : plan.memory - nearest.memory || plan.index - nearest.index) <
      0;
  if (!closer) return;
  search.nearest = plan;
  search.nearestIsLate = isLate;
};

/** Times the plans of a node that keep state in one way. */
const timeKeeping = (search: SearchState, own: StageSums, index: number, memory: number): void => {
  const { input, space, weight, scratch, counts, keep, limit } = search;
  const { closing, out, state } = scratch;
  const { host } = state;
  for (let at = 0; at < space.overlapData.length; at++) {
    closing.overlapData = space.overlapData[at]!;
    const time = closeStep(closing, own, input.constants, input.nodeSize, out);
    const plan = { index: index + at * weight.overlapData, score: search.score(time, closing.chips), time, memory, host };
    if (time > limit) {
      counts.late += 1;
      noteMiss(search, plan, true);
    } else {
      counts.timed += 1;
      keep.add(plan);
    }
  }
};

/** Says what stops all plans of a node before its memory is counted, if anything does. */
const stopped = (search: SearchState, least: number, chips: number): 'late' | 'bounded' | undefined => {
  const { keep, limit, score, nearest, nearestIsLate } = search;
  if (least > limit) {
    const misses = keep.top.length > 0 || (nearestIsLate && nearest !== undefined && least > nearest.time);
    return misses ? 'late' : undefined;
  }
  return keep.mayRank(score(least, chips), least) || keep.leanerThan(least) > 0 ? undefined : 'bounded';
};

/** Writes the node that is to be settled. */
const fillNode = (search: SearchState, at: number): Node => {
  const { nodes, blocks, lays, splits, space, weight, keep, limit, score, tables, node } = search;
  const block = nodes.block[at]!;
  const lay = lays[nodes.lay[at]!]!;
  const split = splits[blocks.split[block]!]!;
  const least = nodes.bound[at]!;
  const plan = split.plan as Mutable<Plan>;
  layOut(plan, lay, split.accelerators);
  plan.microBatch = space.microBatch[blocks.microBatch[block]!]!;
  plan.recompute = space.recompute[blocks.recompute[block]!]!;
  node.block = block;
  node.lay = lay;
  node.split = split;
  node.plan = plan;
  node.laid = tables.stagesOf(lay, plan);
  node.parameters = tables.parametersOf(lay, plan);
  node.least = least;
  node.late = least > limit;
  node.ranks = node.late || keep.mayRank(score(least, split.accelerators), least);
  node.leaner = keep.leanerThan(least);
  node.index = blocks.index[block]! + lay.pipelineAt * weight.pipeline + lay.scheduleAt * weight.schedule + lay.virtualAt * weight.virtual;
  return node;
};

/** Says what stops the plans of a node that keep state in one way, if anything does. */
const unfit = (search: SearchState, node: Node, memory: number, index: number): 'memory' | 'host' | 'bounded' | undefined => {
  const { input, scratch } = search;
  const inHost = scratch.state.host;
  if (memory > node.split.rates.memory) {
    if (search.keep.top.length === 0) noteMiss(search, { index, score: Number.NaN, time: Number.NaN, memory, host: inHost }, false);
    return 'memory';
  }
  if (input.host !== undefined && inHost > input.host.memory) return 'host';
  return node.ranks || memory < node.leaner ? undefined : 'bounded';
};

const setAside = (search: SearchState, why: keyof SearchState['counts'], plans: number, least: number, chips: number): void => {
  search.counts[why] += plans;
  if (why === 'bounded') search.bound = Math.min(search.bound, search.score(least, chips));
};

/**
 * Settles all plans of a node: by its bound, by their memory, or by timing them.
 *
 * @pure
 * @unit 1
 * @returns plans that were looked at one by one
 * @param search the search
 * @param at the node
 */
export const settleNode = (search: SearchState, at: number): number => {
  const { nodes, blocks, splits, lays, space, weight, tables, scratch, input } = search;
  const split = splits[blocks.split[nodes.block[at]!]!]!;
  const { accelerators } = split;
  const { pipeline } = lays[nodes.lay[at]!]!;
  const replicas = accelerators / (split.plan.tensor * pipeline);
  const keepings = tables.keepingsOf(replicas, pipeline);
  const each = space.overlapData.length;
  const leaves = each * keepings.length * space.offload.length;
  search.done += leaves;
  const least = nodes.bound[at]!;
  const stop = stopped(search, least, accelerators);
  if (stop !== undefined) {
    setAside(search, stop, leaves, least, accelerators);
    return 0;
  }
  const node = fillNode(search, at);
  const { plan } = node;
  let summed = false;
  for (let offloadAt = 0; offloadAt < space.offload.length; offloadAt++) {
    const offload = space.offload[offloadAt]!;
    const lacksHost = input.host === undefined && (streams(offload) || offload.optimizer > 0);
    plan.offload = offload;
    if (!lacksHost) fillPasses(search, node);
    for (const keeping of keepings) {
      plan.zero = keeping.zero;
      plan.shardGroup = keeping.shardGroup;
      const index = node.index + keeping.zeroAt * weight.zero + keeping.shardAt * weight.shardGroup + offloadAt * weight.offload;
      const odd = keeping.zero > 0 && replicas % keeping.shardGroup !== 0;
      const memory = odd || lacksHost ? 0 : peakMemory(search, node, stateShards(plan));
      const why = odd ? 'indivisible' : lacksHost ? 'host' : unfit(search, node, memory, index);
      if (why !== undefined) {
        setAside(search, why, each, least, accelerators);
        continue;
      }
      const { host } = scratch.state;
      if (!summed) fillSums(search, node);
      summed = true;
      const own = sumsWith(search, node, offload);
      fillReplicas(search, node, keeping, offloadAt);
      scratch.state.host = host;
      timeKeeping(search, own, index, memory);
    }
  }
  return leaves;
};
