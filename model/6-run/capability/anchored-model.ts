import { type Quantity, quantity } from '#quantity';
import { flopPerParameterToken } from './scaling-law.ts';

export interface AnchoredModelInput {
  readonly flop: Quantity<'FLOP'>;
  /** Compute for which the best model was read. */
  readonly anchorFlop: Quantity<'FLOP'>;
  /** Parameters of that model. */
  readonly anchorParameters: Quantity<'1'>;
  /** Power of the compute with which the best model grows. */
  readonly exponent: Quantity<'1'>;
}

export interface AnchoredModel {
  readonly parameters: Quantity<'1'>;
  readonly tokens: Quantity<'token'>;
  readonly tokensPerParameter: Quantity<'1'>;
  /** Which of the two grows faster with compute. */
  readonly binding: 'parameters' | 'tokens';
}

/**
 * The best dense model for a compute budget where a publication gives one point and the power of its growth, as the first two
 * approaches of Hoffmann et al. do. They say nothing of the loss.
 *
 * @equation N = N_0 \left(\frac{C}{C_0}\right)^a,\quad D = \frac{C}{6 N}
 * @source hoffmann-2022 tables 2 and 3
 * @param input compute, the point and the exponent
 */
export const anchoredModel = ({ flop, anchorFlop, anchorParameters, exponent }: AnchoredModelInput): AnchoredModel => {
  const parameters = anchorParameters * (flop / anchorFlop) ** exponent;
  const tokens = flop / flopPerParameterToken / parameters;
  return {
    parameters: quantity(parameters, '1'),
    tokens: quantity(tokens, 'token'),
    tokensPerParameter: quantity(tokens / parameters, '1'),
    binding: exponent > 1 / 2 ? 'parameters' : 'tokens',
  };
};
