import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { quantity } from '#quantity';
import {
  architectureOf,
  countParameters as countLaidOut,
  type MemoryNeedInput,
  type ModelShape,
  memoryNeed,
  type ParameterCount,
  type TrainingFlop,
  type TrainingTimeInput,
  trainingFlop,
  trainingTime,
} from '#run';

const countParameters = (shape: ModelShape): ParameterCount => countLaidOut(architectureOf(shape));

const gpt3: ModelShape = {
  layers: 96,
  hidden: 12_288,
  heads: 96,
  kvHeads: 96,
  headDim: 128,
  vocabulary: 50_257,
  tiedEmbeddings: true,
  ffnMatrices: 2,
  ffnDense: 49_152,
  normPlain: true,
};
const mixture: ModelShape = {
  layers: 32,
  hidden: 4096,
  heads: 32,
  kvHeads: 8,
  headDim: 128,
  vocabulary: 32_000,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 0,
  normPlain: true,
  experts: { routed: 8, topK: 2, shared: 0, ffn: 14_336, denseLayers: 0 },
};

const work = (shape: ModelShape, tokens: number, sequenceLength: number): TrainingFlop => {
  const { multiplied, attentionWidth } = countParameters(shape);
  return trainingFlop({
    tokens: quantity(tokens, 'token'),
    multiplied: quantity(multiplied, '1'),
    attentionWidth: quantity(attentionWidth, '1'),
    sequenceLength: quantity(sequenceLength, 'token'),
  });
};

describe('parameters', () => {
  it('are all active in a dense model, and multiplied but for the look-up', () => {
    const { total, active, multiplied } = countParameters(gpt3);
    expect(active).toBe(total);
    expect(multiplied).toBe(total);
    const untied = countParameters({ ...gpt3, tiedEmbeddings: false });
    expect(untied.multiplied).toBe(multiplied);
    expect(untied.total - total).toBe(50_257 * 12_288);
  });

  it('are twelve times width squared for each layer of a plain transformer', () => {
    expect(countParameters(gpt3).total - 50_257 * 12_288).toBe(96 * 12 * 12_288 ** 2);
  });

  it('shrink by a key and a value for each head that shares them', () => {
    const grouped = countParameters({ ...gpt3, kvHeads: 8 });
    expect(countParameters(gpt3).total - grouped.total).toBe(96 * 2 * (96 - 8) * 128 * 12_288);
    expect(grouped.attentionWidth).toBe(countParameters(gpt3).attentionWidth);
  });

  it('are all active where a token visits every expert, and grow by whole experts', () => {
    const experts = mixture.experts as NonNullable<ModelShape['experts']>;
    const all = countParameters({ ...mixture, experts: { ...experts, topK: 8 } });
    expect(all.active).toBe(all.total);
    const sixteen = countParameters({ ...mixture, experts: { ...experts, routed: 16 } });
    const { total, active } = countParameters(mixture);
    const router = 32 * 8 * 4096;
    expect(sixteen.total - total).toBe(32 * 8 * 3 * 4096 * 14_336 + router);
    expect(sixteen.active - active).toBe(router);
    const shared = countParameters({ ...mixture, experts: { ...experts, shared: 1 } });
    expect(shared.active - active).toBe(32 * 3 * 4096 * 14_336);
  });

  it('of a layer that stays dense are those of a dense model', () => {
    const experts = mixture.experts as NonNullable<ModelShape['experts']>;
    const noneRouted = countParameters({ ...mixture, ffnDense: 14_336, experts: { ...experts, denseLayers: 32 } });
    const { experts: _, ...plain } = mixture;
    expect(noneRouted).toEqual(countParameters({ ...plain, ffnDense: 14_336 }));
  });

  it('of latent attention count each projection, and those of queries once where they are not compressed', () => {
    const latent = { qRank: 1536, kvRank: 512, qkNope: 128, qkRope: 64, vHead: 128 };
    const attention = (shape: ModelShape): number => countParameters({ ...shape, layers: 1, vocabulary: 0, ffnDense: 0 }).total;
    const head = { ...gpt3, hidden: 7168, heads: 128 };
    const keyValue = 7168 * (512 + 64) + 512 * 128 * (128 + 128) + 128 * 128 * 7168;
    expect(attention({ ...head, latent })).toBe(7168 * 1536 + 1536 * 128 * 192 + keyValue);
    expect(attention({ ...head, latent: { ...latent, qRank: 0 } })).toBe(7168 * 128 * 192 + keyValue);
    expect(countParameters({ ...head, latent }).attentionWidth).toBe(96 * 128 * (128 + 64 + 128));
  });
});

