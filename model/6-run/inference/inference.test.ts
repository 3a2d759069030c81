import { describe, expect, it } from 'vitest';
import { networkOf } from '#cluster';
import { quantity } from '#quantity';
import {
  architectureOf,
  type ModelShape,
  type ServingConstants,
  type ServingPlan,
  sequenceCache,
  servingMemory,
  servingParts,
  servingPass,
  servingRate,
} from '#run';

const grouped: ModelShape = {
  layers: 80,
  hidden: 8192,
  heads: 64,
  kvHeads: 8,
  headDim: 128,
  vocabulary: 128_256,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 28_672,
};
const latent: ModelShape = {
  layers: 61,
  hidden: 7168,
  heads: 128,
  kvHeads: 128,
  headDim: 128,
  vocabulary: 129_280,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 18_432,
  experts: { routed: 256, topK: 8, shared: 1, ffn: 2048, denseLayers: 3, groups: 8, topGroups: 4 },
  latent: { qRank: 1536, kvRank: 512, qkNope: 128, qkRope: 64, vHead: 128 },
};
const llama = architectureOf(grouped);
const deepseek = architectureOf(latent);
const chip = {
  peak: quantity(1e15, 'FLOP/s'),
  formatPeak: quantity(2e15, 'FLOP/s'),
  memory: quantity(80e9, 'B'),
  memoryBandwidth: quantity(3e12, 'B/s'),
  matrixShare: quantity(0.8, '1'),
};
const link = (bandwidth: number, latency: number) => ({
  bandwidth: quantity(bandwidth, 'B/s'),
  latency: quantity(latency, 's'),
  efficiency: quantity(0.8, '1'),
  halfSize: quantity(0, 'B'),
});
const network = networkOf({ scaleUp: { ...link(450e9, 2e-6), size: 8 }, scaleOut: link(50e9, 5e-6) });
const constants: ServingConstants = {
  memoryShare: quantity(0.9, '1'),
  traffic: quantity(1, '1'),
  wave: quantity(1, '1'),
  grouped: quantity(1, '1'),
  passes: quantity(2, '1'),
  attention: quantity(0.65, '1'),
  exposed: quantity(0.4, '1'),
  layerOverhead: quantity(30e-6, 's'),
  imbalance: quantity(1.2, '1'),
};
const plan: ServingPlan = { ranks: 8, tensor: 8, precision: 'fp8', weightBytes: 1, cacheBytes: 2, overlap: false };
const overhead = { context: quantity(1e9, 'B'), fragmentation: quantity(0.03, '1') };
const serve = (more: Partial<Parameters<typeof servingRate>[0]> = {}) =>
  servingRate({ architecture: llama, chip, network, plan, constants, overhead, input: 2000, output: 500, ...more });

describe('the cache of a sequence', () => {
  it('is what the papers count: grouped heads and the latent of DeepSeek-V3', () => {
    // Llama 3 70B: 80 layers, 8 heads of 128 for keys and values; DeepSeek-V3: 61 layers of 576.
    expect(sequenceCache(llama, 1, 2)).toBe(80 * 8 * 256 * 2);
    expect(sequenceCache(deepseek, 1, 2)).toBe(61 * 576 * 2);
    expect(sequenceCache(deepseek, 4096, 2) / sequenceCache(llama, 4096, 2)).toBeCloseTo(0.214, 3);
  });

  it('of a window stops at its width', () => {
    const windowed = architectureOf({ ...grouped, window: 1000 });
    expect(sequenceCache(windowed, 4000, 1)).toBe(sequenceCache(windowed, 1000, 1));
  });
});

describe('memory of serving', () => {
  const memory = (more: Partial<ServingPlan> = {}, context = 2500) =>
    servingMemory({ architecture: llama, plan: { ...plan, ...more }, memory: chip.memory, overhead, context });

  it('holds fewer sequences, the longer they are and the wider their cache', () => {
    expect(memory({}, 5000).sequences).toBeLessThan(memory({}, 2500).sequences);
    expect(memory({ cacheBytes: 1 }).sequences).toBeGreaterThan(memory().sequences);
  });

  it('holds none where the weights do not fit', () => {
    expect(memory({ ranks: 1, tensor: 1, weightBytes: 2 })).toMatchObject({ sequences: 0, binding: 'weights' });
    expect(serve({ plan: { ...plan, ranks: 1, tensor: 1, weightBytes: 2 } })).toMatchObject({ feasible: false, binding: 'memory' });
  });
});

