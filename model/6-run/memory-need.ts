import { type Quantity, quantity } from '#quantity';

export interface MemoryNeedInput {
  readonly parameters: Quantity<'1'>;
  /** Weights, gradients and optimiser state of one parameter. */
  readonly bytesPerParameter: Quantity<'B'>;
  readonly count: Quantity<'chip'>;
  readonly layers: Quantity<'1'>;
  readonly hidden: Quantity<'1'>;
  readonly vocabulary: Quantity<'1'>;
  readonly sequenceLength: Quantity<'token'>;
  /** Accelerators over which one layer's activations are split. */
  readonly tensorParallel: Quantity<'chip'>;
  /** What the runtime and its buffers take on each accelerator. */
  readonly reserve: Quantity<'B'>;
}

export interface MemoryNeed {
  /** Least memory an accelerator must have. */
  readonly need: Quantity<'B'>;
  readonly state: Quantity<'B'>;
  readonly activations: Quantity<'B'>;
  readonly reserve: Quantity<'B'>;
  readonly binding: 'state' | 'activations' | 'reserve';
}

/** 16-bit activations kept per token, layer and unit of width when all else is recomputed. */
const keptBytes = 2;
/** Working set of the layer being recomputed, in bytes per token and unit of width (attention recomputed). */
const layerBytes = 34;
/** Logits in 32 bits. */
const logitBytes = 4;

/**
 * Least memory that training needs on each accelerator: parameters, gradients and optimiser sharded over all
 * of them, one sequence in flight, every layer recomputed. What does not fit so fits in no plan that keeps a layer
 * within its scale-up domain and all of its state on the accelerators.
 *
 * @equation M = \frac{P b}{N} + \frac{s \left( 2 h L + 34 h + 4 V \right)}{t} + M_0
 * @source korthikanti-2022 zero-2020
 * @param input parameters and bytes of each, accelerators, shape, sequence length and reserve
 */
export const memoryNeed = (input: MemoryNeedInput): MemoryNeed => {
  const state = (input.parameters * input.bytesPerParameter) / input.count;
  const width = keptBytes * input.hidden * input.layers + layerBytes * input.hidden + logitBytes * input.vocabulary;
  const activations = (input.sequenceLength * width) / input.tensorParallel;
  const largest = Math.max(state, activations, input.reserve);
  return {
    need: quantity(state + activations + input.reserve, 'B'),
    state: quantity(state, 'B'),
    activations: quantity(activations, 'B'),
    reserve: input.reserve,
    binding: largest === state ? 'state' : largest === activations ? 'activations' : 'reserve',
  };
};
