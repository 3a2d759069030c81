import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import {
  type Architecture,
  architectureOf,
  checkPlan,
  comparePlans,
  type FoundPlan,
  type HostLink,
  type MatrixPrecision,
  mergeSearches,
  type Plan,
  type PlanSearch,
  type PlanSpace,
  planMemory,
  planOf,
  planRegret,
  planSpace,
  playSteps,
  prepareStep,
  type SearchPlansInput,
  searchPlans,
  searchPlayedSteps,
  searchSteps,
  stateBytes,
  stepColumns,
  timeStep,
  trainingStep,
} from '#run';
import { chipWith, constants, networkWith } from '../step/step.fixture.ts';

const shape = { layers: 12, hidden: 2048, heads: 16, kvHeads: 8, headDim: 128, vocabulary: 32000, tiedEmbeddings: false, ffnMatrices: 3 };
const models: readonly Architecture[] = [
  architectureOf({ ...shape, ffnDense: 8192 }),
  architectureOf({ ...shape, layers: 13, ffnDense: 8192, experts: { routed: 16, topK: 2, shared: 1, ffn: 1408, denseLayers: 1 } }),
  architectureOf({ ...shape, kvHeads: 16, ffnDense: 8192, tiedEmbeddings: true }),
];

/** Numbers that look random and are always the same. */
const dice = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

const none = { optimizer: 0, activations: 0, weights: 0 };
const someOf = <T>(random: () => number, values: readonly T[], most: number): readonly T[] => {
  const left = [...values];
  const count = 1 + Math.floor(random() * Math.min(most, values.length));
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
};

const smallSearch = (seed: number): SearchPlansInput => {
  const random = dice(seed * 7919 + 1);
  // The first draws of neighbouring seeds are alike.
  for (let turn = 0; turn < 8; turn++) random();
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const some = <T>(values: readonly T[], most = 2): readonly T[] => someOf(random, values, most);
  const host: HostLink = { memory: quantity(one([10e9, 64e9]), 'B'), bandwidth: quantity(25e9, 'B/s'), efficiency: quantity(0.8, '1') };
  const memory = one([10e9, 16e9, 24e9, 40e9]);
  const space: PlanSpace = {
    precision: some<MatrixPrecision>(['bf16', 'fp8', 'fp4']),
    order: some<PlanSpace['order'][number]>([
      ['tp', 'cp', 'ep', 'dp', 'pp'],
      ['tp', 'cp', 'ep', 'pp', 'dp'],
      ['pp', 'tp', 'dp', 'cp', 'ep'],
      ['tp', 'dp', 'cp', 'ep', 'pp'],
    ]),
    tensor: some([1, 2, 4, 8, 2, 1, 3]),
    sequenceParallel: some([true, false]),
    context: some([1, 2, 1, 4]),
    contextExchange: some<Plan['contextExchange']>(['ring', 'all-to-all']),
    pipeline: some([1, 2, 4, 2, 5, 8]),
    schedule: some<Plan['schedule']>(['1f1b', 'gpipe', 'interleaved', 'zb-h1', 'zb-h2', 'zb-v', 'dualpipe'], 3),
    virtual: some([1, 2, 3, 4]),
    expert: some([1, 2, 1, 4, 8, 3]),
    expertTensor: some([1, 2]),
    microBatch: some([1, 2, 1, 4, 7]),
    recompute: some<Plan['recompute']>(['none', 'selective', 'modules', 'full'], 3),
    overlapTensor: some([true, false]),
    overlapExpert: some([true, false]),
    overlapData: some([true, false]),
    zero: some<Plan['zero']>([0, 1, 2, 3]),
    shardGroup: some([Number.POSITIVE_INFINITY, 2, 8, 5]),
    offload: some([
      none,
      { ...none, optimizer: 1 },
      { optimizer: 0.5, activations: 1, weights: 0 },
      { optimizer: 1, activations: 0, weights: 1 },
    ]),
  };
  return {
    architecture: one(models),
    chip: { bf16: chipWith(1, memory), fp8: { ...chipWith(1, memory), formatPeak: quantity(624e12, 'FLOP/s') } },
    network: networkWith(),
    software: { eager: one([true, false]), age: quantity(2, 'yr') },
    constants,
    nodeSize: 8,
    overhead: { context: quantity(1e9, 'B'), fragmentation: quantity(0.05, '1') },
    ...(random() < 0.8 ? { host } : {}),
    accelerators: some([16, 24, 32, 64]),
    space,
    fixed: { globalBatch: one([64, 96, 256]), sequence: one([2048, 4096]), fusedAttention: one([true, false]) },
    objective: one<SearchPlansInput['objective']>([
      { kind: 'time' },
      { kind: 'cost', perChip: quantity(2, 'USD/chip-h') },
      { kind: 'energy', perChip: quantity(900, 'W/chip') },
      { kind: 'chips', deadline: quantity(one([1e5, 1e6, 4e6]), 's'), tokens: quantity(1e11, 'token') },
    ]),
    top: one([1, 3, 10]),
    front: random() < 0.7,
  };
};

