import { quantity, secondsPerHour } from '#quantity';
import { checkPlan } from '../check-plan.ts';
import {
  deviceMemory,
  inFlight,
  type PassBytes,
  type PassMemory,
  passBytes,
  passMemory,
  type StateMemory,
  stateMemory,
} from '../memory/plan-memory.ts';
import { placeRanks } from '../place-ranks.ts';
import type { Offload, Plan, RankAxis } from '../plan.ts';
import { planOf, stateBytes } from '../plan-of.ts';
import { stateShards } from '../state-shards.ts';
import {
  type ClosingStep,
  type LayerWork,
  layerWork,
  type PrepareStepInput,
  type ReplicaTimes,
  replicaTimes,
  sendTime,
  stageTransfers,
} from '../step/prepare-step.ts';
import { closeStep, emptySums, partsPerOwner, stageTimes, stepColumns, timeOwners } from '../step/training-step.ts';
import { compareJudged, type Judged, keepBest } from './keep-best.ts';
import { hidesExperts, type PlanPlace, plainSpace, planAt, spaceAxes, timedPlan } from './plan-space.ts';
import type { FoundPlan, Objective, PlanSearch, SearchCounts, SearchPlansInput, SearchProgress } from './search-input.ts';
import {
  addNode,
  emptyBlocks,
  emptyNodes,
  inOrder,
  type Keeping,
  type Lay,
  laysOf,
  type Mutable,
  roomForBlock,
  type Split,
  searchTables,
} from './search-tables.ts';

/** Nodes that are settled together: enough to order them well, few enough to hold them. */
const nodesAtOnce = 1 << 20;
/** Plans or blocks of work between two reports: some milliseconds. */
const slice = 1024;
/** A bound is a sum of the same terms as the time, less some: rounding may put it this much above. */
const rounding = 1 - 1e-12;

/** Seconds to score, and the greatest number of seconds that counts. */
const scoring = (
  objective: Objective,
  tokens: number,
): { readonly score: (time: number, chips: number) => number; readonly limit: number } => {
  switch (objective.kind) {
    case 'time':
      return { score: (time) => time, limit: Number.POSITIVE_INFINITY };
    case 'cost':
      return { score: (time, chips) => (chips * time * objective.perChip) / secondsPerHour / tokens, limit: Number.POSITIVE_INFINITY };
    case 'energy':
      return { score: (time, chips) => (chips * time * objective.perChip) / tokens, limit: Number.POSITIVE_INFINITY };
    case 'chips':
      return { score: (_, chips) => chips, limit: (objective.deadline * tokens) / objective.tokens };
  }
};

const transfers = ({ activations, weights }: Offload): boolean => activations > 0 || weights > 0;
const offloads = (offload: Offload): boolean => transfers(offload) || offload.optimizer > 0;

/** Orders in which neither replicas nor stages stand between the ranks of a layer. */
const isInner = (order: readonly RankAxis[]): boolean => {
  const outer = Math.min(order.indexOf('dp'), order.indexOf('pp'));
  return (['tp', 'cp', 'ep'] as const).every((axis) => order.indexOf(axis) < outer);
};

/**
 * Searches a space of plans for the best ones, with proof, a slice of work at a time: the one who calls may stop between two slices.
 *
 * Every plan is a block (one micro-batch under tensor, context and expert ranks), a lay (stages and their schedule) and a way to keep state.
 * The time of a block under a lay without any exchange between replicas is a bound for all of its plans; nodes are settled from the least
 * bound up. Memory is counted before time. What is timed is timed by the functions of `trainingStep` itself.
 *
 * @pure
 * @param input what is searched
 */
