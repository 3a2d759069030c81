import type { ModelShape } from './model-shape.ts';

export interface ParameterCount {
  /** All parameters. */
  readonly total: number;
  /** Parameters that a token visits, embedding and logit layer included. */
  readonly active: number;
  /** Active parameters that take part in a matrix product: without the look-up of the input embedding. */
  readonly multiplied: number;
  /** Width of scores and of values summed over heads: what attention costs per token of context. */
  readonly attentionWidth: number;
}

const attentionParameters = (shape: ModelShape): number => {
  const { hidden, heads, kvHeads, headDim, latent } = shape;
  if (latent === undefined) return hidden * headDim * (2 * heads + 2 * kvHeads);
  const qkHead = latent.qkNope + latent.qkRope;
  const query = latent.qRank > 0 ? hidden * latent.qRank + latent.qRank * heads * qkHead : hidden * heads * qkHead;
  const keyValue = hidden * (latent.kvRank + latent.qkRope) + latent.kvRank * heads * (latent.qkNope + latent.vHead);
  return query + keyValue + heads * latent.vHead * hidden;
};

/**
 * Parameters of a decoder transformer from its shape. Norms and biases are left out: below 0.1% of any model
 * large enough to matter here.
 *
 * @equation P = V h (1 + u) + \sum_{l} \left( P_{attn} + n_{mat} h f_l + [\mathrm{MoE}]\, h E \right)
 * @param shape layers, widths, heads and experts
 */
export const countParameters = (shape: ModelShape): ParameterCount => {
  const { layers, hidden, heads, headDim, vocabulary, ffnMatrices, ffnDense, experts, latent } = shape;
  const attention = layers * attentionParameters(shape);
  const denseLayers = experts === undefined ? layers : experts.denseLayers;
  const dense = denseLayers * ffnMatrices * hidden * ffnDense;
  const expertLayers = layers - denseLayers;
  const expert = experts === undefined ? 0 : ffnMatrices * hidden * experts.ffn;
  const router = experts === undefined ? 0 : expertLayers * hidden * experts.routed;
  const routed = experts === undefined ? 0 : expertLayers * experts.routed * expert;
  const shared = experts === undefined ? 0 : expertLayers * experts.shared * expert;
  const visited = experts === undefined ? 0 : expertLayers * experts.topK * expert;
  const table = vocabulary * hidden;
  const always = attention + dense + router + shared;
  const embeddings = shape.tiedEmbeddings ? table : 2 * table;
  return {
    total: embeddings + always + routed,
    active: embeddings + always + visited,
    multiplied: table + always + visited,
    attentionWidth: latent === undefined ? layers * heads * 2 * headDim : layers * heads * (latent.qkNope + latent.qkRope + latent.vHead),
  };
};
