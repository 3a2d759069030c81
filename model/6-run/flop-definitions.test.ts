import { describe, expect, it } from 'vitest';
import { architectureOf, countParameters, flopByDefinition, type ModelShape, type Plan, planOf } from '#run';

const gpt: ModelShape = {
  layers: 48,
  hidden: 8192,
  heads: 64,
  kvHeads: 64,
  headDim: 128,
  vocabulary: 51_200,
  tiedEmbeddings: true,
  ffnMatrices: 2,
  ffnDense: 32_768,
};
const of = (plan: Partial<Plan>, shape: ModelShape = gpt): ReturnType<typeof flopByDefinition> =>
  flopByDefinition(architectureOf(shape), planOf({ globalBatch: 4, sequence: 8192, ...plan }));

describe('definitions of FLOP', () => {
  it('differ by exactly the scores that no query sees: 7% at a context of 8k, 55% at 131k', () => {
    const { multiplied } = countParameters(architectureOf(gpt));
    for (const sequence of [8192, 131_072]) {
      const { modelCausal, modelFull } = of({ sequence });
      const scores = 48 * 8192 * sequence;
      expect(modelFull / modelCausal).toBeCloseTo((6 * multiplied + 12 * scores) / (6 * multiplied + 6 * scores), 12);
    }
  });

  it('by hardware are four thirds of the model where everything in the layers is computed again', () => {
    const { modelFull, hardwareFull, layersFull, modelCausal, hardwareCausal } = of({ recompute: 'full' });
    expect(hardwareFull - modelFull).toBeCloseTo(layersFull / 3, -6);
    expect(hardwareFull / modelFull).toBeGreaterThan(1.3);
    expect(hardwareCausal / modelCausal).toBeLessThanOrEqual(4 / 3);
    expect(of({}).hardwareFull).toBe(of({}).modelFull);
  });

  it('count attention again only where its scores were kept', () => {
    const kept = of({ recompute: 'selective', fusedAttention: false });
    expect(kept.hardwareFull - kept.modelFull).toBeCloseTo(4 * 8192 * 4 * 48 * 8192 * 8192, -9);
    expect(of({ recompute: 'selective' }).hardwareFull).toBe(of({}).modelFull);
  });

  it('by six for each parameter hold the look-up of the embedding, or neither it nor the logits', () => {
    const { sixTotal, sixNonEmbedding } = of({});
    const tokens = 4 * 8192;
    const { active, embedding } = countParameters(architectureOf(gpt));
    expect(sixTotal).toBe(6 * active * tokens);
    expect(sixNonEmbedding).toBe(6 * (active - embedding) * tokens);
    const untied = of({}, { ...gpt, tiedEmbeddings: false });
    expect(untied.sixNonEmbedding).toBe(sixNonEmbedding);
    expect(untied.sixTotal - sixTotal).toBe(6 * embedding * tokens);
    expect(untied.modelCausal).toBe(of({}).modelCausal);
  });

  it('agree with the closed form of the Megatron paper', () => {
    // 96 B s l h^2 (1 + s / 6h + V / 16lh), hardware FLOP with everything computed again and all scores; its logits are
    // counted four times too, which ours, that are not computed again, are not.
    const [batch, sequence, layers, hidden, vocabulary] = [4, 8192, 48, 8192, 51_200];
    const published = 96 * batch * sequence * layers * hidden ** 2 * (1 + sequence / (6 * hidden) + vocabulary / (16 * layers * hidden));
    expect(of({ recompute: 'full' }).hardwareFull / published).toBeCloseTo(1, 12);
  });
});