describe('training FLOP', () => {
  it('are six for each parameter and token as the context vanishes', () => {
    expect(work(gpt3, 300e9, 1e-9).flop / (6 * countParameters(gpt3).total * 300e9)).toBeCloseTo(1, 9);
  });

  it('of GPT-3 exceed six per parameter by its causal attention, 1.4% at a context of 2,048', () => {
    const { attentionShare, flop, perToken } = work(gpt3, 300e9, 2048);
    expect(flop / (6 * countParameters(gpt3).total * 300e9)).toBeCloseTo(1 / (1 - attentionShare), 12);
    expect(attentionShare).toBeCloseTo((6 * 2048 * 96 * 12_288) / perToken, 12);
    expect(attentionShare).toBeCloseTo(0.01365, 5);
  });

  it('are those of the published formula where causal attention has twice the context of a full one', () => {
    const { layers, hidden, vocabulary } = gpt3;
    const sequence = 2048;
    const published = 72 * sequence * layers * hidden ** 2 * (1 + sequence / (6 * hidden) + vocabulary / (12 * hidden * layers));
    expect(work(gpt3, sequence, 2 * sequence).flop / published).toBeCloseTo(1, 12);
  });

  it('grow with tokens and context, and attention binds a long one', () => {
    const context = fc.double({ min: 1, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(context, fc.double({ min: 1.01, max: 10, noNaN: true }), (length, times) => {
        const here = work(mixture, 1e12, length);
        const longer = work(mixture, 1e12, length * times);
        expect(longer.perToken).toBeGreaterThan(here.perToken);
        expect(longer.attentionShare).toBeGreaterThan(here.attentionShare);
        expect(work(mixture, 1e12 * times, length).flop / here.flop).toBeCloseTo(times, 9);
      }),
    );
    expect(work(mixture, 1e12, 8192).binding).toBe('matrices');
    expect(work(mixture, 1e12, 1e6).binding).toBe('attention');
  });
});

const anyRun = fc.record({
  flop: fc.double({ min: 1e18, max: 1e27, noNaN: true }),
  count: fc.integer({ min: 1, max: 1e6 }),
  peak: fc.double({ min: 1e12, max: 1e16, noNaN: true }),
  utilisation: fc.double({ min: 0.05, max: 0.7, noNaN: true }),
  goodput: fc.double({ min: 0.3, max: 1, noNaN: true }),
  stragglerLoss: fc.double({ min: 0, max: 0.2, noNaN: true }),
  productionLoss: fc.double({ min: 0, max: 0.5, noNaN: true }),
}) as unknown as fc.Arbitrary<TrainingTimeInput>;

describe('training time', () => {
  it('halves with twice the accelerators, twice the peak or half the work; chip-hours stay', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { time, chipHours } = trainingTime(run);
        const twice = trainingTime({ ...run, count: quantity(run.count * 2, 'chip') });
        expect(time / twice.time).toBeCloseTo(2, 12);
        expect(twice.chipHours / chipHours).toBeCloseTo(1, 12);
        expect(time / trainingTime({ ...run, peak: quantity(run.peak * 2, 'FLOP/s') }).time).toBeCloseTo(2, 12);
        expect(time / trainingTime({ ...run, flop: quantity(run.flop / 2, 'FLOP') }).time).toBeCloseTo(2, 12);
      }),
    );
  });

  it('does all the work at what is delivered, and the all-in utilisation is what the chip-hours say', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { time, chipHours, delivered, allInUtilisation } = trainingTime(run);
        expect((delivered * time * 86_400) / run.flop).toBeCloseTo(1, 9);
        expect(run.flop / (chipHours * 3600 * run.peak) / allInUtilisation).toBeCloseTo(1, 9);
        expect(allInUtilisation).toBeLessThanOrEqual(run.utilisation);
      }),
    );
  });

  it('names the largest loss', () => {
    const base = { flop: 1e24, count: 1000, peak: 1e15, utilisation: 0.4, goodput: 0.9, stragglerLoss: 0.05, productionLoss: 0.1 };
    const bindingOf = (over: object): string => trainingTime({ ...base, ...over } as unknown as TrainingTimeInput).binding;
    expect(bindingOf({})).toBe('utilisation');
    expect(bindingOf({ goodput: 0.2 })).toBe('goodput');
    expect(bindingOf({ stragglerLoss: 0.7 })).toBe('straggler');
    expect(bindingOf({ productionLoss: 0.8 })).toBe('production');
  });
});