interface Tried {
  readonly plan: Plan;
  readonly score: number;
  readonly time: number;
  readonly memory: number;
}

const scoreOf = ({ objective, fixed }: SearchPlansInput, time: number, chips: number): number => {
  const tokens = fixed.globalBatch * fixed.sequence;
  switch (objective.kind) {
    case 'time':
      return time;
    case 'cost':
      return (chips * time * objective.perChip) / 3600 / tokens;
    case 'energy':
      return (chips * time * objective.perChip) / tokens;
    case 'chips':
      return chips;
  }
};

type Values = { readonly [Axis in keyof PlanSpace]: PlanSpace[Axis][number] };

/** Every choice of one value on each axis; the last axis changes first. */
function* product(space: PlanSpace, chosen: Partial<Record<keyof PlanSpace, unknown>> = {}): Generator<Values> {
  const axis = axes.find((each) => !(each in chosen));
  if (axis === undefined) yield chosen as Values;
  else for (const value of space[axis]) yield* product(space, { ...chosen, [axis]: value });
}
const axes: readonly (keyof PlanSpace)[] = [
  'precision',
  'order',
  'tensor',
  'sequenceParallel',
  'context',
  'contextExchange',
  'pipeline',
  'schedule',
  'virtual',
  'expert',
  'expertTensor',
  'microBatch',
  'recompute',
  'overlapTensor',
  'overlapExpert',
  'overlapData',
  'zero',
  'shardGroup',
  'offload',
];

/** A plan of one value on each axis, without what changes nothing. */
const laidOut = ({ fixed, space }: SearchPlansInput, values: Values, routed: boolean, accelerators: number): Plan => {
  const { tensor, context, pipeline, precision } = values;
  const sequenceParallel = values.sequenceParallel && tensor > 1;
  const schedule = pipeline > 1 ? values.schedule : '1f1b';
  const expert = routed ? values.expert : 1;
  const data = accelerators / (tensor * context * pipeline);
  return planOf({
    ...fixed,
    ...values,
    zero: pipeline > 1 && values.zero > 0 ? space.zero.find((level) => level > 0)! : values.zero,
    sequenceParallel,
    contextExchange: context > 1 ? values.contextExchange : 'ring',
    schedule,
    virtual: schedule === 'interleaved' ? values.virtual : 1,
    data,
    expert,
    expertTensor: routed ? values.expertTensor : 1,
    overlapTensor: sequenceParallel && values.overlapTensor,
    overlapExpert: values.overlapExpert && expert > 1 && ['interleaved', 'dualpipe'].includes(schedule),
    shardGroup: values.zero > 0 ? Math.min(values.shardGroup, data * context) : data * context,
    state: stateBytes(precision),
  });
};

