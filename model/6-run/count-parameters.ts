import type { Architecture, Attention, FeedForward } from './architecture.ts';

export interface ParameterCount {
  /** All parameters, without the modules that predict further tokens. */
  readonly total: number;
  /** Parameters that a token visits, embedding and logit layer included. */
  readonly active: number;
  /** Active parameters that take part in a matrix product: without the look-up of the input embedding, norms and biases. */
  readonly multiplied: number;
  /** Width of scores and of values summed over heads and layers: what attention costs per token that a query sees. */
  readonly attentionWidth: number;
  /** Input embedding, learned positions included. */
  readonly embedding: number;
  /** Logit layer: 0 where it is the embedding. */
  readonly head: number;
  /** Modules that predict further tokens, which published totals leave out. */
  readonly prediction: number;
}

/** Parameters of one layer by how a parallel plan splits them. */
export interface LayerParameters {
  /** Attention and the feed-forward that every token passes: split over tensor ranks. */
  readonly dense: number;
  /** Of those, in matrices. */
  readonly denseMatrices: number;
  /** Norms, biases after a sum, routers: held whole by each tensor rank. */
  readonly whole: number;
  /** Of those, in matrices. */
  readonly wholeMatrices: number;
  /** One routed expert. */
  readonly expert: number;
  /** Of those, in matrices. */
  readonly expertMatrices: number;
}

const indexerMatrix = (attention: Attention, hidden: number): number => {
  const { indexer, queryRank } = attention;
  if (indexer === undefined) return 0;
  const { heads, headDim } = indexer;
  return (queryRank || hidden) * heads * headDim + hidden * headDim + hidden * heads;
};

const attentionMatrices = (attention: Attention, hidden: number): number => {
  const { kind, heads, kvHeads, headDim, valueDim, queryRank, kvRank, ropeDim } = attention;
  const output = heads * valueDim * hidden;
  const gate = attention.gated ? hidden * heads * valueDim : 0;
  if (kind !== 'latent') {
    const keyValue = attention.reusesKeys ? 0 : hidden * kvHeads * (headDim + valueDim);
    return hidden * heads * headDim * (attention.relativePositions ? 2 : 1) + keyValue + output + gate;
  }
  const query = queryRank > 0 ? hidden * queryRank + queryRank * heads * headDim : hidden * heads * headDim;
  return query + hidden * (kvRank + ropeDim) + kvRank * heads * (headDim - ropeDim + valueDim) + output + gate;
};

const attentionBias = ({ heads, kvHeads, headDim, valueDim, qkvBias, reusesKeys }: Attention): number =>
  qkvBias ? heads * headDim + (reusesKeys ? 0 : kvHeads * (headDim + valueDim)) : 0;

const inputBias = ({ bias, matrices }: FeedForward, width: number): number => (bias ? (matrices - 1) * width : 0);

/**
 * Parameters of one layer, by how a parallel plan splits them.
 *
 * @equation P_l = P_{attn} + n_{mat} h f + h E + E\, n_{mat} h f_e + P_{norm} + P_{bias}
 * @param architecture widths that all layers share
 * @param kind index of the layer's kind
 */
export const layerParameters = (architecture: Architecture, kind: number): LayerParameters => {
  const { hidden } = architecture;
  const layer = architecture.kinds[kind]!;
  const { attention, feedForward } = layer;
  const { width, matrices, routed, expertWidth, bias } = feedForward;
  const norm = hidden * (Number(architecture.normWeight) + Number(architecture.normBias));
  const denseMatrices = attentionMatrices(attention, hidden) + matrices * hidden * width;
  const wholeMatrices = routed * hidden + indexerMatrix(attention, hidden);
  const outputs = (attention.outputBias ? hidden : 0) + (bias && width > 0 ? hidden : 0);
  const vectors = attention.vectorParameters + (attention.indexer === undefined ? 0 : 2 * attention.indexer.headDim);
  const expertMatrices = routed > 0 ? matrices * hidden * expertWidth : 0;
  return {
    dense: denseMatrices + attentionBias(attention) + inputBias(feedForward, width),
    denseMatrices,
    whole: wholeMatrices + layer.norms * norm + outputs + vectors + feedForward.routerExtra,
    wholeMatrices,
    expert: expertMatrices + (routed > 0 ? inputBias(feedForward, expertWidth) + (bias ? hidden : 0) : 0),
    expertMatrices,
  };
};

/**
 * Parameters of a decoder transformer, with norms, biases and everything else that is trained.
 *
 * @equation P = V h (1 + u) + \sum_{l} P_l
 * @param architecture layers, widths, heads and experts
 */
export const countParameters = (architecture: Architecture): ParameterCount => {
  const { hidden, vocabulary, embeddingWidth, learnedPositions, kinds, pattern } = architecture;
  let [total, active, multiplied, attentionWidth] = [0, 0, 0, 0];
  const layers = kinds.map((_, kind) => layerParameters(architecture, kind));
  for (const kind of pattern) {
    const { dense, denseMatrices, whole, wholeMatrices, expert, expertMatrices } = layers[kind]!;
    const { attention, feedForward } = kinds[kind]!;
    total += dense + whole + feedForward.routed * expert;
    active += dense + whole + feedForward.topK * expert;
    multiplied += denseMatrices + wholeMatrices + feedForward.topK * expertMatrices;
    if (attention.kind !== 'linear') attentionWidth += attention.heads * (attention.headDim + attention.valueDim);
  }
  const table = vocabulary * embeddingWidth;
  const projection = embeddingWidth === hidden ? 0 : hidden * embeddingWidth;
  const norm = hidden * (Number(architecture.normWeight) + Number(architecture.normBias));
  const embedding = table + learnedPositions * hidden + projection + (architecture.embeddingNorm ? norm : 0);
  const head = (architecture.tiedEmbeddings ? 0 : table) + (architecture.headBias ? vocabulary : 0) + projection;
  const last = layers[pattern[pattern.length - 1] ?? 0];
  const lastRouted = kinds[pattern[pattern.length - 1] ?? 0]?.feedForward.routed ?? 0;
  const module = last === undefined ? 0 : last.dense + last.whole + lastRouted * last.expert + 2 * hidden * hidden + 3 * norm;
  return {
    total: total + embedding + head + norm,
    active: active + embedding + head + norm,
    multiplied: multiplied + table + 2 * projection,
    attentionWidth,
    embedding,
    head,
    prediction: architecture.predictionLayers * module,
  };
};
