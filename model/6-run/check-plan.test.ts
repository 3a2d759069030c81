import { describe, expect, it } from 'vitest';
import { architectureOf, checkPlan, type ModelShape, type Plan, planOf, stageLayers } from '#run';

const dense: ModelShape = {
  layers: 12,
  hidden: 640,
  heads: 40,
  kvHeads: 10,
  headDim: 16,
  vocabulary: 1000,
  tiedEmbeddings: false,
  ffnMatrices: 3,
  ffnDense: 1280,
};
const mixture: ModelShape = { ...dense, heads: 16, kvHeads: 16, experts: { routed: 12, topK: 2, shared: 0, ffn: 96, denseLayers: 0 } };

const reasons = (given: Partial<Plan>, shape = dense, accelerators?: number): readonly string[] =>
  checkPlan(architectureOf(shape), planOf({ sequence: 960, ...given }), accelerators).map(
    ({ code, field, value, against }) => `${code} ${field} ${value} ${against}`,
  );

describe('a plan', () => {
  it('that can be carried out has nothing against it', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ tensor: 5, pipeline: 4, data: 2, globalBatch: 16 }, dense, 40)).toEqual([]);
    expect(reasons({ tensor: 4, expert: 12, data: 3 }, mixture, 12)).toEqual([]);
    // More tensor ranks than key heads hold copies of them.
    expect(reasons({ tensor: 20 })).toEqual([]);
  });

  it.each<{ readonly reason: string; readonly given: Partial<Plan>; readonly shape?: ModelShape; readonly accelerators?: number }>([
    { reason: 'plan/not-whole tensor 0 1', given: { tensor: 0 } },
    { reason: 'plan/not-whole microBatch 1.5 1', given: { microBatch: 1.5 } },
    { reason: 'plan/ranks-product data 4 5', given: { data: 4 }, shape: dense, accelerators: 5 },
    { reason: 'plan/tensor-heads tensor 16 40', given: { tensor: 16 } },
    { reason: 'plan/tensor-kv-heads tensor 4 10', given: { tensor: 4 } },
    { reason: 'plan/tensor-width tensor 20 1210', given: { tensor: 20 }, shape: { ...dense, ffnDense: 1210 } },
    { reason: 'plan/sequence-split sequence 960 14', given: { context: 7 } },
    { reason: 'plan/context-heads context 3 40', given: { context: 3, contextExchange: 'all-to-all' } },
    { reason: 'plan/expert-split expert 8 12', given: { expert: 8, data: 8 }, shape: mixture },
    { reason: 'plan/expert-width expertTensor 5 96', given: { expertTensor: 5, tensor: 1, data: 5 }, shape: mixture },
    { reason: 'plan/expert-ranks expert 4 2', given: { expert: 4, data: 2 }, shape: mixture },
    { reason: 'plan/no-experts expert 2 0', given: { expert: 2, data: 2 } },
    { reason: 'plan/too-many-stages pipeline 16 12', given: { pipeline: 16, globalBatch: 16 } },
    { reason: 'plan/stage-layers-count stageLayers 2 3', given: { pipeline: 3, stageLayers: [6, 6] } },
    { reason: 'plan/stage-layers-sum stageLayers 13 12', given: { pipeline: 2, stageLayers: [6, 7] } },
    { reason: 'plan/chunks-need-interleaving virtual 2 1', given: { pipeline: 2, virtual: 2, schedule: '1f1b' } },
    { reason: 'plan/interleaving-needs-chunks virtual 1 2', given: { pipeline: 2, schedule: 'interleaved' } },
    { reason: 'plan/stages-odd pipeline 3 2', given: { pipeline: 3, schedule: 'dualpipe', globalBatch: 12 } },
    { reason: 'plan/too-few-micro-batches schedule 4 8', given: { pipeline: 4, schedule: 'dualpipe', globalBatch: 4 } },
    { reason: 'plan/batch-split globalBatch 10 4', given: { data: 4, globalBatch: 10 } },
    { reason: 'plan/shard-group shardGroup 3 4', given: { data: 4, shardGroup: 3 } },
    { reason: 'plan/share recomputeShare 2 1', given: { recomputeShare: 2 } },
    { reason: 'plan/order order 4 5', given: { order: ['tp', 'cp', 'dp', 'pp'] } },
  ])('is told $reason', ({ reason, given, shape, accelerators }) => {
    expect(reasons(given, shape, accelerators)).toEqual([reason]);
  });

  it('is told everything at once', () => {
    expect(reasons({ tensor: 3, expert: 2, data: 2, globalBatch: 3 }, dense, 7)).toHaveLength(5);
  });
});

describe('layers of stages', () => {
  const layers = (given: Partial<Plan>, count = 12): number[] => {
    const { stages, kinds, counts } = stageLayers(architectureOf({ ...dense, layers: count }), planOf(given));
    return Array.from({ length: stages }, (_, stage) =>
      counts.slice(stage * kinds, (stage + 1) * kinds).reduce((sum, own) => sum + own, 0),
    );
  };

  it('are dealt out evenly, the ends spared where that is not possible', () => {
    expect(layers({ pipeline: 4 })).toEqual([3, 3, 3, 3]);
    expect(layers({ pipeline: 4 }, 15)).toEqual([4, 4, 4, 3]);
    expect(layers({ pipeline: 4 }, 14)).toEqual([3, 4, 4, 3]);
    expect(layers({ pipeline: 4 }, 13)).toEqual([3, 4, 3, 3]);
    expect(layers({ pipeline: 3, virtual: 2 })).toEqual([4, 4, 4]);
    expect(layers({ pipeline: 4, stageLayers: [1, 4, 4, 3] })).toEqual([1, 4, 4, 3]);
    expect(layers({ pipeline: 3, schedule: 'zb-v' })).toEqual([4, 4, 4]);
    // The chunks of embedding and logits hold no layer.
    expect(layers({ pipeline: 7, virtual: 2 })).toEqual([1, 2, 2, 2, 2, 2, 1]);
  });

  it('are all there, in whatever way they are dealt out', () => {
    for (let count = 1; count <= 40; count++)
      for (const pipeline of [1, 2, 3, 5, 8])
        for (const virtual of [1, 2, 3]) {
          if (pipeline * virtual > count) continue;
          const sum = layers({ pipeline, virtual }, count).reduce((total, own) => total + own, 0);
          expect(sum, `${count} on ${pipeline} x ${virtual}`).toBe(count);
        }
  });

  it('that stay dense are on the first stages', () => {
    const shape = { ...mixture, experts: { ...mixture.experts!, denseLayers: 2 } };
    const { counts } = stageLayers(architectureOf(shape), planOf({ pipeline: 4 }));
    expect([...counts]).toEqual([2, 1, 0, 3, 0, 3, 0, 3]);
  });
});
