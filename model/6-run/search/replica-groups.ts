import { quantity } from '#quantity';
import type { Architecture } from '../architecture.ts';
import { checkPlan } from '../check-plan.ts';
import { countParameters } from '../count-parameters.ts';
import { planMemory } from '../memory/plan-memory.ts';
import type { Plan } from '../plan.ts';
import { planOf, stateBytes } from '../plan-of.ts';
import { stageLayers } from '../stage-layers.ts';
import { type PreparedStep, prepareStep } from '../step/prepare-step.ts';
import { balanceBatches } from './balance-batches.ts';
import {
  acrossGroups,
  type ChipGroup,
  type GroupsSetting,
  layersOf,
  type MixedStep,
  nodesOf,
  powersUpTo,
  reach,
  recomputes,
  routedExperts,
  timeOn,
} from './chip-group.ts';
import { hidesExperts } from './plan-space.ts';

/** A plan of the replicas of one group, ready to be timed with any number of micro-batches. */
export interface ReplicaPlan {
  readonly plan: Plan;
  readonly prepared: PreparedStep;
  /** Micro-batches of a unit: 1, or a whole round of an interleaved pipeline. */
  readonly round: number;
  /** Sequences of a unit. */
  readonly unit: number;
  readonly memory: number;
  /** A line that its seconds are never below: at the first unit, and for each further one. */
  readonly first: number;
  readonly slope: number;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Stages that are tried: powers of two, and what divides the layers. */
const stagesFor = (layers: number, most: number): readonly number[] => {
  const limit = Math.min(most, layers, reach.stages);
  return Array.from({ length: limit }, (_, index) => index + 1).filter(
    (count) => Number.isInteger(Math.log2(count)) || layers % count === 0,
  );
};

const chunksFor = (layers: number, stages: number): readonly number[] => {
  if (stages === 1) return [1];
  const even = Array.from({ length: reach.chunks }, (_, index) => index + 1).filter((chunks) => layers % (stages * chunks) === 0);
  const most = even.at(-1) ?? 1;
  return [...new Set([1, ...(even.includes(2) ? [2] : []), most])];
};

/** Schedules of pipelines that are tried, with their chunks: one micro-batch after another, chunks in turn, and those that put off gradients of weights. */
const schedulesFor = (layers: number, stages: number): readonly Pick<Plan, 'schedule' | 'virtual'>[] => {
  const inTurn = chunksFor(layers, stages).map((virtual) => ({ schedule: virtual > 1 ? 'interleaved' : '1f1b', virtual }) as const);
  if (stages === 1) return inTurn;
  const putOff = (['zb-h1', 'zb-h2', 'zb-v', 'dualpipe'] as const).map((schedule) => ({ schedule, virtual: 1 }));
  return [...inTurn, ...putOff];
};

/** Ways to keep state on so many replicas: whole stages keep weights, without stages they may be split over all replicas or those of a domain. */
const keepingsFor = (stages: number, replicas: number, domain: number): readonly Pick<Plan, 'zero' | 'shardGroup'>[] => [
  { zero: 1, shardGroup: replicas },
  ...(stages > 1 ? [] : [{ zero: 3, shardGroup: replicas } as const]),
  ...(stages > 1 || domain >= replicas || replicas % domain !== 0 ? [] : [{ zero: 3, shardGroup: domain } as const]),
];

/** Layouts between two moments at which a search can be given up. */
const often = 16;

/** Seconds of a plan with so many units to each replica, on a group among others. */
const secondsOf = (own: ReplicaPlan, group: ChipGroup, { constants }: GroupsSetting, units: number): number => {
  return timeOn(group, { ...own.prepared, microBatches: units * own.round }, constants).time;
};

/**
 * With a line below its seconds, among groups that sum their gradients and have so many nodes. Seconds rise at no rate that falls,
 * so the line through two neighbouring numbers of units lies below all others: those of half of the batch, of which a group will
 * take some such share.
 */
const timed = (own: ReplicaPlan, group: ChipGroup, setting: GroupsSetting, across = 0, nodes = nodesOf([group])): ReplicaPlan => {
  const { prepared, plan, unit } = own;
  const among = { ...own, prepared: { ...prepared, replicate: prepared.replicate + across, chips: nodes * group.nodeSize } };
  const half = Math.max(1, Math.floor(setting.globalBatch / (2 * plan.data * unit)));
  const here = secondsOf(among, group, setting, half);
  const slope = Math.max(secondsOf(among, group, setting, half + 1) - here, here * Number.EPSILON);
  return { ...among, first: here - slope * (half - 1), slope };
};

/** Ranks of tensors, stages and experts that a group has room for. */
function* ranksOn(
  { accelerators, domain }: ChipGroup,
  architecture: Architecture,
): Generator<Pick<Plan, 'tensor' | 'pipeline' | 'expert'>> {
  const routed = routedExperts(architecture);
  const experts = routed > 1 ? powersUpTo(Math.min(routed, accelerators)) : [1];
  for (const tensor of powersUpTo(Math.min(reach.tensor, domain, accelerators))) {
    for (const pipeline of stagesFor(architecture.pattern.length, Math.floor(accelerators / tensor))) {
      for (const expert of experts) yield { tensor, pipeline, expert };
    }
  }
}

/** Every layout of replicas on a group that is looked at, whether it can run or not. */
function* layouts(group: ChipGroup, setting: GroupsSetting): Generator<Plan> {
  const { architecture, globalBatch, sequence, precision } = setting;
  const { accelerators, domain } = group;
  for (const ranks of ranksOn(group, architecture)) {
    const { tensor, pipeline, expert } = ranks;
    const step = expert / gcd(expert, tensor);
    for (const microBatch of powersUpTo(reach.microBatch)) {
      const room = Math.min(Math.floor(accelerators / (tensor * pipeline)), Math.floor(globalBatch / microBatch));
      const data = room - (room % step);
      if (data < 1) continue;
      // Memory is that of a full pipeline, whatever share of the batch the group will get.
      const batch = { data, microBatch, globalBatch: data * microBatch * 2 * pipeline, sequence, precision };
      for (const passes of schedulesFor(architecture.pattern.length, pipeline)) {
        const overlap = { overlapTensor: tensor > 1, overlapExpert: hidesExperts(expert, passes.schedule) };
        for (const recompute of recomputes) {
          for (const keeping of keepingsFor(pipeline, data, domain)) {
            yield planOf({ ...ranks, ...batch, ...overlap, ...passes, ...keeping, recompute });
          }
        }
      }
    }
  }
}

/**
 * Plans of the replicas of a group that fit its memory: tensor, pipeline and expert ranks, chunks, micro-batches, recompute
 * and sharding. As many replicas as there is room for; a replica may take a micro-batch more than another.
 *
 * @param group the group
 * @param setting what is trained
 */
export function* replicaPlans(group: ChipGroup, setting: GroupsSetting): Generator<undefined, readonly ReplicaPlan[]> {
  const { architecture, overhead } = setting;
  const { chip, network } = group;
  const found: ReplicaPlan[] = [];
  let seen = 0;
  for (const plan of layouts(group, setting)) {
    seen += 1;
    if (seen % often === 0) yield undefined;
    if (checkPlan(architecture, plan).length > 0) continue;
    const memory = planMemory(architecture, plan, overhead).greatest.total;
    if (memory > chip.memory) continue;
    const prepared = prepareStep({ architecture, chip, network, plan });
    const round = plan.virtual > 1 ? plan.pipeline : 1;
    found.push(timed({ plan, prepared, round, unit: plan.microBatch * round, memory, first: 0, slope: 0 }, group, setting));
  }
  return found;
}

/** A two-way pipeline is fed from both ends: with fewer micro-batches than that it never fills. */
const isFed = ({ schedule, pipeline }: Plan, microBatches: number): boolean =>
  schedule !== 'dualpipe' || microBatches === 0 || microBatches >= 2 * pipeline;

/** A time that no share of the batch can beat: times of units do not fall as there are more of them, and units are not cut. */
const boundOf = (plans: readonly ReplicaPlan[], batch: number): number => {
  const order = [...plans].sort((one, other) => one.first - other.first);
  let [rate, held, bound] = [0, 0, Number.POSITIVE_INFINITY];
  for (const { plan, unit, first, slope } of order) {
    if (bound <= first) break;
    const each = plan.data * unit;
    rate += each / slope;
    held += each - (each * first) / slope;
    bound = Math.max(first, (batch - held) / rate);
  }
  return bound;
};

/** Combinations of plans that are looked at, at most. */
const combinations = 250_000;

/**
 * The fastest step of groups that each hold whole replicas of the model and share the batch: each pair of plans gets the
 * share that is done soonest, exactly, and pairs that no share could make better are left out; a two-way pipeline that this share
 * does not feed from both ends is left out too. Gradients are summed within
 * each group, then among the groups, over the slowest side's links.
 *
 * @equation t = \max_g T_g(x_g), \quad \sum_g x_g = B
 * @param groups the groups
 * @param plans plans of each
 * @param setting what is trained
 */
export function* shareBatch(
  groups: readonly ChipGroup[],
  plans: readonly (readonly ReplicaPlan[])[],
  setting: GroupsSetting,
): Generator<undefined, MixedStep | undefined> {
  const { architecture, globalBatch, sequence, precision } = setting;
  const several = groups.length > 1;
  const gradients = countParameters(architecture).total * stateBytes(precision).weight;
  const across = several
    ? Math.max(...groups.map((group) => acrossGroups(group, 'all-reduce', groups.length, gradients / group.accelerators)))
    : 0;
  const nodes = nodesOf(groups);
  const alone = (own: ReplicaPlan): number => own.first + own.slope * Math.max(0, globalBatch / (own.plan.data * own.unit) - 1);
  const most = Math.floor(combinations ** (1 / groups.length));
  const lists: ReplicaPlan[][] = [];
  for (const [index, own] of plans.entries()) {
    yield undefined;
    const best = [...own].sort((one, other) => alone(one) - alone(other)).slice(0, most);
    const list: ReplicaPlan[] = [];
    for (const each of best) {
      if (list.length % often === 0) yield undefined;
      list.push(timed(each, groups[index]!, setting, across, nodes));
    }
    lists.push(list);
  }
  let best: MixedStep | undefined;
  let tried = 0;
  const chosen: ReplicaPlan[] = [];
  function* choose(index: number): Generator<undefined, void> {
    if (index < groups.length) {
      for (const own of lists[index]!) {
        chosen[index] = own;
        yield* choose(index + 1);
      }
      return;
    }
    tried += 1;
    if (tried % often === 0) yield undefined;
    if (best !== undefined && boundOf(chosen, globalBatch) >= best.stepTime) return;
    const balanced = balanceBatches({
      groups: chosen.map((own, group) => ({
        replicas: own.plan.data,
        unit: own.unit,
        seconds: (units) => secondsOf(own, groups[group]!, setting, units),
      })),
      batch: globalBatch,
    });
    if (!balanced.feasible || (best !== undefined && balanced.time >= best.stepTime)) return;
    if (!chosen.every(({ plan, round }, group) => isFed(plan, balanced.units[group]! * round))) return;
    best = {
      layout: several ? 'data' : 'alone',
      stepTime: balanced.time,
      tokensPerSecond: quantity((globalBatch * sequence) / balanced.time, 'token/s'),
      binding: balanced.binding,
      parts: chosen.map(({ plan, memory }, group) => ({
        group,
        accelerators: plan.tensor * plan.pipeline * plan.data,
        plan: { ...plan, globalBatch: balanced.sequences[group]! },
        sequences: balanced.sequences[group]!,
        layers: layersOf(stageLayers(architecture, plan)),
        busy: quantity(balanced.units[group] === 0 ? 0 : secondsOf(chosen[group]!, groups[group]!, setting, balanced.units[group]!), 's'),
        memory: quantity(memory, 'B'),
      })),
    };
  }
  yield* choose(0);
  return best;
}