/** All plans of a space that differ, one by one, by the functions that predict a single plan. */
const exhaustive = (input: SearchPlansInput): { readonly fitting: readonly Tried[]; readonly raw: number; readonly sound: number } => {
  const { architecture, space, fixed, overhead, host, objective } = input;
  const routed = architecture.kinds.some(({ feedForward }) => feedForward.routed > 0);
  const seen = new Set<string>();
  const fitting: Tried[] = [];
  let sound = 0;
  const settle = (plan: Plan, accelerators: number): void => {
    const name = JSON.stringify(plan);
    if (seen.has(name)) return;
    seen.add(name);
    const chip = input.chip[plan.precision];
    if (chip === undefined || checkPlan(architecture, plan, accelerators).length > 0) return;
    sound += 1;
    const { optimizer, activations, weights } = plan.offload;
    if (host === undefined && optimizer + activations + weights > 0) return;
    const memory = planMemory(architecture, plan, overhead);
    if (memory.greatest.total > chip.memory) return;
    const inHost = Math.max(memory.first.host, memory.last.host, memory.greatest.host);
    if (host !== undefined && inHost > host.memory) return;
    const prepared = prepareStep({ ...input, chip, plan });
    const stepTime = timeStep({ ...input, prepared, chip }, columns);
    if (objective.kind === 'chips' && (stepTime * objective.tokens) / (fixed.globalBatch * fixed.sequence) > objective.deadline) return;
    fitting.push({ plan, score: scoreOf(input, stepTime, accelerators), time: stepTime, memory: memory.greatest.total });
  };
  for (const accelerators of input.accelerators)
    for (const values of product(space)) settle(laidOut(input, values, routed, accelerators), accelerators);
  fitting.sort((one, other) => one.score - other.score || one.time - other.time || one.memory - other.memory);
  return { fitting, raw: seen.size, sound };
};

