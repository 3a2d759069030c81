import { expect, it } from 'vitest';
import type { ChipRates } from '#accelerator';
import { networkOf } from '#cluster';
import { quantity } from '#quantity';
import {
  architectureOf,
  checkPlan,
  type ModelShape,
  type Plan,
  planMemory,
  planOf,
  type StepConstants,
  stepParts,
  trainingStep,
} from '#run';
import { uniform } from '#uncertainty';

/** Triples of model, cluster and plan. */
const triples = 100_000;

const constants = {
  memoryShare: 0.85,
  traffic: 1,
  wave: 1,
  unaligned: 16,
  passes: 1.5,
  attention: 0.6,
  headHalf: 32,
  scores: 0.7,
  grouped: 0.6,
  hostLayer: 3e-4,
  hostLayerEager: 1e-3,
  hostExchange: 0.05,
  hostRouted: 1e-3,
  tensorExposed: 0.4,
  pipelineExposed: 0.3,
  window: 0.6,
  interference: 0.15,
  straggler: 0.005,
  fusedLoss: 0.8,
  maturityLoss: 0.5,
  maturityTime: 1,
} as unknown as StepConstants;

/** Draws that are the same in every run: the index of a triple and of a draw within it give the number. */
const drawsOf = (triple: number) => {
  let draw = 0;
  const next = (): number => uniform(1, triple, [7, draw++]);
  const pick = <T>(options: readonly T[]): T => options[Math.floor(next() * options.length)]!;
  return { next, pick };
};

const shapeOf = ({ next, pick }: ReturnType<typeof drawsOf>): ModelShape => {
  const heads = pick([1, 7, 8, 16, 40, 64, 128]);
  const headDim = pick([32, 64, 128]);
  const routed = next() < 0.4;
  const layers = pick([1, 2, 12, 31, 61, 96]);
  return {
    layers,
    hidden: pick([256, 1024, 4096, 12_288]),
    heads,
    kvHeads: pick([heads, 1, heads % 8 === 0 ? 8 : heads]),
    headDim,
    vocabulary: pick([100, 32_000, 250_680]),
    tiedEmbeddings: next() < 0.5,
    ffnMatrices: pick([2, 3]),
    ffnDense: pick([1024, 11_008, 53_248]),
    ...(routed
      ? {
          experts: {
            routed: pick([4, 8, 64, 256]),
            topK: pick([1, 2, 4]),
            shared: pick([0, 1]),
            ffn: pick([512, 2048]),
            denseLayers: pick([0, 1, 3]),
          },
        }
      : {}),
    ...(next() < 0.2 ? { latent: { qRank: pick([0, 512]), kvRank: 256, qkNope: 128, qkRope: 64, vHead: 128 } } : {}),
    ...(next() < 0.2 ? { window: 512, fullEvery: pick([2, 6]) } : {}),
    ...(next() < 0.05 ? { softmaxEvery: 8 } : {}),
    predictionLayers: pick([0, 0, 1]),
    parallel: next() < 0.1,
  };
};

const planFor = ({ next, pick }: ReturnType<typeof drawsOf>): Plan => {
  const tensor = pick([1, 1, 2, 4, 8, 16, 3]);
  const pipeline = pick([1, 1, 2, 4, 8, 12, 0.5]);
  const virtual = pipeline > 1 ? pick([1, 1, 2, 3]) : 1;
  const [data, context, microBatch] = [pick([1, 2, 8, 64, 1024]), pick([1, 1, 1, 2, 4]), pick([1, 2, 4])];
  const replicas = data * context;
  const split: Plan['schedule'] = pick(['1f1b', '1f1b', 'gpipe', 'zb-h1', 'zb-h2', 'zb-v', 'dualpipe']);
  return planOf({
    tensor,
    pipeline,
    virtual,
    schedule: virtual > 1 ? 'interleaved' : split,
    data,
    context,
    contextExchange: pick(['ring', 'all-to-all']),
    expert: pick([1, 1, 2, 8, 64]),
    expertTensor: pick([1, 1, 2]),
    zero: pick([0, 1, 2, 3]),
    shardGroup: pick([replicas, replicas, 1, 8]),
    microBatch,
    globalBatch: data * microBatch * pick([1, 4, 32, 100]) + pick([0, 0, 0, 1]),
    sequence: pick([1, 128, 2048, 4096, 131_072]),
    recompute: pick(['none', 'selective', 'modules', 'full']),
    recomputeShare: next(),
    fusedAttention: next() < 0.8,
    dropout: next() < 0.2,
    precision: pick(['bf16', 'fp8', 'fp4', 'fp32']),
    overlapTensor: next() < 0.5,
    overlapData: next() < 0.5,
    overlapExpert: next() < 0.5,
  });
};

it(`of ${triples.toLocaleString('en')} drawn models, clusters and plans each has a finite answer or a reason`, { timeout: 120_000 }, () => {
  let answered = 0;
  for (let triple = 0; triple < triples; triple++) {
    const draws = drawsOf(triple);
    const { next, pick } = draws;
    const architecture = architectureOf(shapeOf(draws));
    const plan = planFor(draws);
    const chip = {
      peak: 10 ** (13 + 3 * next()),
      formatPeak: 10 ** (14 + 3 * next()),
      memory: 80e9,
      memoryBandwidth: 10 ** (11 + 2 * next()),
      matrixShare: 0.3 + 0.6 * next(),
    } as unknown as ChipRates;
    const link = (bandwidth: number) => ({
      bandwidth: quantity(bandwidth, 'B/s'),
      latency: quantity(1e-5 * next(), 's'),
      efficiency: quantity(0.5 + 0.5 * next(), '1'),
      halfSize: quantity(1e7 * next(), 'B'),
      reducing: quantity(pick([0, 0.85]), '1'),
    });
    const domain = pick([1, 2, 8, 72, 384, 1024]);
    const network = networkOf({
      scaleUp: { ...link(10 ** (10 + 2 * next())), size: domain, ...(domain === 1024 ? { torus: [16, 16, 4] } : {}) },
      scaleOut: link(10 ** (9 + 2 * next())),
      ...(next() < 0.3 ? { blocks: [{ size: domain * 16, oversubscription: quantity(1 + 6 * next(), '1') }] } : {}),
    });
    if (checkPlan(architecture, plan).length > 0) continue;
    const step = trainingStep({
      architecture,
      chip,
      network,
      plan,
      software: { eager: !plan.fusedAttention, age: quantity(3 * next(), 'yr') },
      constants,
      nodeSize: 8,
    });
    const { greatest } = planMemory(architecture, plan, { context: quantity(1e9, 'B'), fragmentation: quantity(0.05, '1') });
    const sum = stepParts.reduce((total, part) => total + step.breakdown[part], 0);
    // One comparison a triple: a failure names the triple, which gives the rest.
    const sound =
      step.stepTime > 0 &&
      Number.isFinite(step.stepTime) &&
      Math.abs(sum / step.stepTime - 1) < 1e-6 &&
      greatest.total > 0 &&
      Number.isFinite(greatest.total);
    if (!sound) expect.fail(`triple ${triple}: ${step.stepTime} s, parts ${sum} s, ${greatest.total} B`);
    answered++;
  }
  process.stdout.write(`${answered} of ${triples} have an answer, the others a reason\n`);
  expect(answered).toBeGreaterThan(triples / 20);
});
