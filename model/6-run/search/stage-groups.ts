import { type Quantity, quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { checkPlan } from '../check-plan.ts';
import { layerParameters } from '../count-parameters.ts';
import {
  deviceMemory,
  emptyPass,
  emptyState,
  heldParameters,
  inFlight,
  memoryOfStage,
  passBytes,
  passMemory,
  stateMemory,
} from '../memory/plan-memory.ts';
import { placeRanks } from '../place-ranks.ts';
import type { Plan } from '../plan.ts';
import { planOf } from '../plan-of.ts';
import { type RankParameters, rankParameters } from '../rank-parameters.ts';
import { type StageLayers, stageLayers } from '../stage-layers.ts';
import { stateShards } from '../state-shards.ts';
import { pipelineBubble } from '../step/pipeline-bubble.ts';
import { prepareStep, replicaTimes } from '../step/prepare-step.ts';
import { sendsExposed } from '../step/training-step.ts';
import { balanceLayers } from './balance-layers.ts';
import {
  acrossGroups,
  type ChipGroup,
  columnOf,
  type GroupsSetting,
  type MixedStep,
  nodesOf,
  powersUpTo,
  reach,
  recomputes,
  routedExperts,
  timeOn,
} from './chip-group.ts';

/** Seconds of each owner of work in one micro-batch on a group: kinds of layers, embedding, head, prediction module. */
interface OwnerSeconds {
  /** Plan that they were timed with, in a pipeline of two stages. */
  readonly plan: Plan;
  readonly seconds: Float64Array;
  /** Seconds of a layer, over the model. */
  readonly mean: number;
}

/** One group's part of a common pipeline. */
interface Section {
  readonly group: number;
  readonly owners: OwnerSeconds;
  readonly stages: number;
}

/** A pipeline that might be laid out, and a time that it cannot beat. */
interface Candidate {
  readonly sections: readonly Section[];
  readonly data: number;
  readonly microBatch: number;
  readonly bound: number;
}

const divisors = (value: number, most: number): readonly number[] =>
  Array.from({ length: Math.min(value, most) }, (_, index) => index + 1).filter((each) => value % each === 0);

/** Times each owner by itself: a pipeline in which each stands on a stage of its own. */
const ownerSeconds = (group: ChipGroup, plan: Plan, { architecture, constants }: GroupsSetting): OwnerSeconds => {
  const prepared = prepareStep({ architecture, chip: group.chip, network: group.network, plan });
  const owners = prepared.kinds + 3;
  const passes = new Float64Array(owners * owners);
  for (let owner = 0; owner < owners; owner++) passes[owner * owners + owner] = 1;
  const stages = { stages: owners, kinds: prepared.kinds, counts: new Int32Array(owners * prepared.kinds) };
  const apart = { ...prepared, passes, stages, alike: new Int32Array(owners).fill(1) };
  const times = { forward: new Float64Array(owners), backward: new Float64Array(owners), weight: new Float64Array(owners) };
  timeOn(group, apart, constants, times);
  const seconds = times.forward.map((forward, owner) => forward + times.backward[owner]! + times.weight[owner]!);
  const { pattern } = architecture;
  return { plan, seconds, mean: pattern.reduce((sum, kind) => sum + seconds[kind]!, 0) / pattern.length };
};

/** Seconds of what stands before the first layer and after the last one. */
const endsOf = ({ kinds, pattern, predictionLayers }: Architecture, stage: number, stages: number, seconds: Float64Array): number => {
  const first = stage === 0 ? seconds[kinds.length]! : 0;
  if (stage < stages - 1) return first;
  const [head, module] = [seconds[kinds.length + 1]!, seconds[kinds.length + 2]!];
  const last = seconds[pattern.at(-1) ?? 0]!;
  return first + (1 + predictionLayers) * head + predictionLayers * (module + last);
};

/** A time that no way to deal out the layers beats: each layer weighed by the group that is best at it, for its speed. */
const boundOf = (sections: readonly Section[], setting: GroupsSetting, microBatches: number): number => {
  const { architecture } = setting;
  const counts = architecture.kinds.map((_, kind) => architecture.pattern.filter((own) => own === kind).length);
  let [work, weight, sum] = [0, 0, 0];
  for (const { owners, stages } of sections) weight += stages / owners.mean;
  counts.forEach((count, kind) => {
    work += count * Math.min(...sections.map(({ owners }) => owners.seconds[kind]! / owners.mean));
    sum += count * Math.min(...sections.map(({ owners }) => owners.seconds[kind]!));
  });
  return ((microBatches - 1) * work) / weight + sum;
};

const permutations = (items: readonly number[]): readonly (readonly number[])[] =>
  items.length <= 1
    ? [items]
    : items.flatMap((item, index) => permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]));

