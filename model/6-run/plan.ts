/** Order in which a pipeline works through its micro-batches. */
export type Schedule = 'gpipe' | '1f1b' | 'interleaved' | 'zb-h1' | 'zb-h2' | 'zb-v' | 'dualpipe';

/**
 * What is computed again in the backward pass instead of being kept: nothing; attention scores; those and the modules that cost
 * little, which are norms, activation functions and the projections up from latents; whole layers.
 */
export type Recompute = 'none' | 'selective' | 'modules' | 'full';

/** Number format of the matrix products; `bf16` stands for FP16 too. */
export type MatrixPrecision = 'fp32' | 'tf32' | 'bf16' | 'fp8' | 'fp4';

/** What is kept in the memory of the host and travels over the chip's link to it when its turn comes, each as a share. */
export interface Offload {
  /** Master weights and moments, which pass through the chip once a step. */
  readonly optimizer: number;
  /** What the forward pass leaves for the backward pass. */
  readonly activations: number;
  /** Weights of the layers, fetched for each pass of each micro-batch. */
  readonly weights: number;
}

/** Groups of ranks, in the names of Megatron. */
export type RankAxis = 'tp' | 'cp' | 'ep' | 'dp' | 'pp';

/** Bytes that training keeps of one parameter. */
export interface StateBytes {
  /** The weight that the matrix products read. */
  readonly weight: number;
  /** Its gradient, in the format in which micro-batches are summed. */
  readonly gradient: number;
  /** Copy of the weight that the optimiser updates; 0 where it updates the weight itself. */
  readonly master: number;
  /** Both moments of the optimiser together. */
  readonly moments: number;
}

/**
 * How a training step is laid out over accelerators. Counts are of ranks; the accelerators are
 * `tensor * context * data * pipeline`. Expert groups are cut out of the tensor, context and data ranks of a stage.
 */
export interface Plan {
  /** Ranks that split each matrix (TP). */
  readonly tensor: number;
  /** Activations between the matrices are split over the tensor ranks too (SP). */
  readonly sequenceParallel: boolean;
  /** Stages (PP). */
  readonly pipeline: number;
  /** Chunks of layers that each stage holds (VPP). */
  readonly virtual: number;
  readonly schedule: Schedule;
  /** Replicas that take different sequences (DP). */
  readonly data: number;
  /** Ranks that split a sequence (CP). */
  readonly context: number;
  /** How the ranks of a sequence pass keys and values: round a ring, or by all-to-all over heads (Ulysses). */
  readonly contextExchange: 'ring' | 'all-to-all';
  /** Ranks that split the routed experts (EP). */
  readonly expert: number;
  /** Ranks that split each matrix of a routed expert (ETP). */
  readonly expertTensor: number;
  /** What is split over replicas: nothing, optimiser state, gradients too, weights too (ZeRO; 3 is FSDP). */
  readonly zero: 0 | 1 | 2 | 3;
  /** Replicas over which `zero` splits: `data * context` unless smaller groups each hold the whole (HSDP). */
  readonly shardGroup: number;
  /**
   * What a rank owns of state that is split by ZeRO 1: a slice of one flat buffer, or whole tensors. Owners of tensors take what all
   * replicas have summed, and broadcast their tensors one after the other.
   */
  readonly owns: 'slice' | 'tensor';
  /** Sequences that a stage takes at once. */
  readonly microBatch: number;
  /** Sequences of one optimiser step. */
  readonly globalBatch: number;
  /** Tokens of a sequence. */
  readonly sequence: number;
  readonly recompute: Recompute;
  /** Share of the layers that `recompute` speaks of. */
  readonly recomputeShare: number;
  /** Masks of dropout are kept for the backward pass. */
  readonly dropout: boolean;
  /** Attention computes scores tile by tile and keeps none of them (flash attention). */
  readonly fusedAttention: boolean;
  /** Layers of each stage, from the first; absent where they are split evenly. With chunks, the sum over a stage's chunks. */
  readonly stageLayers?: readonly number[];
  readonly precision: MatrixPrecision;
  readonly state: StateBytes;
  /** Bytes of one gradient on its way between replicas, which may be narrower than the sum they keep. */
  readonly gradientMessage: number;
  /** Order of the ranks, from the neighbours outwards. */
  readonly order: readonly RankAxis[];
  /** Collectives of tensor ranks run beside the products they feed; those of the backward pass do in any case. */
  readonly overlapTensor: boolean;
  /** Gradients of replicas travel beside the backward pass, and weights beside the forward pass where ZeRO 3 gathers them layer by layer. */
  readonly overlapData: boolean;
  /** All-to-all of experts runs beside the work of another micro-batch. */
  readonly overlapExpert: boolean;
  readonly offload: Offload;
  /** Parameters are trained: false where they are frozen but for adapters, whose gradients take no weight products. */
  readonly trainable: boolean;
}
