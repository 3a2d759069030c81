import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { architectureOf, countParameters, layerParameters, type ModelShape } from '#run';

interface Case {
  readonly name: string;
  readonly shape: ModelShape;
  readonly stated: { readonly total: number };
}
const cases = (parse(readFileSync(new URL('count-parameters.cases.yaml', import.meta.url), 'utf8')) as { cases: readonly Case[] }).cases;

const small: ModelShape = {
  layers: 6,
  hidden: 64,
  heads: 4,
  kvHeads: 2,
  headDim: 16,
  vocabulary: 100,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 256,
};

describe('published totals', () => {
  it.each(cases)('$name is met to the digits printed', ({ shape, stated }) => {
    const { total } = countParameters(architectureOf(shape));
    expect(Math.abs(total - stated.total)).toBeLessThanOrEqual(0.05e9 + (stated.total >= 1e12 ? 0.45e9 : 0));
  });
});

describe('layers', () => {
  it('take turns from the last of each round', () => {
    const { kinds, pattern } = architectureOf({ ...small, window: 8, fullEvery: 3 });
    expect(pattern.map((kind) => kinds[kind]!.attention.window)).toEqual([8, 8, 0, 8, 8, 0]);
  });

  it('all have the window where none is said to see all', () => {
    const { kinds, pattern } = architectureOf({ ...small, window: 8 });
    expect(kinds).toHaveLength(1);
    expect(pattern.map((kind) => kinds[kind]!.attention.window)).toEqual([8, 8, 8, 8, 8, 8]);
  });

  it('may each say for themselves', () => {
    const fullEvery = [true, false, false, true, true, false];
    const { kinds, pattern } = architectureOf({ ...small, window: 8, fullEvery });
    expect(pattern.map((kind) => kinds[kind]!.attention.window === 0)).toEqual(fullEvery);
  });

  it('begin dense and then have experts, all or in turn', () => {
    const experts = { routed: 8, topK: 2, shared: 1, ffn: 32, denseLayers: 2 };
    const routed = (shape: ModelShape): number[] => {
      const { kinds, pattern } = architectureOf(shape);
      return pattern.map((kind) => kinds[kind]!.feedForward.routed);
    };
    expect(routed({ ...small, experts })).toEqual([0, 0, 8, 8, 8, 8]);
    expect(routed({ ...small, experts: { ...experts, every: 2 } })).toEqual([0, 0, 0, 8, 0, 8]);
  });

  it('add up to the whole with embedding, logit layer and last norm', () => {
    const architecture = architectureOf({
      ...small,
      experts: { routed: 8, topK: 2, shared: 1, ffn: 32, denseLayers: 2 },
      qkvBias: true,
      qkNorm: 'head',
      learnedPositions: 32,
      normBias: true,
    });
    const sum = architecture.pattern.reduce((total, kind) => {
      const { dense, whole, expert } = layerParameters(architecture, kind);
      return total + dense + whole + expert * architecture.kinds[kind]!.feedForward.routed;
    }, 0);
    const { total, embedding, head } = countParameters(architecture);
    expect(total).toBe(sum + embedding + head + 2 * 64);
    expect(embedding).toBe(100 * 64 + 32 * 64);
    expect(head).toBe(100 * 64);
  });

  it('that reuse keys have no projection of their own for them', () => {
    const shared = countParameters(architectureOf({ ...small, keysEvery: 2 }));
    expect(countParameters(architectureOf(small)).total - shared.total).toBe(3 * 64 * 2 * (16 + 16));
  });
});
