import { type Quantity, quantity } from '#quantity';

export interface TrainingFlopInput {
  readonly tokens: Quantity<'token'>;
  /** Active parameters that take part in a matrix product. */
  readonly multiplied: Quantity<'1'>;
  /** Width of scores and of values summed over heads and layers. */
  readonly attentionWidth: Quantity<'1'>;
  readonly sequenceLength: Quantity<'token'>;
}

export interface TrainingFlop {
  /** Model FLOP: forward and backward once, causal attention, no recomputation. */
  readonly flop: Quantity<'FLOP'>;
  readonly perToken: Quantity<'FLOP/token'>;
  /** Attention's part of it. */
  readonly attentionShare: Quantity<'1'>;
  readonly binding: 'matrices' | 'attention';
}

/**
 * Model FLOP of a training run. A multiply-add counts 2, the backward pass twice the forward one, attention
 * half of the full square because it is causal; recomputation is work of the hardware and not of the model.
 *
 * @equation F = T \left( 6 P_{mul} + 3 s w \right)
 * @source megatron-sc21
 * @source palm-2022 appendix B
 * @param input tokens, active parameters, width of attention and sequence length
 */
export const trainingFlop = ({ tokens, multiplied, attentionWidth, sequenceLength }: TrainingFlopInput): TrainingFlop => {
  const matrices = 6 * multiplied;
  const attention = 3 * sequenceLength * attentionWidth;
  const perToken = matrices + attention;
  return {
    flop: quantity(tokens * perToken, 'FLOP'),
    perToken: quantity(perToken, 'FLOP/token'),
    attentionShare: quantity(attention / perToken, '1'),
    binding: attention > matrices ? 'attention' : 'matrices',
  };
};
