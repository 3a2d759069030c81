import { type Quantity, quantity } from '#quantity';
import type { Architecture } from './architecture.ts';
import { countParameters, layerParameters } from './count-parameters.ts';
import { visibleKeys } from './list-operations.ts';
import type { Plan } from './plan.ts';

/** The ways in which publications count the FLOP of a training step. They differ by up to a half: never mix them. */
export const flopDefinitions = [
  'modelCausal',
  'modelFull',
  'sixTotal',
  'sixNonEmbedding',
  'hardwareCausal',
  'hardwareFull',
  'layersFull',
] as const;
export type FlopDefinition = (typeof flopDefinitions)[number];

/** FLOP of one optimiser step over all accelerators, by definition. */
export type FlopByDefinition = Readonly<Record<FlopDefinition, Quantity<'FLOP'>>>;

/** Forward, and backward with respect to inputs and to weights. */
const passes = 3;
const perMultiplyAdd = 2;

/**
 * FLOP of one optimiser step by every definition in use. `modelCausal`: each matrix product and the scores that a query
 * sees, three times (Megatron-Bridge since 25.09). `modelFull`: the same with all scores (Megatron-LM, llm-foundry).
 * `sixTotal`: six for each active parameter and token. `sixNonEmbedding`: without input embedding and logit layer.
 * `hardwareCausal`, `hardwareFull`: with what is computed again in the backward pass. `layersFull`: all scores and no
 * logit layer, which is how Calculon counts but for its optimiser and element-wise work.
 *
 * @equation F = 6 N D,\quad F = 3 \left(2 N_{mat} + 2 s \sum_l a (d_k + d_v)\right) D
 * @source palm-2022 appendix B
 * @param architecture layers of the model
 * @param plan batch, sequence length and what is computed again
 */
export const flopByDefinition = (architecture: Architecture, plan: Plan): FlopByDefinition => {
  const { kinds, pattern, vocabulary, hidden, embeddingWidth } = architecture;
  const { sequence, recompute, recomputeShare } = plan;
  const tokens = plan.globalBatch * sequence;
  const { active, multiplied, embedding, head } = countParameters(architecture);
  const projection = embeddingWidth === hidden ? 0 : 2 * hidden * embeddingWidth;
  const logits = vocabulary * embeddingWidth + projection;
  let [seen, full, again, againFull] = [0, 0, 0, 0];
  for (const kind of pattern) {
    const { attention, feedForward } = kinds[kind]!;
    const width = perMultiplyAdd * attention.heads * (attention.headDim + attention.valueDim);
    // A linear layer updates and reads a state, whatever the sequence.
    const state = (2 * attention.headDim * attention.valueDim) / (attention.headDim + attention.valueDim);
    const keys = attention.kind === 'linear' ? state : visibleKeys(attention, sequence);
    const all = attention.kind === 'linear' ? state : sequence;
    seen += width * keys;
    full += width * all;
    if (recompute === 'none') continue;
    const { denseMatrices, wholeMatrices, expertMatrices } = layerParameters(architecture, kind);
    const { queryRank, kvRank, heads, headDim, ropeDim, valueDim } = attention;
    const up = attention.kind === 'latent' ? (queryRank || hidden) * heads * headDim + kvRank * heads * (headDim - ropeDim + valueDim) : 0;
    const layer = denseMatrices + wholeMatrices + feedForward.topK * expertMatrices;
    const matrices = perMultiplyAdd * (recompute === 'full' ? layer : recompute === 'modules' ? up : 0);
    // Fused attention computes its scores again in any case; like everyone else we count that only with the whole layer.
    const scored = recompute === 'full' || !plan.fusedAttention ? width : 0;
    again += recomputeShare * (matrices + scored * keys);
    againFull += recomputeShare * (matrices + scored * all);
  }
  const flop = (perToken: number): Quantity<'FLOP'> => quantity(perToken * tokens, 'FLOP');
  const matrices = perMultiplyAdd * multiplied;
  return {
    modelCausal: flop(passes * (matrices + seen)),
    modelFull: flop(passes * (matrices + full)),
    sixTotal: flop(passes * perMultiplyAdd * active),
    sixNonEmbedding: flop(passes * perMultiplyAdd * (active - embedding - head)),
    hardwareCausal: flop(passes * (matrices + seen) + again),
    hardwareFull: flop(passes * (matrices + full) + againFull),
    layersFull: flop(passes * (matrices - perMultiplyAdd * logits + full)),
  };
};
