import type { MatrixPrecision, Offload, Plan, StateBytes } from './plan.ts';

const mixed: StateBytes = { weight: 2, gradient: 4, master: 4, moments: 8 };
const single: StateBytes = { weight: 4, gradient: 4, master: 0, moments: 8 };

const nothing: Offload = { optimizer: 0, activations: 0, weights: 0 };

/**
 * Bytes of state of mixed-precision Adam as Megatron keeps it: weights in 16 bits, gradients summed in 32, a copy of the
 * weights and two moments in 32. In 32 bits there is no copy.
 *
 * @source zero-2020 section 3.1
 * @param precision of the matrix products
 */
export const stateBytes = (precision: MatrixPrecision): StateBytes => (precision === 'fp32' || precision === 'tf32' ? single : mixed);

/**
 * Fills what a plan does not state as Megatron does: one rank of each kind, sequence parallel wherever matrices are
 * split, a distributed optimiser over all replicas, everything kept on the accelerator, 1F1B, or interleaved where stages have chunks.
 *
 * @pure
 * @param given what is stated
 */
export const planOf = (given: Partial<Plan>): Plan => {
  const { tensor = 1, pipeline = 1, virtual = 1, data = 1, context = 1, microBatch = 1, precision = 'bf16' } = given;
  const state = given.state ?? stateBytes(precision);
  return {
    tensor,
    sequenceParallel: tensor > 1,
    pipeline,
    virtual,
    schedule: virtual > 1 ? 'interleaved' : '1f1b',
    data,
    context,
    contextExchange: 'ring',
    expert: 1,
    expertTensor: 1,
    zero: 1,
    shardGroup: data * context,
    owns: 'slice',
    microBatch,
    globalBatch: data * microBatch,
    sequence: 4096,
    recompute: 'none',
    recomputeShare: 1,
    dropout: false,
    fusedAttention: true,
    precision,
    state,
    // Frameworks send gradients in the format of the weights unless told otherwise.
    gradientMessage: Math.min(state.weight, state.gradient),
    order: ['tp', 'cp', 'ep', 'dp', 'pp'],
    overlapTensor: false,
    overlapData: true,
    overlapExpert: false,
    offload: nothing,
    trainable: true,
    ...given,
  };
};
