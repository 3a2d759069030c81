import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import { architectureOf, checkPlan, countParameters, prepareStep, type StepConstants, stepColumns, timeStep } from '#run';
import { chipWith, constants, networkWith, software } from '../step/step.fixture.ts';
import { acrossGroups, type ChipGroup, type MixedStep, nodesOf } from './chip-group.ts';
import { mixGroups } from './heterogeneous.ts';
import { type ReplicaPlan, replicaPlans } from './replica-groups.ts';

const group = (accelerators: number, factor = 1, memory = 80e9): ChipGroup => ({
  chip: chipWith(factor, memory),
  network: networkWith(factor),
  software,
  nodeSize: 8,
  domain: 8,
  accelerators,
});
const shape = {
  layers: 24,
  hidden: 4096,
  heads: 32,
  kvHeads: 8,
  headDim: 128,
  vocabulary: 32_000,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 14_336,
};
const dense = architectureOf(shape);
const routed = architectureOf({
  ...shape,
  layers: 12,
  hidden: 2048,
  heads: 16,
  experts: { routed: 16, topK: 2, shared: 1, ffn: 1408, denseLayers: 2 },
});
const setting = {
  architecture: dense,
  constants,
  overhead: { context: quantity(1e9, 'B'), fragmentation: quantity(0.05, '1') },
  globalBatch: 256,
  sequence: 4096,
  precision: 'bf16',
} as const;
const used = ({ parts }: MixedStep): number => parts.reduce((sum, { accelerators }) => sum + accelerators, 0);

describe('accelerators of two kinds', () => {
  it('times a pipeline over two equal groups as one over all of them', () => {
    const { pipeline } = mixGroups({ ...setting, groups: [group(32), group(32)] });
    const { plan } = pipeline!.parts[0]!;
    const prepared = prepareStep({ architecture: dense, chip: chipWith(1), network: networkWith(1), plan });
    const whole = timeStep({ prepared, chip: chipWith(1), software, constants, nodeSize: 8 }, new Float64Array(stepColumns));
    expect(pipeline!.stepTime / whole).toBeCloseTo(1, 9);
    expect(pipeline!.parts.flatMap(({ layers }) => layers)).toEqual(plan.stageLayers);
  });

  it('shares a batch evenly between equal groups, as fast as one group of both but for the wider exchange', () => {
    const { data } = mixGroups({ ...setting, groups: [group(32), group(32)] });
    expect(data!.parts.map(({ sequences }) => sequences)).toEqual([128, 128]);
    const both = mixGroups({ ...setting, groups: [group(64)] }).best!;
    expect(data!.stepTime / both.stepTime).toBeGreaterThan(0.99);
    expect(data!.stepTime / both.stepTime).toBeLessThan(1.03);
  });

  it('is the other group alone where one has no accelerators', () => {
    const with_ = mixGroups({ ...setting, groups: [group(0), group(32, 2)] });
    const without = mixGroups({ ...setting, groups: [group(32, 2)] });
    expect(with_.best!.stepTime).toBe(without.best!.stepTime);
    expect(with_).toMatchObject({ binding: 'alone', data: undefined, pipeline: undefined });
    expect(with_.best!.parts.map(({ group: index }) => index)).toEqual([1]);
    expect(with_.alone[0]).toBeUndefined();
    expect(mixGroups({ ...setting, groups: [] })).toMatchObject({ feasible: false, binding: 'memory', ideal: 0 });
  });

  it('is never slower than the faster group alone, nor faster than both together', () => {
    for (const factor of [1, 2, 5, 1e6]) {
      const { best, alone, ideal } = mixGroups({ ...setting, groups: [group(32), group(32, factor)] });
      expect(best!.stepTime).toBeLessThanOrEqual(Math.min(...alone.map((step) => step!.stepTime)));
      expect(best!.tokensPerSecond).toBeLessThanOrEqual(ideal * (1 + 1e-9));
      expect(used(best!)).toBeLessThanOrEqual(64);
    }
  });

  it('gives a group of no time at all all of the work that it can', () => {
    const groups = [group(32), { ...group(32, 1e9), nodeSize: 32 }];
    const quick = { ...constants, hostLayer: quantity(0, 's') } as StepConstants;
    const { best, pipeline, data } = mixGroups({ ...setting, constants: quick, groups });
    // What is left to the other one are what it must hold: a layer a stage, a micro-batch a replica, or nothing.
    expect(best!.layout).toBe('alone');
    expect(best!.parts[0]!.group).toBe(1);
    expect(pipeline!.parts.find((part) => part.group === 0)!.layers.every((own) => own === 1)).toBe(true);
    expect(data!.parts[0]!.sequences).toBe(0);
  });

  it('gives a faster group more of the batch, in step with its speed', () => {
    const { data } = mixGroups({ ...setting, globalBatch: 1024, groups: [group(32), group(32, 3)] });
    const [slow, fast] = data!.parts.map(({ sequences }) => sequences);
    expect(slow! + fast!).toBe(1024);
    // Latency and the host do not scale with the chip, so that the ratio stays below three.
    expect(fast! / slow!).toBeGreaterThan(2);
    expect(fast! / slow!).toBeLessThan(3.2);
  });

  it('trains on both what neither could hold', () => {
    const tight = 11e9;
    const { alone, pipeline, best, data } = mixGroups({ ...setting, groups: [group(8, 1, tight), group(8, 2, tight)] });
    expect(alone).toEqual([undefined, undefined]);
    expect(data).toBeUndefined();
    expect(best).toEqual(pipeline);
    for (const { memory } of pipeline!.parts) expect(memory).toBeLessThanOrEqual(tight);
  });

  it('deals out dense and routed layers of one model too', () => {
    const { pipeline, best } = mixGroups({ ...setting, architecture: routed, groups: [group(8), group(8, 2)] });
    expect(pipeline!.parts.flatMap(({ layers }) => layers).reduce((sum, own) => sum + own, 0)).toBe(12);
    expect(best!.stepTime).toBeLessThanOrEqual(pipeline!.stepTime);
  });
});

