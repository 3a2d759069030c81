import { type Quantity, quantity } from '#quantity';
import type { ScalingLaw } from './scaling-law.ts';

export interface ExpectedLossInput {
  readonly law: ScalingLaw;
  readonly parameters: Quantity<'1'>;
  readonly tokens: Quantity<'token'>;
}

export interface ExpectedLoss {
  /** Cross-entropy in nats a token, on the text and the tokens of the law's own experiments. */
  readonly loss: Quantity<'1'>;
  /** What the size of the model adds. */
  readonly fromParameters: Quantity<'1'>;
  /** What the length of the text adds. */
  readonly fromTokens: Quantity<'1'>;
  /** Which of the two adds more: what to have more of. */
  readonly binding: 'parameters' | 'tokens';
}

/**
 * Loss that a scaling law expects of a dense model of a size, trained once over a text of a length.
 *
 * @equation L = E + \frac{A}{N^{\alpha}} + \frac{B}{D^{\beta}}
 * @source hoffmann-2022 equation 10
 * @valid dense transformers of 0.04 to 16 billion parameters; beyond that it is extrapolated
 * @param input law, parameters and tokens
 */
export const expectedLoss = ({ law, parameters, tokens }: ExpectedLossInput): ExpectedLoss => {
  const fromParameters = law.parameterScale * parameters ** -law.parameterExponent;
  const fromTokens = law.tokenScale * tokens ** -law.tokenExponent;
  return {
    loss: quantity(law.irreducible + fromParameters + fromTokens, '1'),
    fromParameters: quantity(fromParameters, '1'),
    fromTokens: quantity(fromTokens, '1'),
    binding: fromParameters > fromTokens ? 'parameters' : 'tokens',
  };
};
