/** Bytes of a number, by the names that Calculon gives to formats. */
export const calculonDatatypes = { float8: 1, float16: 2, float32: 4, bfloat16: 2 } as const;
export type CalculonDatatype = keyof typeof calculonDatatypes;

export const calculonRecomputes = ['full', 'attn_only', 'none'] as const;
export const calculonComms = ['ar', 'p2p_rs_ag', 'rs_ag'] as const;
export const calculonOverlaps = ['none', 'ring', 'pipe'] as const;
export const calculonAttentions = ['multihead', 'multiquery'] as const;
export type CalculonAttention = (typeof calculonAttentions)[number];

/** A model as Calculon's files state it. */
export interface CalculonModel {
  /** Width of the residual stream. */
  readonly hidden: number;
  /** Width of the feed-forward layer. */
  readonly feedforward: number;
  /** Tokens of a sequence. */
  readonly seq_size: number;
  /** Heads of attention. */
  readonly attn_heads: number;
  /** Width of a head. */
  readonly attn_size: number;
  /** Transformer blocks. */
  readonly num_blocks: number;
}

/** Steps of an efficiency: from so much work on, such a share of the peak; the largest amount first. */
export type CalculonSteps = readonly (readonly [from: number, share: number])[];

/** An arithmetic unit by number format: peak in TFLOP/s, steps by GFLOP of an operation. */
export type CalculonProcessor = Readonly<Record<string, { readonly tflops: number; readonly gflops_efficiency: CalculonSteps }>>;

/** A memory: capacity in GiB, bandwidth in GB/s, steps by MB of an access. */
export interface CalculonMemory {
  /** Capacity, GiB. */
  readonly GiB: number;
  /** Bandwidth, GB/s. */
  readonly GBps: number;
  readonly MB_efficiency: CalculonSteps;
}

export const calculonOps = ['p2p', 'reduce_scatter', 'all_gather', 'all_reduce'] as const;
export type CalculonOp = (typeof calculonOps)[number];

/** One tier of the network. */
export interface CalculonNetwork {
  /** GB/s of one processor. */
  readonly bandwidth: number;
  /** Share of the bandwidth that is reached. */
  readonly efficiency: number;
  /** Processors that the tier joins. */
  readonly size: number;
  /** Seconds of an operation of no bytes. */
  readonly latency: number;
  /** Factor on the bytes, and how many parts of one member are added to them. */
  readonly ops: Readonly<Record<CalculonOp, readonly [factor: number, parts: number | null]>>;
  /** Must the groups on the tier divide its size? */
  readonly must_be_filled: boolean;
  /** Share of the arithmetic that an overlapped exchange takes. */
  readonly processor_usage: number;
}

/** A system as Calculon's files state it. */
export interface CalculonSystem {
  readonly matrix: CalculonProcessor;
  readonly vector: CalculonProcessor;
  readonly mem1: CalculonMemory;
  readonly mem2: CalculonMemory;
  readonly processing_mode: 'roofline' | 'no_overlap';
  readonly networks: readonly CalculonNetwork[];
}

/** A plan in the words of Calculon; the order of the fields is that of its tables. */
export interface CalculonPlan {
  /** Processors. */
  readonly num_procs: number;
  /** Processors that split a layer. */
  readonly tensor_par: number;
  /** Stages of the pipeline. */
  readonly pipeline_par: number;
  /** Replicas. */
  readonly data_par: number;
  /** Tier of tensor groups, from 0. */
  readonly tensor_par_net: number;
  /** Tier of pipelines, from 0. */
  readonly pipeline_par_net: number;
  /** Tier of replicas, from 0. */
  readonly data_par_net: number;
  /** Sequences of a step. */
  readonly batch_size: number;
  /** Sequences of a micro-batch. */
  readonly microbatch_size: number;
  readonly datatype: CalculonDatatype;
  readonly fused_activation: boolean;
  readonly attention_type: CalculonAttention;
  readonly activation_recompute: (typeof calculonRecomputes)[number];
  /** Chunks of a stage. */
  readonly pipeline_interleaving: number;
  readonly optimizer_sharding: boolean;
  readonly tensor_par_comm_type: (typeof calculonComms)[number];
  readonly tensor_par_overlap: (typeof calculonOverlaps)[number];
  readonly seq_par_ag_redo: boolean;
  readonly data_par_overlap: boolean;
  readonly weight_offload: boolean;
  readonly activations_offload: boolean;
  readonly optimizer_offload: boolean;
  readonly training: boolean;
}