/** Every choice of one of each list. */
function* product<T>(lists: readonly (readonly T[])[], index = 0, chosen: T[] = []): Generator<readonly T[]> {
  if (index === lists.length) {
    yield chosen;
    return;
  }
  for (const each of lists[index]!) {
    chosen[index] = each;
    yield* product(lists, index + 1, chosen);
  }
}

/** Pipelines of as many replicas, expert ranks and sequences in a micro-batch, and a time that none of them can beat. */
interface Family {
  /** Of each group, the sections that it could be. */
  readonly ways: readonly (readonly Section[])[];
  readonly data: number;
  readonly microBatch: number;
  readonly bound: number;
}

/** Combinations that are bounded between two moments at which a search can be given up. */
const boundedAtOnce = 512;

/** A time that no choice of one section of each group beats: all the speed there is, and each layer where it takes least. */
const boundOfAll = (ways: Family['ways'], { architecture }: GroupsSetting, microBatches: number): number => {
  let weight = 0;
  for (const own of ways) weight += Math.max(...own.map(({ owners, stages }) => stages / owners.mean));
  const sections = ways.flat();
  let work = 0;
  let sum = 0;
  for (const kind of architecture.pattern) {
    work += Math.min(...sections.map(({ owners }) => owners.seconds[kind]! / owners.mean));
    sum += Math.min(...sections.map(({ owners }) => owners.seconds[kind]!));
  }
  return ((microBatches - 1) * work) / weight + sum;
};

/** Sections that a group could be in a pipeline, with as many stages as it has room for. */
const sectionsOf = (
  group: number,
  groups: readonly ChipGroup[],
  setting: GroupsSetting,
  own: Pick<Plan, 'data' | 'expert' | 'microBatch'>,
): readonly Section[] => {
  const { architecture, globalBatch, sequence, precision } = setting;
  const { accelerators, domain } = groups[group]!;
  return powersUpTo(Math.min(reach.tensor, domain)).flatMap((tensor): readonly Section[] => {
    const stages = Math.min(reach.stages, Math.floor(accelerators / (tensor * own.data)));
    if (stages < 1) return [];
    return recomputes.flatMap((recompute): readonly Section[] => {
      const plan = planOf({ ...own, tensor, pipeline: 2, globalBatch, sequence, recompute, precision, overlapTensor: tensor > 1 });
      return checkPlan(architecture, plan).length > 0 ? [] : [{ group, owners: ownerSeconds(groups[group]!, plan, setting), stages }];
    });
  });
};

/** Every family of pipelines over all groups, those that could be fastest first. */
function* families(groups: readonly ChipGroup[], setting: GroupsSetting): Generator<undefined, readonly Family[]> {
  const { architecture, globalBatch } = setting;
  const routed = routedExperts(architecture);
  const found: Family[] = [];
  for (const microBatch of powersUpTo(reach.microBatch)) {
    if (globalBatch % microBatch !== 0) continue;
    for (const data of divisors(globalBatch / microBatch, Math.min(...groups.map(({ accelerators }) => accelerators)))) {
      for (const expert of routed > 1 ? powersUpTo(Math.min(routed, reach.tensor * data)) : [1]) {
        const ways: (readonly Section[])[] = [];
        for (let group = 0; group < groups.length; group++) {
          yield undefined;
          ways.push(sectionsOf(group, groups, setting, { data, expert, microBatch }));
        }
        if (ways.some((own) => own.length === 0)) continue;
        found.push({ ways, data, microBatch, bound: boundOfAll(ways, setting, globalBatch / (data * microBatch)) });
      }
    }
  }
  return found.sort((one, other) => one.bound - other.bound);
}

