import type { Architecture, Attention, FeedForward, Layer } from './architecture.ts';
import type { ModelShape, Turn } from './model-shape.ts';

/** Is it this layer's turn? A round is counted from `first`; a list speaks of all layers. */
const isTurn = (turn: Turn, layer: number, first = 0): boolean =>
  typeof turn === 'number' ? turn <= 1 || (layer - first) % turn === turn - 1 : (turn[layer] ?? false);

const attentionOf = (shape: ModelShape, linear: boolean, windowed: boolean, reusesKeys: boolean): Attention => {
  const { heads, kvHeads, headDim, latent, qkNorm, indexer } = shape;
  const width = latent === undefined ? headDim : latent.qkNope + latent.qkRope;
  const keyHeads = linear || latent !== undefined ? heads : kvHeads;
  const normed = qkNorm === 'head' ? 2 * width : qkNorm === 'all' ? (heads + keyHeads) * width : 0;
  const norms = normed * (shape.normBias ? 2 : 1);
  const latentNorms = latent === undefined || shape.normPlain ? 0 : latent.qRank + latent.kvRank;
  return {
    kind: linear ? 'linear' : latent === undefined ? 'grouped' : 'latent',
    heads,
    kvHeads: keyHeads,
    headDim: width,
    valueDim: latent === undefined ? headDim : latent.vHead,
    window: windowed ? (shape.window ?? 0) : 0,
    queryRank: latent?.qRank ?? 0,
    kvRank: latent?.kvRank ?? 0,
    ropeDim: latent?.qkRope ?? 0,
    qkvBias: shape.qkvBias ?? false,
    outputBias: shape.outputBias ?? false,
    gated: linear || (shape.attentionGate ?? false),
    reusesKeys,
    relativePositions: shape.relativePositions ?? false,
    ...(indexer === undefined ? {} : { indexer }),
    vectorParameters: norms + latentNorms + (shape.sinks ? heads : 0) + (linear ? heads * headDim : 0),
  };
};

const feedForwardOf = (shape: ModelShape, routed: boolean): FeedForward => {
  const { experts, ffnMatrices } = shape;
  const matrices = ffnMatrices === 2 ? 2 : 3;
  const bias = shape.ffnBias ?? false;
  if (experts === undefined || !routed) {
    return { matrices, width: shape.ffnDense, bias, routed: 0, topK: 0, expertWidth: 0, groups: 1, topGroups: 1, routerExtra: 0 };
  }
  return {
    matrices,
    width: experts.shared * (experts.sharedFfn ?? experts.ffn),
    bias,
    routed: experts.routed,
    topK: experts.topK,
    expertWidth: experts.ffn,
    groups: experts.groups ?? 1,
    topGroups: experts.topGroups ?? experts.groups ?? 1,
    routerExtra: (experts.routerBias ? experts.routed : 0) + (experts.sharedGate ? shape.hidden : 0),
  };
};

/**
 * Lays a model's shape out layer by layer.
 *
 * @pure
 * @param shape layers, widths, heads and experts, as published
 */
export const architectureOf = (shape: ModelShape): Architecture => {
  const kinds: Layer[] = [];
  const known = new Map<string, number>();
  const pattern: number[] = [];
  const leading = shape.experts === undefined ? shape.layers : Math.min(shape.layers, shape.experts.denseLayers);
  for (let layer = 0; layer < shape.layers; layer++) {
    const routed = layer >= leading && isTurn(shape.experts?.every ?? 1, layer, leading);
    const linear = !isTurn(shape.softmaxEvery ?? 1, layer);
    const windowed = shape.window !== undefined && (shape.fullEvery === undefined || !isTurn(shape.fullEvery, layer));
    const reuses = shape.keysEvery !== undefined && shape.keysEvery > 1 && layer % shape.keysEvery !== 0;
    const key = `${routed}${linear}${windowed}${reuses}`;
    let kind = known.get(key);
    if (kind === undefined) {
      kind = kinds.length;
      known.set(key, kind);
      const parallel = shape.parallel ?? false;
      kinds.push({
        attention: attentionOf(shape, linear, windowed, reuses),
        feedForward: feedForwardOf(shape, routed),
        parallel,
        norms: shape.norms ?? (parallel ? 1 : 2),
      });
    }
    pattern.push(kind);
  }
  return {
    hidden: shape.hidden,
    vocabulary: shape.vocabulary,
    embeddingWidth: shape.embeddingWidth ?? shape.hidden,
    tiedEmbeddings: shape.tiedEmbeddings,
    learnedPositions: shape.learnedPositions ?? 0,
    embeddingNorm: shape.embeddingNorm ?? false,
    headBias: shape.headBias ?? false,
    normBias: shape.normBias ?? false,
    normWeight: !(shape.normPlain ?? false),
    kinds,
    pattern,
    predictionLayers: shape.predictionLayers ?? 0,
  };
};