describe('a measured step', () => {
  interface Step {
    readonly name: string;
    readonly layers: number;
    readonly hidden: number;
    readonly heads: number;
    readonly batch: number;
    readonly chips: number;
    readonly utilisation: number;
    readonly seconds: number;
  }
  const file = readFileSync(new URL('./step.cases.yaml', import.meta.url), 'utf8');
  const { cases, tolerance, peak, sequenceLength, vocabulary } = parse(file) as Record<string, number> & {
    readonly cases: readonly Step[];
  };

  it.each(cases)('$name takes the time that its utilisation says', ({ layers, hidden, heads, batch, chips, utilisation, seconds }) => {
    const shape = {
      ...gpt3,
      layers,
      hidden,
      heads,
      kvHeads: heads,
      headDim: hidden / heads,
      ffnDense: 4 * hidden,
      vocabulary: vocabulary ?? 0,
    };
    const { time } = trainingTime({
      flop: work(shape, batch * (sequenceLength ?? 0), 2 * (sequenceLength ?? 0)).flop,
      count: quantity(chips, 'chip'),
      peak: quantity(peak ?? 0, 'FLOP/s'),
      utilisation: quantity(utilisation, '1'),
      goodput: quantity(1, '1'),
      stragglerLoss: quantity(0, '1'),
      productionLoss: quantity(0, '1'),
    });
    expect(Math.abs((time * 86_400) / seconds - 1)).toBeLessThan(tolerance ?? 0);
  });
});

const anyMemory = fc.record({
  parameters: fc.double({ min: 1e6, max: 1e13, noNaN: true }),
  bytesPerParameter: fc.double({ min: 2, max: 20, noNaN: true }),
  count: fc.integer({ min: 1, max: 1e6 }),
  layers: fc.integer({ min: 1, max: 200 }),
  hidden: fc.integer({ min: 64, max: 32_768 }),
  vocabulary: fc.integer({ min: 1000, max: 300_000 }),
  sequenceLength: fc.integer({ min: 128, max: 1e6 }),
  tensorParallel: fc.integer({ min: 1, max: 384 }),
  reserve: fc.double({ min: 0, max: 2e10, noNaN: true }),
}) as unknown as fc.Arbitrary<MemoryNeedInput>;

describe('memory', () => {
  it('is the sum of its parts; the state is shared by all accelerators, activations by those of one layer', () => {
    fc.assert(
      fc.property(anyMemory, (input) => {
        const here = memoryNeed(input);
        expect((here.state + here.activations + here.reserve) / here.need).toBeCloseTo(1, 12);
        const more = memoryNeed({ ...input, count: quantity(input.count * 4, 'chip') });
        expect(here.state / more.state).toBeCloseTo(4, 12);
        expect(more.activations).toBe(here.activations);
        const wider = memoryNeed({ ...input, tensorParallel: quantity(input.tensorParallel * 2, 'chip') });
        expect(here.activations / wider.activations).toBeCloseTo(2, 12);
        expect(wider.state).toBe(here.state);
      }),
    );
  });

  it('never shrinks with layers, context or bytes of a parameter', () => {
    fc.assert(
      fc.property(anyMemory, fc.constantFrom('layers', 'sequenceLength', 'bytesPerParameter', 'parameters', 'vocabulary'), (input, key) => {
        const larger = { ...input, [key]: input[key] * 2 } as MemoryNeedInput;
        expect(memoryNeed(larger).need).toBeGreaterThan(memoryNeed(input).need);
      }),
    );
  });

  it('keeps 2 bytes of each layer, 34 of the one being recomputed, and 4 of each logit, for a token and a unit of width', () => {
    const base = { parameters: 0, bytesPerParameter: 16, count: 1, sequenceLength: 2048, tensorParallel: 1, reserve: 0 };
    const activations = (layers: number, hidden: number, vocabulary: number): number =>
      memoryNeed({ ...base, layers, hidden, vocabulary } as unknown as MemoryNeedInput).activations;
    expect(activations(96, 12_288, 0) - activations(0, 12_288, 0)).toBe(2 * 2048 * 12_288 * 96);
    expect(activations(0, 12_288, 0)).toBe(34 * 2048 * 12_288);
    expect(activations(0, 0, 50_257)).toBe(4 * 2048 * 50_257);
  });

  it('is bound by its largest part', () => {
    const base = {
      parameters: 1e9,
      bytesPerParameter: 16,
      count: 16,
      layers: 10,
      hidden: 1000,
      vocabulary: 1000,
      sequenceLength: 1000,
      tensorParallel: 1,
      reserve: 1e6,
    };
    const bindingOf = (over: object): string => memoryNeed({ ...base, ...over } as unknown as MemoryNeedInput).binding;
    expect(bindingOf({})).toBe('state');
    expect(bindingOf({ sequenceLength: 1e6 })).toBe('activations');
    expect(bindingOf({ reserve: 1e10 })).toBe('reserve');
  });
});
