/** Which layers something holds of: the last one of every so many, or each layer's own answer from the input up. */
export type Turn = number | readonly boolean[];

/** Mixture of experts of a model's shape. */
export interface ExpertShape {
  readonly routed: number;
  readonly topK: number;
  /** Shared experts. */
  readonly shared: number;
  /** Width of a routed expert. */
  readonly ffn: number;
  /** Width of a shared expert, where it is not that of a routed one. */
  readonly sharedFfn?: number | undefined;
  /** Leading layers that stay dense. */
  readonly denseLayers: number;
  /** Which of the layers after those have experts; all unless given. */
  readonly every?: Turn | undefined;
  /** Groups of experts among which routing first picks, and how many of them; 1 unless given. */
  readonly groups?: number | undefined;
  readonly topGroups?: number | undefined;
  /** Routers have a bias. */
  readonly routerBias?: boolean | undefined;
  /** The shared expert has a gate of its own, one number a token. */
  readonly sharedGate?: boolean | undefined;
}

/**
 * Shape of a decoder transformer, in the names of its published configuration. Widths and counts are plain
 * numbers: they are not measured, and no unit could be mistaken for another. What is optional is absent from a plain
 * transformer without biases.
 */
export interface ModelShape {
  /** Transformer layers. */
  readonly layers: number;
  /** Width of the model. */
  readonly hidden: number;
  /** Query heads. */
  readonly heads: number;
  /** Key and value heads. */
  readonly kvHeads: number;
  /** Width of a head. */
  readonly headDim: number;
  /** Tokens in the vocabulary. */
  readonly vocabulary: number;
  readonly tiedEmbeddings: boolean;
  /** 2 for a plain feed-forward layer, 3 for a gated one. */
  readonly ffnMatrices: number;
  /** Width of a dense feed-forward layer. */
  readonly ffnDense: number;
  /** Mixture of experts; absent for a dense model. */
  readonly experts?: ExpertShape | undefined;
  /** Multi-head latent attention; absent for MHA, GQA and MQA. */
  readonly latent?:
    | {
        /** Rank of the query compression; 0 where queries are not compressed. */
        readonly qRank: number;
        readonly kvRank: number;
        readonly qkNope: number;
        readonly qkRope: number;
        readonly vHead: number;
      }
    | undefined;
  /** Tokens that a query of a windowed layer looks back on. */
  readonly window?: number | undefined;
  /** Which layers see all tokens, the others a window; absent where all have the window. */
  readonly fullEvery?: Turn | undefined;
  /** Which layers have softmax attention, the others linear attention; all unless given. */
  readonly softmaxEvery?: Turn | undefined;
  /** Of how many layers the first one computes keys and values for them all. */
  readonly keysEvery?: number | undefined;
  readonly qkvBias?: boolean | undefined;
  readonly outputBias?: boolean | undefined;
  readonly ffnBias?: boolean | undefined;
  /** Queries and keys are normalised: over a head's width, or over that of all heads. */
  readonly qkNorm?: 'head' | 'all' | undefined;
  /** Each head has a learned sink. */
  readonly sinks?: boolean | undefined;
  /** The output of attention is gated. */
  readonly attentionGate?: boolean | undefined;
  /** Positions enter by a projection of their own (Transformer-XL). */
  readonly relativePositions?: boolean | undefined;
  readonly indexer?: { readonly heads: number; readonly headDim: number; readonly topK: number } | undefined;
  /** Attention and feed-forward side by side. */
  readonly parallel?: boolean | undefined;
  /** Normalisations in a layer; 2 unless given, or 1 side by side. */
  readonly norms?: number | undefined;
  readonly normBias?: boolean | undefined;
  /** Normalisations have no parameters. */
  readonly normPlain?: boolean | undefined;
  /** Rows of a table of learned positions. */
  readonly learnedPositions?: number | undefined;
  /** Width of the embedding table, where it is not that of the model. */
  readonly embeddingWidth?: number | undefined;
  readonly embeddingNorm?: boolean | undefined;
  readonly headBias?: boolean | undefined;
  /** Modules that predict further tokens (MTP). */
  readonly predictionLayers?: number | undefined;
}
