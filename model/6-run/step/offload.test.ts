import { describe, expect, it } from 'vitest';
import type { ChipRates } from '#accelerator';
import { networkOf } from '#cluster';
import { quantity } from '#quantity';
import {
  architectureOf,
  checkPlan,
  type HostLink,
  type MemoryOverhead,
  type Plan,
  planMemory,
  planOf,
  type StepConstants,
  stepParts,
  trainingStep,
} from '#run';

const chip: ChipRates = {
  peak: quantity(312e12, 'FLOP/s'),
  formatPeak: quantity(312e12, 'FLOP/s'),
  memory: quantity(80e9, 'B'),
  memoryBandwidth: quantity(2e12, 'B/s'),
  matrixShare: quantity(0.8, '1'),
};
const link = (bandwidth: number, latency: number) => ({
  bandwidth: quantity(bandwidth, 'B/s'),
  latency: quantity(latency, 's'),
  efficiency: quantity(0.8, '1'),
  halfSize: quantity(0, 'B'),
});
const network = networkOf({ scaleUp: { ...link(300e9, 2e-6), size: 8 }, scaleOut: link(25e9, 5e-6) });
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
  straggler: 0,
  fusedLoss: 0.8,
  maturityLoss: 0.7,
  maturityTime: 1,
} as unknown as StepConstants;
const overhead: MemoryOverhead = { context: quantity(1e9, 'B'), fragmentation: quantity(0.05, '1') };
const shape = { layers: 32, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, vocabulary: 128256, tiedEmbeddings: false, ffnMatrices: 3 };
const architecture = architectureOf({ ...shape, ffnDense: 14336 });
const hostOf = (bandwidth: number): HostLink => ({
  memory: quantity(256e9, 'B'),
  bandwidth: quantity(bandwidth, 'B/s'),
  efficiency: quantity(0.8, '1'),
});
const none = { optimizer: 0, activations: 0, weights: 0 };
const layout: Partial<Plan> = { tensor: 2, pipeline: 4, data: 8, microBatch: 1, globalBatch: 128, sequence: 4096 };
const step = (offload: Partial<Plan['offload']>, bandwidth: number, over: Partial<Plan> = {}) =>
  trainingStep({
    architecture,
    chip,
    network,
    plan: planOf({ ...layout, ...over, offload: { ...none, ...offload } }),
    host: hostOf(bandwidth),
    software: { eager: false, age: quantity(10, 'yr') },
    constants,
    nodeSize: 8,
  });
const memory = (offload: Partial<Plan['offload']>, over: Partial<Plan> = {}) =>
  planMemory(architecture, planOf({ ...layout, ...over, offload: { ...none, ...offload } }), overhead);
const kinds = ['optimizer', 'activations', 'weights'] as const;

describe('what a plan keeps in the host', () => {
  it.each(kinds)('takes %s off the accelerator byte for byte, but for what is under way', (kind) => {
    const [here, there] = [memory({}), memory({ [kind]: 1 })];
    expect(here.first.host).toBe(0);
    expect(there.first.host).toBeGreaterThan(0);
    const { parts } = there.first;
    const underWay = parts.buffers - here.first.parts.buffers + parts.gathered - here.first.parts.gathered;
    const allocated = (each: typeof here): number => each.first.total - each.first.parts.fragmentation - each.first.parts.context;
    expect(allocated(here) - allocated(there) + underWay).toBeCloseTo(there.first.host, -2);
    expect(there.first.total).toBeLessThan(here.first.total);
  });

  it('is what it says: state by the shard, weights by the stage, activations by what is in flight', () => {
    const [first, all] = [memory({}).first, memory({ optimizer: 1, activations: 1, weights: 1 }).first];
    const { weights, master, moments, activations } = first.parts;
    expect(all.host).toBeCloseTo(weights + master + moments + activations, -2);
    expect(all.parts).toMatchObject({ weights: 0, master: 0, moments: 0, activations: 0 });
    const half = memory({ optimizer: 0.5 }).first;
    expect(half.host).toBeCloseTo((master + moments) / 2, -2);
  });

  it('keeps narrow weights on the accelerator where the copy that would stand for them is in the host', () => {
    const over = { zero: 3, pipeline: 1, data: 32, globalBatch: 128 } as const;
    expect(memory({}, over).first.parts.weights).toBe(0);
    expect(memory({ optimizer: 1 }, over).first.parts.weights).toBeGreaterThan(0);
  });

  it.each(kinds)('costs no time for %s over a link without limits, and ever more over a narrower one', (kind) => {
    const free = step({}, 1e30).stepTime;
    expect(step({ [kind]: 1 }, 1e30).stepTime).toBeCloseTo(free, 9);
    let last = free;
    for (const bandwidth of [1e12, 1e11, 1e10, 1e9]) {
      const { stepTime } = step({ [kind]: 1 }, bandwidth);
      expect(stepTime).toBeGreaterThanOrEqual(last - 1e-12);
      last = stepTime;
    }
    expect(last).toBeGreaterThan(free);
  });

  it('waits for the link as long as that takes, less what hides it', () => {
    const slow = 1e6;
    const { breakdown } = step({ optimizer: 1 }, slow);
    const { master, moments } = memory({}).greatest.parts;
    // State passes in and out at once; the optimiser's own traffic hides a little of it.
    expect((breakdown.offload + breakdown.optimizer) / ((master + moments) / (0.8 * slow))).toBeCloseTo(1, 1);
    const bound = step({ activations: 1 }, slow);
    const perMicroBatch = memory({}).first.parts.activations / memory({}).first.inFlight;
    // Out in the forward pass and in before the backward pass, sixteen times.
    expect(bound.breakdown.offload / ((2 * 16 * perMicroBatch) / (0.8 * slow))).toBeCloseTo(1, 1);
  });

  it('is part of the step: its parts still add up', () => {
    const { breakdown, stepTime } = step({ optimizer: 1, activations: 0.5, weights: 1 }, 5e9);
    expect(breakdown.offload).toBeGreaterThan(0);
    expect(stepParts.reduce((sum, part) => sum + breakdown[part], 0) / stepTime).toBeCloseTo(1, 9);
  });

  it('is refused where it is no share, and cannot be timed without a link', () => {
    const plan = planOf({ ...layout, offload: { ...none, weights: 1.5 } });
    expect(checkPlan(architecture, plan).map(({ code, field }) => [code, field])).toEqual([['plan/share', 'offload']]);
    expect(() =>
      trainingStep({
        architecture,
        chip,
        network,
        plan: planOf({ ...layout, offload: { ...none, weights: 1 } }),
        software: { eager: false, age: quantity(10, 'yr') },
        constants,
        nodeSize: 8,
      }),
    ).toThrow(RangeError);
  });
});