/** Choices of one section of each group in a family that could be faster than a time, those that could be fastest first. */
function* candidates(
  { ways, data, microBatch }: Family,
  setting: GroupsSetting,
  below: number,
): Generator<undefined, readonly Candidate[]> {
  const layers = setting.architecture.pattern.length;
  const found: Candidate[] = [];
  let seen = 0;
  for (const sections of product(ways)) {
    seen += 1;
    if (seen % boundedAtOnce === 0) yield undefined;
    if (sections.reduce((sum, { stages }) => sum + stages, 0) > layers) continue;
    const bound = boundOf(sections, setting, setting.globalBatch / (data * microBatch));
    if (bound < below) found.push({ sections: [...sections], data, microBatch, bound });
  }
  return found.sort((one, other) => one.bound - other.bound);
}

/** Bound of the candidate that a list has next. */
const boundOfNext = (list: readonly Candidate[] | undefined): number => list?.at(-1)?.bound ?? Number.POSITIVE_INFINITY;

interface Stage {
  readonly group: number;
  readonly plan: Plan;
  readonly seconds: Float64Array;
}

/** Whether runs of layers fit the memory of a stage. */
const roomOf = (
  stages: readonly Stage[],
  groups: readonly ChipGroup[],
  setting: GroupsSetting,
): ((stage: number, from: number, to: number) => boolean) => {
  const { architecture, overhead } = setting;
  const { pattern } = architecture;
  const kinds = architecture.kinds.length;
  const parameters = architecture.kinds.map((_, kind) => layerParameters(architecture, kind));
  const before = Array.from({ length: pattern.length + 1 }, () => new Int32Array(kinds));
  pattern.forEach((kind, layer) => {
    before[layer + 1]!.set(before[layer]!);
    before[layer + 1]![kind]! += 1;
  });
  const counts = new Int32Array(stages.length * kinds);
  const spread: StageLayers = { stages: stages.length, kinds, counts };
  const [state, pass] = [emptyState(), emptyPass()];
  const known = new Map(stages.map(({ plan }) => [plan, { shards: stateShards(plan), bytes: passBytes(architecture, plan) }]));
  return (stage, from, to) => {
    const { plan, group } = stages[stage]!;
    const { shards, bytes } = known.get(plan)!;
    for (let kind = 0; kind < kinds; kind++) counts[stage * kinds + kind] = before[to]![kind]! - before[from]![kind]!;
    const held = heldParameters(plan, spread, stage, (each) => rankParameters(architecture, plan, spread, each, parameters));
    const kept = stateMemory(plan, shards, held, state);
    passMemory(plan, bytes, spread, stage, pass);
    const passing = inFlight(plan, stage) * pass.kept + pass.recomputed + pass.logits + pass.buffers;
    return deviceMemory(kept + passing, overhead) <= groups[group]!.chip.memory;
  };
};

/** The rank that holds most of some stages. */
const heaviestOf = (architecture: Architecture, plan: Plan, stages: StageLayers, [from, to]: readonly [number, number]): RankParameters => {
  let heaviest = rankParameters(architecture, plan, stages, from);
  for (let stage = from + 1; stage <= to; stage++) {
    const other = rankParameters(architecture, plan, stages, stage);
    if (other.dense + other.expert + other.ends > heaviest.dense + heaviest.expert + heaviest.ends) heaviest = other;
  }
  return heaviest;
};

