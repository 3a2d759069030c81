/**
 * How a layer lets tokens see one another. Widths and counts are plain numbers: they are not measured, and no unit
 * could be mistaken for another.
 */
export interface Attention {
  /**
   * `grouped`: softmax attention with as many key heads as queries (MHA), fewer (GQA) or one (MQA). `latent`: keys and
   * values from a narrow latent (MLA). `linear`: a state of fixed size in place of scores, linear in the sequence.
   */
  readonly kind: 'grouped' | 'latent' | 'linear';
  /** Query heads. */
  readonly heads: number;
  /** Key and value heads. */
  readonly kvHeads: number;
  /** Width of a query and of a key in the scores, rotary part included. */
  readonly headDim: number;
  /** Width of a value. */
  readonly valueDim: number;
  /** Tokens that a query looks back on; 0 where it sees all. */
  readonly window: number;
  /** Rank of the query compression of latent attention; 0 where queries are not compressed. */
  readonly queryRank: number;
  /** Rank of the latent that keys and values come from; 0 but for latent attention. */
  readonly kvRank: number;
  /** Width of the rotary part, which the heads of latent attention share; 0 but for latent attention. */
  readonly ropeDim: number;
  readonly qkvBias: boolean;
  readonly outputBias: boolean;
  /** The output is multiplied by a gate of its own width, which takes one more projection. */
  readonly gated: boolean;
  /** Keys and values are those of the layer below, which computed them. */
  readonly reusesKeys: boolean;
  /** Projection of relative positions, as wide as the keys, of Transformer-XL. */
  readonly relativePositions: boolean;
  /** Scorer that picks the keys a query sees (DeepSeek sparse attention); absent where none does. */
  readonly indexer?: { readonly heads: number; readonly headDim: number; readonly topK: number };
  /** Parameters that enter no matrix product: norms of queries, keys and latents, sinks, decay rates. */
  readonly vectorParameters: number;
}

/** What a layer does to each token by itself. */
export interface FeedForward {
  /** 2 for a plain feed-forward layer, 3 for a gated one. */
  readonly matrices: 2 | 3;
  /** Width that every token passes: of a dense layer, or of all shared experts together; 0 where there is none. */
  readonly width: number;
  readonly bias: boolean;
  /** Routed experts; 0 in a dense layer. */
  readonly routed: number;
  /** Routed experts that a token visits. */
  readonly topK: number;
  /** Width of a routed expert. */
  readonly expertWidth: number;
  /** Groups of experts among which routing first picks; 1 where it picks among all. */
  readonly groups: number;
  /** Groups a token may reach, as many nodes at most as its copies go to; equal to `groups` where not limited. */
  readonly topGroups: number;
  /** Parameters of the router beside its matrix: biases, gate of the shared expert. */
  readonly routerExtra: number;
}

/** One kind of layer. */
export interface Layer {
  readonly attention: Attention;
  readonly feedForward: FeedForward;
  /** Attention and feed-forward read the same input and add to it together (GPT-J, Falcon, PaLM). */
  readonly parallel: boolean;
  /** Normalisations of the model's width in the layer: 2 as a rule, 4 where outputs are normalised too. */
  readonly norms: number;
}

/** A decoder transformer: what its layers are and in which order they stand. */
export interface Architecture {
  /** Width of the model. */
  readonly hidden: number;
  /** Tokens in the vocabulary, as published: not padded. */
  readonly vocabulary: number;
  /** Width of the embedding table: `hidden` but for models that project it. */
  readonly embeddingWidth: number;
  /** The logit layer is the embedding table. */
  readonly tiedEmbeddings: boolean;
  /** Rows of a table of learned positions; 0 for rotary, ALiBi or relative positions. */
  readonly learnedPositions: number;
  /** The embedding is normalised (BLOOM). */
  readonly embeddingNorm: boolean;
  /** The logit layer adds a bias (GPT-J, Phi). */
  readonly headBias: boolean;
  /** Normalisations have a bias beside their weight: LayerNorm, not RMSNorm. */
  readonly normBias: boolean;
  /** Normalisations have parameters at all; OLMo's have none. */
  readonly normWeight: boolean;
  /** Layers that differ. */
  readonly kinds: readonly Layer[];
  /** Index into `kinds` of each layer, from the input up; its length is the number of layers. */
  readonly pattern: readonly number[];
  /** Modules that predict further tokens (MTP), each one layer of the last kind and a projection. */
  readonly predictionLayers: number;
}