export function* searchSteps(input: SearchPlansInput): Generator<SearchProgress, PlanSearch> {
  const { architecture, chip, network, software, constants, nodeSize, overhead, host, fixed, objective, part } = input;
  const routed = architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  const space = plainSpace(input.space, routed);
  const searched = { ...input, space };
  const lays = laysOf(space);
  const { stagesOf, parametersOf, keepingsOf } = searchTables(searched, lays);
  const kinds = architecture.kinds.length;
  const owners = kinds + 3;
  const width = owners * 3;
  const { score, limit } = scoring(objective, fixed.globalBatch * fixed.sequence);
  const keep = keepBest(input.top, input.front);
  const counts: Mutable<SearchCounts> = { raw: 0, indivisible: 0, format: 0, memory: 0, host: 0, late: 0, bounded: 0, timed: 0 };
  let bound = Number.POSITIVE_INFINITY;
  let nearest: Judged | undefined;
  let nearestIsLate = false;
  let done = 0;

  const splits: Split[] = [];
  const blocks = emptyBlocks();
  const nodes = emptyNodes();
  const layer = new Float64Array(owners * partsPerOwner);
  const sums = emptySums();
  const waiting = emptySums();
  const out = new Float64Array(stepColumns);
  const ofState: StateMemory = { weights: 0, gradients: 0, master: 0, moments: 0, gathered: 0, host: 0 };
  const ofPasses: PassMemory = { kept: 0, left: 0, recomputed: 0, logits: 0, buffers: 0 };
  const nothing: ReplicaTimes = {
    gather: 0,
    regather: 0,
    scatter: 0,
    replicate: 0,
    gatherEach: 0,
    scatterEach: 0,
    ends: 0,
    optimizer: 0,
    stateTransfer: 0,
  };
  const closing: Mutable<ClosingStep> = {
    ...nothing,
    schedule: '1f1b',
    virtual: 1,
    overlapData: true,
    depth: 1,
    microBatches: 1,
    send: 0,
    chips: 1,
  };
  const { top, front } = keep;
  const report = (): SearchProgress => ({ done, raw: counts.raw, score: top[0]?.score ?? Number.POSITIVE_INFINITY });

  /** What one step of an axis adds to the number of a plan. */
  const weight = {} as PlanPlace;
  let unit = 1;
  for (const axis of [...spaceAxes].reverse()) {
    weight[axis] = unit;
    unit *= space[axis].length;
  }
  weight.accelerators = unit;

  // ---- nodes ----

  const lay = (plan: Mutable<Plan>, each: Lay, accelerators: number): boolean => {
    plan.pipeline = each.pipeline;
    plan.schedule = each.schedule;
    plan.virtual = each.virtual;
    plan.data = accelerators / (plan.tensor * plan.context * each.pipeline);
    plan.shardGroup = plan.data * plan.context;
    return Number.isInteger(plan.data);
  };

  const leavesOf = (replicas: number): number => space.overlapData.length * keepingsOf(replicas).length * space.offload.length;
  const leavesOfNone = leavesOf(Number.POSITIVE_INFINITY);

  const closeNode = (each: Lay, microBatches: number, send: number, accelerators: number): number => {
    Object.assign(closing, nothing);
    closing.schedule = each.schedule;
    closing.virtual = each.virtual;
    closing.depth = each.pipeline;
    closing.microBatches = microBatches;
    closing.send = send;
    closing.chips = accelerators;
    return closeStep(closing, sums, constants, nodeSize, out);
  };

  interface Fit {
    readonly lay: Lay;
    readonly microBatches: number;
    readonly send: number;
    readonly leaves: number;
  }

  /** The lays that a split with a micro-batch allows; the others are counted as refused. */
  const fitsOf = (split: Split, timed: Mutable<Plan>, blocksWith: number, blocksWithout: number): readonly Fit[] => {
    const fits: Fit[] = [];
    for (const each of lays) {
      const own = hidesExperts(timed.expert, each.schedule) ? blocksWith : blocksWithout;
      const whole = lay(timed, each, split.accelerators);
      const replicas = timed.data * timed.context;
      const leaves = whole ? leavesOf(replicas) : leavesOfNone;
      counts.raw += own * leaves;
      if (!whole || checkPlan(architecture, timed, split.accelerators).length > 0) {
        counts.indivisible += own * leaves;
        done += own * leaves;
        continue;
      }
      const send = sendTime({ architecture, chip: split.rates, network, plan: timed }, placeRanks(timed, network).pipeline);
      fits.push({ lay: each, microBatches: timed.globalBatch / (timed.data * timed.microBatch), send, leaves });
    }
    return fits;
  };

  const makeBlock = (at: number, index: number, microBatchAt: number, recomputeAt: number): number => {
    roomForBlock(blocks, width);
    const block = blocks.count++;
    blocks.split[block] = at;
    blocks.index[block] = index;
    blocks.microBatch[block] = microBatchAt;
    blocks.recompute[block] = recomputeAt;
    for (let owner = 0; owner < owners; owner++) {
      for (let phase = 0; phase < 3; phase++) blocks.times[block * width + owner * 3 + phase] = layer[owner * partsPerOwner + phase]!;
    }
    return block;
  };

  /** Blocks of a split with a micro-batch under some lays, and their nodes. */
  const addBlocks = (at: number, timed: Mutable<Plan>, microBatchAt: number, fits: readonly Fit[], overlaps: readonly boolean[]): void => {
    const split = splits[at]!;
    if (fits.length === 0) return;
    lay(timed, fits[0]!.lay, split.accelerators);
    const place = placeRanks(timed, network);
    const prepared: PrepareStepInput = { architecture, chip: split.rates, network, plan: timed };
    let [plain, marked]: (LayerWork | undefined)[] = [undefined, undefined];
    space.recompute.forEach((recompute, recomputeAt) => {
      timed.recompute = recompute;
      const work = recompute === 'modules' ? (marked ??= layerWork(prepared, place)) : (plain ??= layerWork(prepared, place));
      overlaps.forEach((overlapTensor, overlapTensorAt) => {
        for (const hides of [false, true]) {
          const hidden = hides ? space.overlapExpert : [false];
          const own = fits.filter(({ lay: each }) => hidesExperts(timed.expert, each.schedule) === hides);
          if (own.length === 0) continue;
          hidden.forEach((overlapExpert, overlapExpertAt) => {
            timed.overlapTensor = overlapTensor;
            timed.overlapExpert = overlapExpert;
            timeOwners({ prepared: { ...work, plan: timed, kinds }, chip: split.rates, software, constants }, layer);
            const index =
              split.index +
              microBatchAt * weight.microBatch +
              recomputeAt * weight.recompute +
              overlapTensorAt * weight.overlapTensor +
              overlapExpertAt * weight.overlapExpert;
            const block = makeBlock(at, index, microBatchAt, recomputeAt);
            for (const fit of own) {
              const { layout } = stagesOf(fit.lay, planLaid(timed, fit.lay, split.accelerators));
              stageTimes({ ...layout, transfers: undefined, kinds }, layer, sums);
              const least = closeNode(fit.lay, fit.microBatches, fit.send, split.accelerators);
              addNode(nodes, block, fit.lay.at, least * rounding);
            }
          });
        }
      });
    });
  };

  const planLaid = (plan: Mutable<Plan>, each: Lay, accelerators: number): Plan => {
    lay(plan, each, accelerators);
    return plan;
  };

  // ---- leaves ----

  const replicaMemo = new Map<number, ReplicaTimes>();
  let passesOf = -1;
  let passesOne: PassBytes | undefined;
  let passesMany: PassBytes | undefined;

  const found = (index: number, time: number, memory: number, hostMemory: number, chips: number): Judged => ({
    index,
    score: score(time, chips),
    time,
    memory,
    host: hostMemory,
  });

  /** Settles all plans of a node. Says how many of them were looked at. */
  const settle = (node: number): number => {
    const block = nodes.block[node]!;
    const each = lays[nodes.lay[node]!]!;
    const split = splits[blocks.split[block]!]!;
    const chips = split.accelerators;
    const least = nodes.bound[node]!;
    const plan = split.plan as Mutable<Plan>;
    lay(plan, each, chips);
    const replicas = plan.data * plan.context;
    const keepings = keepingsOf(replicas);
    const leaves = space.overlapData.length * keepings.length * space.offload.length;
    done += leaves;
    const late = least > limit;
    const ranks = !late && keep.mayRank(score(least, chips), least);
    const leaner = late ? 0 : keep.leanerThan(least);
    const seeksNearest = top.length === 0;
    if (late && !(seeksNearest && (nearest === undefined || !nearestIsLate || least <= nearest.time))) {
      counts.late += leaves;
      return 0;
    }
    if (!late && !ranks && leaner <= 0) {
      counts.bounded += leaves;
      bound = Math.min(bound, score(least, chips));
      return 0;
    }
    plan.microBatch = space.microBatch[blocks.microBatch[block]!]!;
    plan.recompute = space.recompute[blocks.recompute[block]!]!;
    const microBatches = plan.globalBatch / (plan.data * plan.microBatch);
    if (passesOf !== block) {
      passesOf = block;
      passesOne = undefined;
      passesMany = undefined;
    }
    const passes = each.pipeline > 1 ? (passesMany ??= passBytes(architecture, plan)) : (passesOne ??= passBytes(architecture, plan));
    const { layout, tight } = stagesOf(each, plan);
    const { held, heaviest } = parametersOf(each, plan);
    const base =
      blocks.index[block]! + each.pipelineAt * weight.pipeline + each.scheduleAt * weight.schedule + each.virtualAt * weight.virtual;
    let summed = false;
    let send = 0;

    for (let offloadAt = 0; offloadAt < space.offload.length; offloadAt++) {
      const offload = space.offload[offloadAt]!;
      plan.offload = offload;
      for (let at = 0; at < keepings.length; at++) {
        const keeping = keepings[at]!;
        const index = base + keeping.zeroAt * weight.zero + keeping.shardAt * weight.shardGroup + offloadAt * weight.offload;
        if (keeping.zero > 0 && replicas % keeping.shardGroup !== 0) {
          counts.indivisible += space.overlapData.length;
          continue;
        }
        if (host === undefined && offloads(offload)) {
          counts.host += space.overlapData.length;
          continue;
        }
        plan.zero = keeping.zero;
        plan.shardGroup = keeping.shardGroup;
        const shards = stateShards(plan);
        let [peak, hostPeak] = [0, 0];
        for (let stage = 0; stage < tight.length; stage++) {
          passMemory(plan, passes, layout.stages, tight[stage]!, ofPasses);
          const flying = inFlight(plan, tight[stage]!);
          const allocated =
            stateMemory(plan, shards, held[stage]!, ofState) +
            flying * ofPasses.kept +
            ofPasses.recomputed +
            ofPasses.logits +
            ofPasses.buffers;
          peak = Math.max(peak, deviceMemory(allocated, overhead));
          hostPeak = Math.max(hostPeak, ofState.host + flying * ofPasses.left);
        }
        if (peak > split.rates.memory) {
          counts.memory += space.overlapData.length;
          if (
            top.length === 0 &&
            !nearestIsLate &&
            (nearest === undefined || peak < nearest.memory || (peak === nearest.memory && index < nearest.index))
          )
            nearest = { index, score: Number.NaN, time: Number.NaN, memory: peak, host: hostPeak };
          continue;
        }
        if (host !== undefined && hostPeak > host.memory) {
          counts.host += space.overlapData.length;
          continue;
        }
        if (!late && !ranks && peak >= leaner) {
          counts.bounded += space.overlapData.length;
          bound = Math.min(bound, score(least, chips));
          continue;
        }
        if (!summed) {
          for (let owner = 0; owner < owners; owner++) {
            for (let phase = 0; phase < 3; phase++) layer[owner * partsPerOwner + phase] = blocks.times[block * width + owner * 3 + phase]!;
          }
          stageTimes({ ...layout, transfers: undefined, kinds }, layer, sums);
          const timed = timedOf(split, plan);
          send = sendTime({ architecture, chip: split.rates, network, plan: timed }, placeRanks(timed, network).pipeline);
          summed = true;
        }
        let own = sums;
        if (transfers(offload)) {
          own = waiting;
          stageTimes(
            { ...layout, transfers: stageTransfers({ architecture, plan: timedOf(split, plan), host }, layout.stages), kinds },
            layer,
            waiting,
          );
        }
        const key =
          ((split.key * lays.length + each.at) * keepingWidth + keeping.zeroAt * space.shardGroup.length + keeping.shardAt) *
            space.offload.length +
          offloadAt;
        let times = replicaMemo.get(key);
        if (times === undefined) {
          const timed = timedOf(split, plan);
          times = replicaTimes({ architecture, chip: split.rates, network, plan: timed, host }, placeRanks(timed, network), heaviest);
          if (replicaMemo.size >= mostKept) replicaMemo.clear();
          replicaMemo.set(key, times);
        }
        for (let overlapAt = 0; overlapAt < space.overlapData.length; overlapAt++) {
          closing.gather = times.gather;
          closing.regather = times.regather;
          closing.scatter = times.scatter;
          closing.replicate = times.replicate;
          closing.gatherEach = times.gatherEach;
          closing.scatterEach = times.scatterEach;
          closing.ends = times.ends;
          closing.optimizer = times.optimizer;
          closing.stateTransfer = times.stateTransfer;
          closing.schedule = each.schedule;
          closing.virtual = each.virtual;
          closing.depth = each.pipeline;
          closing.microBatches = microBatches;
          closing.send = send;
          closing.chips = chips;
          closing.overlapData = space.overlapData[overlapAt]!;
          const time = closeStep(closing, own, constants, nodeSize, out);
          const judged = found(index + overlapAt * weight.overlapData, time, peak, hostPeak, chips);
          if (time > limit) {
            counts.late += 1;
            if (
              top.length === 0 &&
              (!nearestIsLate ||
                nearest === undefined ||
                time < nearest.time ||
                (time === nearest.time && compareJudged(judged, nearest) < 0))
            ) {
              nearest = judged;
              nearestIsLate = true;
            }
            continue;
          }
          counts.timed += 1;
          keep.add(judged);
        }
      }
    }
    return leaves;
  };
  const keepingWidth = space.zero.length * space.shardGroup.length;
  const mostKept = 1 << 16;
  const timedOf = (split: Split, plan: Plan): Plan => {
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

  function* settleAll(): Generator<SearchProgress, void> {
    const order = inOrder(nodes);
    let worked = 0;
    for (let at = 0; at < order.length; at++) {
      worked += 1 + settle(order[at]!);
      if (worked >= slice) {
        worked = 0;
        yield report();
      }
    }
    nodes.count = 0;
    blocks.count = 0;
    splits.length = 0;
    passesOf = -1;
    yield report();
  }

  // ---- the space ----

  let number = 0;
  let worked = 0;
  for (const [acceleratorsAt, accelerators] of input.accelerators.entries()) {
    for (const [precisionAt, precision] of space.precision.entries()) {
      const rates = chip[precision];
      const state = fixed.state ?? stateBytes(precision);
      for (const [orderAt, order] of space.order.entries()) {
        const inner = isInner(order);
        for (const [tensorAt, tensor] of space.tensor.entries()) {
          const sequences = tensor > 1 ? space.sequenceParallel : [false];
          for (const [sequenceParallelAt, sequenceParallel] of sequences.entries()) {
            const overlaps = sequenceParallel ? space.overlapTensor : [false];
            for (const [contextAt, context] of space.context.entries()) {
              const ways = context > 1 ? space.contextExchange : (['ring'] as const);
              for (const [contextExchangeAt, contextExchange] of ways.entries()) {
                for (const [expertAt, expert] of space.expert.entries()) {
                  for (const [expertTensorAt, expertTensor] of space.expertTensor.entries()) {
                    number += 1;
                    if (part !== undefined && number % part.of !== part.index) continue;
                    const index =
                      acceleratorsAt * weight.accelerators +
                      precisionAt * weight.precision +
                      orderAt * weight.order +
                      tensorAt * weight.tensor +
                      sequenceParallelAt * weight.sequenceParallel +
                      contextAt * weight.context +
                      contextExchangeAt * weight.contextExchange +
                      expertAt * weight.expert +
                      expertTensorAt * weight.expertTensor;
                    const plan = {
                      ...planOf({
                        ...fixed,
                        tensor,
                        sequenceParallel,
                        context,
                        contextExchange,
                        expert,
                        expertTensor,
                        precision,
                        state,
                        order,
                      }),
                    };
                    const timed = timedPlan(plan) as Mutable<Plan>;
                    if (rates === undefined) {
                      const all = countAll(plan, accelerators, overlaps.length);
                      counts.raw += all;
                      counts.format += all;
                      done += all;
                      continue;
                    }
                    const split: Split = { accelerators, rates, plan, timed, index, key: number };
                    const at = splits.push(split) - 1;
                    const blocksWithout = space.recompute.length * overlaps.length;
                    for (const [microBatchAt, microBatch] of space.microBatch.entries()) {
                      timed.microBatch = microBatch;
                      const fits = fitsOf(split, timed, blocksWithout * space.overlapExpert.length, blocksWithout);
                      if (inner) addBlocks(at, timed, microBatchAt, fits, overlaps);
                      else {
                        for (const pipeline of space.pipeline) {
                          const own = fits.filter((fit) => fit.lay.pipeline === pipeline);
                          addBlocks(at, timed, microBatchAt, own, overlaps);
                        }
                      }
                    }
                    worked += 1;
                    if (worked % splitsAtOnce === 0) yield report();
                    if (nodes.count >= nodesAtOnce) yield* settleAll();
                  }
                }
              }
            }
          }
        }
      }
    }
    // Fewer accelerators come first where their number is what counts.
    if (objective.kind === 'chips') yield* settleAll();
  }
  yield* settleAll();

  function countAll(plan: Plan, accelerators: number, overlaps: number): number {
    let all = 0;
    for (const each of lays) {
      const data = accelerators / (plan.tensor * plan.context * each.pipeline);
      const leaves = Number.isInteger(data) ? leavesOf(data * plan.context) : leavesOfNone;
      all += leaves * (hidesExperts(plan.expert, each.schedule) ? space.overlapExpert.length : 1);
    }
    return all * space.recompute.length * space.microBatch.length * overlaps;
  }

  const write = ({ index, time, memory, host: hostMemory, score: own }: Judged): FoundPlan => {
    const plan = planAt(searched, index);
    return {
      plan,
      index,
      accelerators: plan.tensor * plan.context * plan.data * plan.pipeline,
      stepTime: quantity(time, 's'),
      memory: quantity(memory, 'B'),
      hostMemory: quantity(hostMemory, 'B'),
      score: own,
    };
  };
  const feasible = top.length > 0;
  const written = top.map(write);
  return {
    feasible,
    binding: feasible ? 'none' : refusal(counts),
    ...(written[0] === undefined ? {} : { best: written[0] }),
    top: written,
    front: front.map(write),
    counts,
    bound,
    ...(feasible || nearest === undefined ? {} : { nearest: write(nearest) }),
  };
}

/** Splits whose blocks are made between two reports. */
const splitsAtOnce = 8;

/** What stopped the plans that came furthest. */
const refusal = ({ late, host, memory, format }: SearchCounts): PlanSearch['binding'] =>
  late > 0 ? 'deadline' : memory > 0 ? 'memory' : host > 0 ? 'host' : format > 0 ? 'format' : 'divisibility';

/**
 * Searches a space of plans to the end; see `searchSteps`.
 *
 * @pure
 * @param input what is searched
 */
export const searchPlans = (input: SearchPlansInput): PlanSearch => {
  const steps = searchSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};