/** Every pair of plans and every share of the batch, one by one: the least time there is. */
const exhaustive = (given: typeof setting & { readonly globalBatch: number }, groups: readonly [ChipGroup, ChipGroup]): number => {
  const listed = groups.map((each) => {
    const steps = replicaPlans(each, given);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  });
  const gradients = countParameters(given.architecture).total * 2;
  const across = Math.max(...groups.map((each) => acrossGroups(each, 'all-reduce', 2, gradients / each.accelerators)));
  const nodes = nodesOf(groups);
  const out = new Float64Array(stepColumns);
  /** Seconds of a plan by the units of its busiest replica; a two-way pipeline takes no fewer than fill it. */
  const secondsOf = ({ prepared, plan, round, unit }: ReplicaPlan, { chip, software, nodeSize }: ChipGroup): readonly number[] =>
    Array.from({ length: Math.ceil(given.globalBatch / (plan.data * unit)) + 1 }, (_, units) => {
      if (units === 0) return 0;
      const microBatches = units * round;
      if (plan.schedule === 'dualpipe' && microBatches < 2 * plan.pipeline) return Number.POSITIVE_INFINITY;
      const among = { ...prepared, microBatches, replicate: prepared.replicate + across, chips: nodes * nodeSize };
      return timeStep({ prepared: among, chip, software, constants, nodeSize }, out);
    });
  const [first, second] = listed.map((plans, at) => plans.map((own) => ({ own, seconds: secondsOf(own, groups[at]!) })));
  let least = Number.POSITIVE_INFINITY;
  for (const one of first!)
    for (const other of second!)
      for (let share = 0; share <= given.globalBatch; share += one.own.unit) {
        const rest = given.globalBatch - share;
        if (rest % other.own.unit !== 0) continue;
        const units = Math.ceil(share / (one.own.plan.data * one.own.unit));
        const others = Math.ceil(rest / (other.own.plan.data * other.own.unit));
        least = Math.min(least, Math.max(one.seconds[units]!, other.seconds[others]!));
      }
  return least;
};

describe('shares of a batch', () => {
  const small = architectureOf({ ...shape, layers: 4, hidden: 1024, heads: 8, ffnDense: 4096 });
  const few = architectureOf({
    ...shape,
    layers: 4,
    hidden: 1024,
    heads: 8,
    ffnDense: 4096,
    experts: { routed: 4, topK: 2, shared: 0, ffn: 1408, denseLayers: 1 },
  });

  it.each([
    [small, 4, 4, 1, 12],
    [small, 4, 4, 2.5, 16],
    [small, 2, 4, 0.3, 10],
    [small, 4, 2, 1.7, 7],
    [few, 4, 4, 1.5, 16],
    [few, 4, 2, 3, 9],
  ] as const)('are the best of all pairs of plans and all shares (case %#)', (architecture, one, other, factor, globalBatch) => {
    const given = { ...setting, architecture, globalBatch } as unknown as typeof setting;
    const groups = [group(one), group(other, factor)] as const;
    const { data } = mixGroups({ ...given, groups });
    expect(data!.stepTime).toBe(exhaustive(given, groups));
    for (const { plan } of data!.parts)
      expect(checkPlan(architecture, { ...plan, globalBatch: plan.data * plan.microBatch * 2 * plan.pipeline })).toEqual([]);
  });
});
