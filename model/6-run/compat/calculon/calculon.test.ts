import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { at, calculonColumns } from './calculon-columns.ts';
import type { CalculonModel, CalculonPlan, CalculonSystem } from './calculon-input.ts';
import { calculonSearch } from './calculon-search.ts';
import { type CalculonLimits, calculonSpace, indexOfPlan, planAt } from './calculon-space.ts';
import { calculonEvaluator, calculonStep, evaluatePlan } from './calculon-step.ts';
import { checkCalculonPlan } from './check-calculon-plan.ts';
import { validPlans } from './valid-plans.ts';

/** Models and the A100 system as Calculon's own files state them (Apache-2.0). */
const model = (hidden: number, attn_heads: number, attn_size: number, num_blocks: number): CalculonModel => ({
  hidden,
  feedforward: 4 * hidden,
  seq_size: 2048,
  attn_heads,
  attn_size,
  num_blocks,
});
const models = {
  '22B': model(6144, 64, 96, 48),
  '175B': model(12288, 96, 128, 96),
  '530B': model(20480, 128, 160, 105),
  '1T': model(25600, 160, 160, 128),
};
const a100 = (offload: number): CalculonSystem => ({
  matrix: {
    float16: {
      tflops: 312,
      gflops_efficiency: [
        [128, 0.95],
        [16, 0.9],
        [1, 0.6],
        [0, 0.1],
      ],
    },
  },
  vector: {
    float16: {
      tflops: 78,
      gflops_efficiency: [
        [16, 0.95],
        [1, 0.5],
        [0, 0.1],
      ],
    },
  },
  mem1: {
    GiB: 80,
    GBps: 2048,
    MB_efficiency: [
      [100, 0.9],
      [10, 0.75],
      [1, 0.6],
      [0, 0.3],
    ],
  },
  mem2: {
    GiB: offload,
    GBps: 32,
    MB_efficiency: [
      [100, 0.95],
      [10, 0.9],
      [1, 0.7],
      [0, 0.3],
    ],
  },
  processing_mode: 'no_overlap',
  networks: [
    {
      bandwidth: 300,
      efficiency: 0.65,
      size: 8,
      latency: 1e-5,
      ops: { p2p: [1, null], reduce_scatter: [1.5, -1], all_gather: [1.5, -1], all_reduce: [2, -1] },
      must_be_filled: true,
      processor_usage: 0.15,
    },
    {
      bandwidth: 25,
      efficiency: 0.9,
      size: 65536,
      latency: 2e-5,
      ops: { p2p: [1, null], reduce_scatter: [1, 0], all_gather: [1, 0], all_reduce: [1, 0] },
      must_be_filled: false,
      processor_usage: 0.02,
    },
  ],
});
const limits = (name: keyof typeof models, processors: number, maxBatch: number, offload: number): CalculonLimits => ({
  model: models[name],
  system: a100(offload),
  processors,
  maxBatch,
  datatype: 'float16',
});
const alone = { tensorOverlap: false };

describe('spaces of published searches', () => {
  it.each([
    ['22B', 8, 8, 0, {}, 42064],
    ['22B', 8, 8, 0, alone, 18304],
    ['175B', 64, 64, 0, alone, 167728],
    ['1T', 512, 512, 0, alone, 297000],
    ['175B', 1024, 1536, 0, alone, 580888],
    ['175B', 4096, 3072, 0, alone, 477136],
    ['530B', 280, 280, 0, alone, 72072],
    ['530B', 5128, 2520, 512, {}, 10944],
    ['175B', 1024, 1536, 512, {}, 11_698_528],
  ] as const)('GPT %s on %i processors, batch %i, %i GiB of offload: as many plans', (name, processors, batch, offload, options, plans) => {
    expect(calculonSpace({ ...limits(name, processors, batch, offload), ...options }).plans).toBe(plans);
  });

  it.each([
    ['22B', 8, 8, 25494, 16482],
    ['175B', 64, 64, 138624, undefined],
    ['1T', 512, 512, 162796, undefined],
    ['530B', 280, 280, 39508, undefined],
  ] as const)('GPT %s on %i processors with -m: as many plans are looked at', (name, processors, batch, looked, valid) => {
    const found = validPlans(calculonSpace({ ...limits(name, processors, batch, 0), microBatchBreak: true }));
    expect(found.looked).toBe(looked);
    if (valid !== undefined) expect(found.valid).toBe(valid);
  });

  it.each([
    ['22B', 8, 8, { microBatchBreak: true }, 5.843652310463637, [4, 2, 1, 24, 2], 'ring'],
    ['22B', 8, 8, alone, 5.27626231355913, [1, 2, 4, 24, 1], 'none'],
    ['175B', 64, 64, alone, 5.63889286809486, [4, 8, 2, 6, 1], 'none'],
    ['1T', 512, 512, alone, 8.463473243373357, [8, 16, 4, 8, 1], 'none'],
    ['175B', 1024, 1536, alone, 97.14342047297805, [2, 8, 64, 12, 1], 'none'],
    ['175B', 4096, 3072, alone, 364.4464128490797, [4, 4, 256, 24, 3], 'none'],
  ] as const)('GPT %s on %i processors, batch %i: the best plan', (name, processors, batch, options, rate, plan, overlap) => {
    const found = calculonSearch({ limits: { ...limits(name, processors, batch, 0), ...options } });
    if (!found.feasible) throw new Error(found.binding);
    const [best] = found.best;
    expect(best!.sampleRate).toBeCloseTo(rate, 12);
    const { tensor_par, pipeline_par, data_par, pipeline_interleaving, microbatch_size, tensor_par_overlap } = best!.plan;
    expect([tensor_par, pipeline_par, data_par, pipeline_interleaving, microbatch_size]).toEqual(plan);
    expect(tensor_par_overlap).toBe(overlap);
  });
});