describe('a pass', () => {
  const pass = (sequences: number, queries = 1, context = 2000) =>
    servingPass({ architecture: llama, chip, network, plan, constants, sequences, queries, context, logits: 1 });

  it('adds up, and no part is negative', () => {
    for (const architecture of [llama, deepseek]) {
      const { time, parts } = servingPass({
        architecture,
        chip,
        network,
        plan: { ...plan, tensor: 1 },
        constants,
        sequences: 64,
        queries: 2,
        context: 3000,
        logits: 2,
      });
      expect(servingParts.reduce((sum, part) => sum + parts[part], 0)).toBeCloseTo(time, 12);
      for (const part of servingParts) expect(parts[part]).toBeGreaterThanOrEqual(0);
    }
  });

  it('loses as much in the last waves of experts on a rank, whatever ranks share a tensor', () => {
    const lost = (tensor: number): number => {
      const own = {
        architecture: deepseek,
        network,
        plan: { ...plan, tensor },
        constants,
        sequences: 64,
        queries: 1,
        context: 10,
        logits: 1,
      };
      const busy = (wave: number): number => servingPass({ ...own, chip: { ...chip, wave } }).parts.arithmetic;
      return busy(1e12) - busy(0);
    };
    // A wave so wide that each product loses as much as it has to do: experts most of it, which all ranks share.
    expect(lost(1) / lost(8)).toBeGreaterThan(0.7);
    expect(lost(1) / lost(8)).toBeLessThan(1.4);
  });

  it('of one sequence reads weights, of a prompt computes', () => {
    expect(pass(1).binding).toBe('weights');
    const alone = { ...plan, ranks: 1, tensor: 1 };
    const prompt = { sequences: 1, queries: 4096, context: 2048, logits: 1 };
    expect(servingPass({ architecture: llama, chip, network, plan: alone, constants, ...prompt }).binding).toBe('arithmetic');
    // 70 GB of weights over eight accelerators of 2.7 TB/s.
    expect(pass(1).parts.weights).toBeCloseTo(70.55e9 / 8 / 2.7e12, 3);
  });

  it('takes longer with more sequences and longer ones, by less than their number', () => {
    expect(pass(64).time).toBeGreaterThan(pass(32).time);
    expect(pass(64).time).toBeLessThan(2 * pass(32).time);
    expect(pass(32, 1, 8000).time).toBeGreaterThan(pass(32, 1, 2000).time);
  });
});

describe('the rate of serving', () => {
  it('joins both phases so that neither waits', () => {
    const { prefill, decode, output, prefillShare } = serve();
    expect(1 / output).toBeCloseTo(2000 / (500 * prefill.rate) + 1 / decode.rate, 12);
    expect(output).toBeLessThan(decode.rate);
    expect(prefillShare).toBeGreaterThan(0);
    expect(prefillShare).toBeLessThan(1);
  });

  it('keeps a limit with a smaller batch, or says that none does', () => {
    const free = serve();
    const limit = quantity(free.perToken / 2, 's');
    const held = serve({ perToken: limit });
    expect(held.perToken).toBeLessThanOrEqual(limit);
    expect(held.decode.sequences).toBeLessThan(free.decode.sequences);
    expect(held.decode.rate).toBeLessThan(free.decode.rate);
    expect(serve({ perToken: quantity(1e-6, 's') })).toMatchObject({ feasible: false, binding: 'latency' });
  });

  it('grows with bandwidth in decoding and with arithmetic in prefill', () => {
    const wide = serve({ chip: { ...chip, memoryBandwidth: quantity(6e12, 'B/s') } });
    const fast = serve({ chip: { ...chip, peak: quantity(2e15, 'FLOP/s'), formatPeak: quantity(4e15, 'FLOP/s') } });
    expect(wide.decode.rate / serve().decode.rate).toBeGreaterThan(1.2);
    expect(fast.prefill.rate / serve().prefill.rate).toBeGreaterThan(1.2);
  });
});
