import { describe, expect, it } from 'vitest';
import type { ChipRates } from '#accelerator';
import { type Network, networkOf } from '#cluster';
import { quantity } from '#quantity';
import { architectureOf, prepareStep, type StepConstants, stepColumns, timeStep } from '#run';
import type { ChipGroup, MixedStep } from './chip-group.ts';
import { mixGroups } from './heterogeneous.ts';

const link = (bandwidth: number, latency: number) => ({
  bandwidth: quantity(bandwidth, 'B/s'),
  latency: quantity(latency, 's'),
  efficiency: quantity(0.8, '1'),
  halfSize: quantity(0, 'B'),
});
const networkWith = (factor: number): Network =>
  networkOf({ scaleUp: { ...link(300e9 * factor, 2e-6), size: 8 }, scaleOut: link(25e9 * factor, 5e-6) });
const chipWith = (factor: number, memory = 80e9): ChipRates => ({
  peak: quantity(312e12 * factor, 'FLOP/s'),
  formatPeak: quantity(312e12 * factor, 'FLOP/s'),
  memory: quantity(memory, 'B'),
  memoryBandwidth: quantity(2e12 * factor, 'B/s'),
  matrixShare: quantity(0.8, '1'),
});
const constants = {
  memoryShare: 0.87,
  traffic: 1.1,
  wave: 1,
  unaligned: 16,
  passes: 1.9,
  attention: 0.65,
  headHalf: 32,
  scores: 0.6,
  grouped: 3,
  hostLayer: 4e-4,
  hostLayerEager: 1e-3,
  hostRouted: 1.5e-3,
  tensorExposed: 0.4,
  pipelineExposed: 0.3,
  window: 0.65,
  interference: 0.12,
  straggler: 0.006,
  fusedLoss: 0.8,
  maturityLoss: 0.7,
  maturityTime: 1,
} as unknown as StepConstants;
const group = (accelerators: number, factor = 1, memory = 80e9): ChipGroup => ({
  chip: chipWith(factor, memory),
  network: networkWith(factor),
  software: { eager: false, age: quantity(10, 'yr') },
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
    const { software } = group(1);
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