/** What the search must find: every plan evaluated by itself, the fastest first, of equal ones the first in order. */
function exhaustive(asked: CalculonLimits, top: number): { readonly index: number; readonly rate: number }[] {
  const space = calculonSpace(asked);
  const evaluator = calculonEvaluator(asked);
  const found: { readonly index: number; readonly rate: number }[] = [];
  let options = '';
  let microBatch = 0;
  let [good, isBroken] = [false, false];
  for (let index = 0; index < space.plans; index++) {
    const plan = planAt(space, index);
    const own = JSON.stringify({ ...plan, microbatch_size: 0, tensor_par_net: 0, pipeline_par_net: 0, data_par_net: 0 });
    if (own !== options) isBroken = false;
    else if (plan.microbatch_size !== microBatch && !good) isBroken = true;
    if (own !== options || plan.microbatch_size !== microBatch) good = false;
    options = own;
    microBatch = plan.microbatch_size;
    if (isBroken && asked.microBatchBreak === true) continue;
    if (evaluatePlan(evaluator, plan) !== undefined) continue;
    good = true;
    found.push({ index, rate: evaluator.row[at.sample_rate]! });
  }
  return found.sort((a, b) => b.rate - a.rate || a.index - b.index).slice(0, top);
}

const share = fc.double({ min: 0.1, max: 1, noNaN: true });
const spaceArbitrary: fc.Arbitrary<CalculonLimits> = fc
  .record({
    model: fc.record({
      hidden: fc.constantFrom(1024, 3072, 8192),
      feedforward: fc.constantFrom(4096, 12288),
      seq_size: fc.constantFrom(512, 2048),
      attn_heads: fc.constantFrom(8, 16, 24),
      attn_size: fc.constantFrom(64, 128),
      num_blocks: fc.constantFrom(2, 4, 6, 8, 12),
    }),
    GiB: fc.constantFrom(4, 8, 16, 40, 80),
    offload: fc.constantFrom(0, 0, 4, 64),
    roofline: fc.boolean(),
    tiers: fc.integer({ min: 1, max: 3 }),
    bandwidth: fc.double({ min: 5, max: 900, noNaN: true }),
    efficiency: share,
    filled: fc.boolean(),
    processors: fc.constantFrom(1, 2, 3, 4, 6, 8, 12),
    maxBatch: fc.constantFrom(2, 4, 7, 12, 16),
    fusedActivation: fc.constantFrom([true], [false], [false, true]),
    tensorOverlap: fc.boolean(),
    dataOverlap: fc.boolean(),
    microBatchBreak: fc.boolean(),
    attention: fc.constantFrom('multihead' as const, 'multiquery' as const),
    training: fc.constantFrom(true, true, true, false),
    recomputeFix: fc.boolean(),
  })
  .map(({ GiB, offload, roofline, tiers, bandwidth, efficiency, filled, ...asked }) => {
    const base = a100(offload);
    const [near, far] = base.networks as [CalculonSystem['networks'][0], CalculonSystem['networks'][0]];
    const middle = { ...near, bandwidth, efficiency, size: 4, must_be_filled: filled, processor_usage: 0.3 };
    return {
      ...asked,
      datatype: 'float16',
      system: {
        ...base,
        mem1: { ...base.mem1, GiB },
        processing_mode: roofline ? 'roofline' : 'no_overlap',
        networks: [near, middle, far].slice(3 - tiers),
      },
    };
  });

const mostPlans = 6000;