/** Times a pipeline over several groups whose layers are dealt out. */
const timePipeline = (
  stages: readonly Stage[],
  layers: readonly number[],
  candidate: Candidate,
  groups: readonly ChipGroup[],
  setting: GroupsSetting,
): MixedStep | undefined => {
  const { architecture, constants, overhead, globalBatch, sequence } = setting;
  const count = stages.length;
  const forward = new Float64Array(count);
  const backward = new Float64Array(count);
  const weight = new Float64Array(count);
  const taking = candidate.sections.map(({ group }) => groups[group]!);
  const sends: number[] = [];
  let [data, optimizer, first] = [0, 0, 0];
  const parts: MixedStep['parts'][number][] = [];
  for (const { group: index, owners, stages: own } of candidate.sections) {
    const group = groups[index]!;
    const plan: Plan = { ...owners.plan, pipeline: count, stageLayers: layers };
    if (checkPlan(architecture, plan).length > 0) return undefined;
    const held: readonly [number, number] = [first, first + own - 1];
    const timed = plan;
    const spread = stageLayers(architecture, plan);
    const input = { architecture, chip: group.chip, network: group.network, plan: timed };
    const prepared = {
      ...prepareStep(input),
      ...replicaTimes(input, placeRanks(timed, group.network), heaviestOf(architecture, timed, spread, held)),
    };
    const width = prepared.kinds + 3;
    const passes = prepared.passes.map((value, at) => {
      const stage = Math.floor(at / width);
      return stage >= held[0] && stage <= held[1] ? value : 0;
    });
    const times = { forward: new Float64Array(count), backward: new Float64Array(count), weight: new Float64Array(count) };
    const alike = new Int32Array(count).fill(1);
    const { out } = timeOn(group, { ...prepared, passes, alike, chips: nodesOf(taking) * group.nodeSize }, constants, times);
    data = Math.max(data, out[columnOf('data')]!);
    optimizer = Math.max(optimizer, out[columnOf('optimizer')]!);
    let memory: Quantity<'B'> = quantity(0, 'B');
    let busy = 0;
    for (let stage = held[0]; stage <= held[1]; stage++) {
      forward[stage] = times.forward[stage]!;
      backward[stage] = times.backward[stage]!;
      weight[stage] = times.weight[stage]!;
      busy = Math.max(busy, forward[stage]! + backward[stage]! + weight[stage]!);
      const need = memoryOfStage(architecture, plan, overhead, spread, stage).total;
      if (need > memory) memory = need;
      // To the next stage of the group; over the slower side's links where another group begins.
      if (stage < held[1]) sends.push(prepared.send);
    }
    if (memory > group.chip.memory) return undefined;
    const bytes = (plan.microBatch * sequence * architecture.hidden * timed.state.weight) / plan.context / plan.tensor;
    const border = acrossGroups(group, 'send', 2, bytes);
    if (first > 0) sends[first - 1] = Math.max(sends[first - 1] ?? 0, border);
    if (held[1] < count - 1) sends[held[1]] = border;
    parts.push({
      group: index,
      accelerators: plan.tensor * plan.data * own,
      plan,
      sequences: globalBatch,
      layers: layers.slice(held[0], held[1] + 1),
      busy: quantity(busy, 's'),
      memory,
    });
    first += own;
  }
  const microBatches = globalBatch / (candidate.data * candidate.microBatch);
  const total = (times: Float64Array): number => times.reduce((sum, time) => sum + time, 0);
  const busy = forward.map((first, stage) => first + backward[stage]! + weight[stage]!);
  const slowest = Math.max(...busy);
  const slow = busy.indexOf(slowest);
  const mean = (times: Float64Array): Quantity<'s'> => quantity((total(times) - times[slow]!) / Math.max(1, count - 1), 's');
  const schedule = '1f1b';
  const bubble = pipelineBubble({
    schedule,
    stages: count,
    chunks: 1,
    microBatches,
    forward: mean(forward),
    backwardInput: mean(backward),
    backwardWeight: mean(weight),
  });
  // Stages send side by side: the slowest link shows with each micro-batch, all of them while the pipeline fills.
  const slowestSend = Math.max(0, ...sends);
  const sending = 2 * sendsExposed(schedule, constants) * slowestSend * microBatches + 2 * sends.reduce((sum, each) => sum + each, 0);
  const sum = microBatches * slowest + bubble + sending + data + optimizer;
  const stepTime = sum * (1 + constants.straggler * Math.sqrt(2 * Math.log(Math.max(1, nodesOf(taking)))));
  return {
    layout: 'pipeline',
    stepTime: quantity(stepTime, 's'),
    tokensPerSecond: quantity((globalBatch * sequence) / stepTime, 'token/s'),
    binding: parts.reduce((longest, part) => (part.busy > longest.busy ? part : longest)).group,
    parts: parts.map((part) => ({ ...part, busy: quantity(part.busy * microBatches, 's') })),
  };
};