const played = (input: SearchPlansInput): PlanSearch => {
  const steps = searchPlayedSteps(input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
};

const columns = new Float64Array(stepColumns);
const plain = ({ plan, score, stepTime, memory }: FoundPlan): Tried => ({ plan, score, time: stepTime, memory });
const spaces = 200;
const chunk = 20;

describe('a search finds what looking at every plan finds', () => {
  let [feasible, empty, plans] = [0, 0, 0];
  it.each(Array.from({ length: spaces / chunk }, (_, part) => part))('in small spaces, part %i of 10', (part) => {
    for (let seed = part * chunk; seed < (part + 1) * chunk; seed++) {
      const input = smallSearch(seed);
      const found = searchPlans(input);
      const { fitting, raw } = exhaustive(input);
      plans += raw;
      expect(found.feasible, `seed ${seed}`).toBe(fitting.length > 0);
      const { counts } = found;
      expect(counts.raw, `seed ${seed}`).toBe(raw);
      expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(2 * counts.raw);
      expect(found.top.map(plain), `seed ${seed}`).toEqual(fitting.slice(0, input.top));
      expect(new Set(found.top.map(({ index }) => index)).size).toBe(found.top.length);
      if (input.front) {
        const front: Tried[] = [];
        for (const each of [...fitting].sort((one, other) => one.time - other.time || one.memory - other.memory)) {
          if (front.length === 0 || each.memory < front.at(-1)!.memory) front.push(each);
        }
        // Plans of one time and one memory: the first of the space stands for them.
        const first = (one: Tried): Tried => fitting.find(({ time, memory }) => time === one.time && memory === one.memory)!;
        expect(found.front.map(plain)).toEqual(front.map(first));
      } else expect(found.front).toEqual([]);
      const last = found.top.at(-1);
      if (found.top.length === input.top && last !== undefined) expect(found.bound).toBeGreaterThanOrEqual(last.score * (1 - 1e-9));
      if (fitting.length > 0) feasible += 1;
      else empty += 1;
      if (!found.feasible && found.nearest !== undefined) expect(found.nearest.stepTime).toBeGreaterThan(0);
    }
  });

  it('has seen spaces with plans and without', () => {
    expect(plans).toBeGreaterThan(4e4);
    expect(feasible).toBeGreaterThan(50);
    expect(empty).toBeGreaterThan(10);
  });
});

describe('a search', () => {
  const whole = (): SearchPlansInput => ({
    ...smallSearch(3),
    architecture: models[1]!,
    accelerators: [64],
    space: planSpace({ architecture: models[1]!, accelerators: 64, domain: 8, globalBatch: 256, sequence: 4096, precision: 'bf16' }),
    fixed: { globalBatch: 256, sequence: 4096 },
    objective: { kind: 'time' },
    top: 5,
    front: true,
  });

  it('says how far it has come, and can be left', () => {
    const steps = searchSteps(whole());
    let [reports, last] = [0, 0];
    for (const progress of { [Symbol.iterator]: () => steps }) {
      reports += 1;
      expect(progress.done).toBeGreaterThanOrEqual(last);
      expect(progress.done).toBeLessThanOrEqual(progress.raw);
      last = progress.done;
      if (reports === 3) break;
    }
    expect(reports).toBe(3);
  });

  it('gives the same answer twice', () => {
    expect(JSON.stringify(searchPlans(whole()))).toBe(JSON.stringify(searchPlans(whole())));
  });

  it.each([2, 3, 7])('gives the same best plans and front in %i parts', (of) => {
    for (const input of [whole(), smallSearch(5), smallSearch(11), smallSearch(17), smallSearch(23)]) {
      const alone = searchPlans(input);
      const parts = Array.from({ length: of }, (_, index) => searchPlans({ ...input, part: { index, of } }));
      const merged = mergeSearches(input, parts);
      expect(merged.top).toEqual(alone.top);
      expect(merged.front).toEqual(alone.front);
      expect(merged.counts.raw).toBe(alone.counts.raw);
      expect(merged.feasible).toBe(alone.feasible);
    }
  });

  it('is ordered by played passes, which are those of a step by itself', () => {
    const input = { ...whole(), space: { ...whole().space, pipeline: [2, 4, 8] } };
    const closed = searchPlans({ ...input, top: 40 });
    const steps = playSteps(input, closed);
    let next = steps.next();
    while (!next.done) next = steps.next();
    const { top, front, best } = next.value;
    expect(best).toBe(top[0]);
    expect(top.length).toBe(closed.top.length);
    for (const { plan, stepTime } of [...top, ...front]) {
      expect(stepTime).toBe(trainingStep({ ...input, chip: input.chip.bf16!, plan }).stepTime);
    }
    expect(top.map(({ stepTime }) => stepTime)).toEqual(top.map(({ stepTime }) => stepTime).toSorted((one, other) => one - other));
    expect(top.some(({ index }, at) => index !== closed.top[at]!.index)).toBe(true);
    expect(front[0]!.stepTime).toBe(best!.stepTime);
    front.forEach(({ memory }, at) => {
      if (at > 0) expect(memory).toBeLessThan(front[at - 1]!.memory);
    });
    // What is in time by closed forms alone is late.
    const deadline = quantity((best!.stepTime * 1e6) / (256 * 4096) - 1e-9, 's');
    const strict = { ...input, objective: { kind: 'chips', deadline, tokens: quantity(1e6, 'token') } as const };
    const late = playSteps(strict, { ...closed, feasible: true });
    let last = late.next();
    while (!last.done) last = late.next();
    expect(last.value).toMatchObject({ feasible: false, binding: 'deadline', top: [], front: [] });
    expect(last.value.nearest!.stepTime).toBe(best!.stepTime);
  });

  it('is set apart part by part from the runner-up', () => {
    const input = whole();
    const [best, second] = played(input).top;
    const { one, other, parts, fields } = comparePlans(input, best!.plan, second!.plan);
    expect(one.stepTime).toBe(best!.stepTime);
    expect(other.stepTime).toBe(second!.stepTime);
    expect(parts.reduce((sum, { difference }) => sum + difference, 0)).toBeCloseTo(second!.stepTime - best!.stepTime, 9);
    expect(Math.abs(parts[0]!.difference)).toBeGreaterThanOrEqual(Math.abs(parts[1]!.difference));
    expect(fields.length).toBeGreaterThan(0);
  });

  it('has a regret under draws: none without any, and that of a direct count with them', () => {
    const input = whole();
    const plans = searchPlans(input).top;
    const still = planRegret({ search: input, plans, draws: 10, draw: () => ({}) });
    expect(still.regret).toEqual({ mean: 0, p50: 0, p95: 0, most: 0 });
    expect(still.expected.plan).toBe(plans[0]);
    expect(still.median.mean).toBeCloseTo(plans[0]!.stepTime, 12);
    const random = dice(42);
    const draws = Array.from({ length: 200 }, () => ({
      matrixShare: 0.4 + 0.5 * random(),
      exchange: Math.exp(2 * random() - 1),
      constants: { tensorExposed: quantity(random(), '1'), grouped: quantity(1 + 3 * random(), '1') },
    }));
    const found = planRegret({ search: input, plans, draws: draws.length, draw: (index) => draws[index]! });
    const chip = input.chip.bf16!;
    const direct = draws.map(({ matrixShare, exchange, constants: drawn }) => {
      // A network that is so much slower in every respect.
      const slower = networkWith(1 / exchange, exchange);
      return plans.map(
        ({ plan }) =>
          trainingStep({
            ...input,
            network: slower,
            chip: { ...chip, matrixShare: quantity(matrixShare, '1') },
            constants: { ...constants, ...drawn },
            plan,
          }).stepTime,
      );
    });
    const means = plans.map((_, at) => direct.reduce((sum, times) => sum + times[at]!, 0) / draws.length);
    found.plans.forEach(({ mean }, at) => {
      expect(mean / means[at]!).toBeCloseTo(1, 9);
    });
    expect(found.expected.plan).toBe(plans[means.indexOf(Math.min(...means))]);
    const regrets = direct.map((times) => times[0]! / Math.min(...times) - 1);
    expect(found.regret.mean).toBeCloseTo(regrets.reduce((sum, each) => sum + each, 0) / draws.length, 9);
    expect(found.regret.most).toBeCloseTo(Math.max(...regrets), 9);
    expect(found.plans.reduce((sum, { wins }) => sum + wins, 0)).toBeGreaterThanOrEqual(1 - 1e-12);
  });

  it('has a regret by cost where accelerators are paid for', () => {
    const input = whole();
    const [plan] = searchPlans(input).top;
    // Twice the accelerators, and a little more than half the time.
    const larger = { ...plan!, accelerators: 2 * plan!.accelerators, stepTime: quantity(0.55 * plan!.stepTime, 's') };
    const asked = { search: input, plans: [plan!, larger], draws: 4, draw: () => ({}) };
    expect(planRegret(asked).median.plan).toBe(larger);
    expect(planRegret({ ...asked, perChip: true })).toMatchObject({ median: { plan, wins: 1 }, expected: { plan }, regret: { mean: 0 } });
  });

  it('says why there is none', () => {
    const tiny = { bf16: chipWith(1, 2e9) };
    const input = whole();
    const starved = searchPlans({ ...input, chip: tiny, space: { ...input.space, zero: [0], recompute: ['none'] } });
    expect(starved).toMatchObject({ feasible: false, binding: 'memory', top: [], front: [] });
    expect(starved.nearest!.memory).toBeGreaterThan(2e9);
    const odd = searchPlans({
      ...input,
      fixed: { globalBatch: 255, sequence: 4096 },
      space: { ...input.space, pipeline: [1], tensor: [1], context: [1] },
    });
    expect(odd).toMatchObject({ feasible: false, binding: 'divisibility' });
    expect(searchPlans({ ...input, chip: {} })).toMatchObject({ feasible: false, binding: 'format' });
    const late = searchPlans({ ...input, objective: { kind: 'chips', deadline: quantity(1, 's'), tokens: quantity(1e12, 'token') } });
    expect(late).toMatchObject({ feasible: false, binding: 'deadline' });
    expect(late.nearest!.stepTime).toBe(searchPlans(input).best!.stepTime);
  });
});
