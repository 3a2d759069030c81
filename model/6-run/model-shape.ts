/**
 * Shape of a decoder transformer, in the names of its published configuration. Widths and counts are plain
 * numbers: they are not measured, and no unit could be mistaken for another.
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
  readonly experts?: {
    readonly routed: number;
    readonly topK: number;
    readonly shared: number;
    readonly ffn: number;
    /** Leading layers that stay dense. */
    readonly denseLayers: number;
  };
  /** Multi-head latent attention; absent for MHA, GQA and MQA. */
  readonly latent?: {
    /** Rank of the query compression; 0 where queries are not compressed. */
    readonly qRank: number;
    readonly kvRank: number;
    readonly qkNope: number;
    readonly qkRope: number;
    readonly vHead: number;
  };
}