/** Deals the layers out to a pipeline and times it; undefined where they do not fit, or where it takes no less than a time. */
const timeBalanced = (candidate: Candidate, groups: readonly ChipGroup[], setting: GroupsSetting, below: number): MixedStep | undefined => {
  const { architecture, globalBatch } = setting;
  const count = candidate.sections.reduce((sum, { stages }) => sum + stages, 0);
  const stages = candidate.sections.flatMap(({ group, owners, stages: own }): readonly Stage[] => {
    const stage: Stage = { group, plan: { ...owners.plan, pipeline: count }, seconds: owners.seconds };
    return Array.from({ length: own }, () => stage);
  });
  const microBatches = globalBatch / (candidate.data * candidate.microBatch);
  const layerSeconds = new Map(
    candidate.sections.map(({ group, owners }) => [group, Float64Array.from(architecture.pattern, (kind) => owners.seconds[kind]!)]),
  );
  const balanced = balanceLayers({
    layerSeconds: stages.map(({ group }) => layerSeconds.get(group)!),
    endSeconds: Float64Array.from(stages, ({ seconds }, stage) => endsOf(architecture, stage, count, seconds)),
    fits: roomOf(stages, groups, setting),
    // The slowest stage waits while one micro-batch passes all the others.
    slowest: microBatches - 1,
    filling: 1,
  });
  return balanced.feasible && balanced.cost < below ? timePipeline(stages, balanced.layers, candidate, groups, setting) : undefined;
};

/**
 * The fastest step of groups that each hold stages of one pipeline. For every order of the groups, tensor ranks and recompute
 * of each, replicas, expert ranks and micro-batches, the layers are dealt out so that the pipeline takes least, exactly,
 * within the memory of each stage; layouts that no way to deal them out could make better are left out.
 *
 * @equation t = (M \max_i T_i + \sum_{i \ne \hat\imath} T_i + t_{send} + t_{data} + t_{opt}) (1 + \sigma \sqrt{2 \ln n})
 * @param groups the groups
 * @param setting what is trained
 */
export function* sharePipeline(groups: readonly ChipGroup[], setting: GroupsSetting): Generator<undefined, MixedStep | undefined> {
  const { constants } = setting;
  const late = 1 + constants.straggler * Math.sqrt(2 * Math.log(Math.max(1, nodesOf(groups))));
  const orders = permutations(groups.map((_, index) => index));
  let best: MixedStep | undefined;
  const below = (): number => (best?.stepTime ?? Number.POSITIVE_INFINITY) / late;
  const closed = yield* families(groups, setting);
  const open: Candidate[][] = [];
  for (let next = 0; ; ) {
    const family = closed[next];
    const list = open.reduce((least: Candidate[] | undefined, own) => (boundOfNext(own) < boundOfNext(least) ? own : least), undefined);
    if (family !== undefined && family.bound < boundOfNext(list)) {
      if (family.bound >= below()) return best;
      // The best one last, where it is taken from.
      open.push((yield* candidates(family, setting, below())).toReversed());
      next += 1;
      continue;
    }
    const candidate = list?.pop();
    if (candidate === undefined || candidate.bound >= below()) return best;
    for (const order of orders) {
      yield undefined;
      const sections = order.map((group) => candidate.sections[group]!);
      const timed = timeBalanced({ ...candidate, sections }, groups, setting, below());
      if (timed !== undefined && (best === undefined || timed.stepTime < best.stepTime)) best = timed;
    }
  }
}