test('on 200 random spaces the search gives the same plans as the evaluation of every plan, one by one, and the same valid set', () => {
  let compared = 0;
  fc.assert(
    fc.property(spaceArbitrary, fc.integer({ min: 1, max: 12 }), (asked, top) => {
      fc.pre(calculonSpace(asked).plans <= mostPlans);
      const expected = exhaustive(asked, Number.POSITIVE_INFINITY);
      const found = calculonSearch({ limits: asked, top });
      const best = found.feasible ? found.best.map(({ index, sampleRate }) => ({ index, rate: sampleRate })) : [];
      expect(best).toEqual(expected.slice(0, top));
      expect([...validPlans(calculonSpace(asked)).indices]).toEqual(expected.map(({ index }) => index).sort((a, b) => a - b));
      compared++;
    }),
    { seed: 7, numRuns: 200 },
  );
  expect(compared).toBe(200);
}, 120_000);

test('the number of a plan leads to the plan and back', () => {
  for (const options of [{}, { training: false }, { attention: 'multiquery' as const, fusedActivation: [false, true] }]) {
    const space = calculonSpace({ ...limits('175B', 64, 64, 512), ...options });
    for (let index = 0; index < space.plans; index += 997) expect(indexOfPlan(space, planAt(space, index))).toBe(index);
    expect(indexOfPlan(space, { ...planAt(space, 0), microbatch_size: 77 })).toBe(-1);
    expect(indexOfPlan(space, { ...planAt(space, 0), num_procs: 32 })).toBe(-1);
  }
});

describe('a plan that cannot be', () => {
  const space = calculonSpace(limits('22B', 8, 8, 512));
  const sound = planAt(space, 0);
  const asked = { model: models['22B'], system: a100(512) };
  const binding = (changes: Partial<CalculonPlan>, gibibytes = 512): string | undefined => {
    const step = calculonStep({ ...asked, system: a100(gibibytes), plan: { ...sound, ...changes } });
    return step.feasible ? undefined : step.binding;
  };
  const split: Partial<CalculonPlan> = {
    tensor_par: 8,
    data_par: 1,
    data_par_overlap: false,
    optimizer_sharding: false,
    weight_offload: false,
    optimizer_offload: false,
  };

  it('says what binds', () => {
    expect(binding(split)).toBeUndefined();
    expect(binding({ ...split, num_procs: 16, tensor_par: 16 })).toBe('network-size');
    expect(binding({ ...split, num_procs: 4, tensor_par: 2, data_par: 2, data_par_net: 1, batch_size: 8 })).not.toBe('network-size');
    expect(binding({ ...split, tensor_par: 1, data_par: 8, activation_recompute: 'none' })).toBe('memory');
    expect(binding({ ...split, weight_offload: true, optimizer_offload: true }, 1)).toBe('offload-memory');
    expect(binding({ ...split, tensor_par: 4, pipeline_par: 2, pipeline_interleaving: 5 })).toBe('interleaving');
  });

  it.each([
    ['ranks', { tensor_par: 4 }],
    ['counts', { microbatch_size: 0.5 }],
    ['batch', { batch_size: 9 }],
    ['interleaving-alone', { pipeline_interleaving: 2 }],
    ['inference', { training: false, activation_recompute: 'full' }],
    ['replicas', { ...split, optimizer_sharding: true }],
    ['tensor-group', { tensor_par_overlap: 'ring' }],
    ['repeated-gather', { seq_par_ag_redo: true }],
    ['width', { ...split, num_procs: 5, tensor_par: 5 }],
    ['tiers', { tensor_par_net: 2 }],
    ['datatype', { datatype: 'float8' }],
  ] as const)('contradicts itself: %s', (fault, changes) => {
    expect(checkCalculonPlan({ ...asked, plan: { ...sound, ...changes } })).toContain(fault);
    expect(binding(changes)).toBe(fault);
  });

  it('a space without a plan says why', () => {
    expect(calculonSearch({ limits: limits('1T', 8, 8, 0) })).toMatchObject({ feasible: false, binding: 'memory' });
    expect(calculonSearch({ limits: { ...limits('530B', 97, 50, 0) } })).toMatchObject({ feasible: false });
  });
});

test('mended counters lower what is recomputed and nothing that does not follow from it', () => {
  const space = calculonSpace(limits('22B', 8, 8, 0));
  const { indices } = validPlans(space);
  const follows = new Set(['block_re_flops', 'block_re_flops_time', 'block_re_mem_accessed', 'block_re_mem_time']);
  for (let i = 0; i < indices.length; i += 501) {
    const plan = planAt(space, indices[i]!);
    const asked = { model: models['22B'], system: a100(0), plan };
    const [before, after] = [calculonStep(asked), calculonStep({ ...asked, recomputeFix: true })];
    if (!before.feasible || !after.feasible) throw new Error('a valid plan is refused');
    for (const column of calculonColumns) {
      if (follows.has(column)) expect(after.values[column]).toBeLessThanOrEqual(before.values[column]!);
      else if (!plan.data_par_overlap) expect(after.values[column]).toBe(before.values[column]);
    }
  }
});
