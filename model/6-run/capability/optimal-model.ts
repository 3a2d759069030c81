import { type Quantity, quantity } from '#quantity';
import { expectedLoss } from './expected-loss.ts';
import { flopPerParameterToken, type ScalingLaw } from './scaling-law.ts';

export interface OptimalModelInput {
  readonly law: ScalingLaw;
  /** Model FLOP that may be spent. */
  readonly flop: Quantity<'FLOP'>;
}

export interface OptimalModel {
  readonly parameters: Quantity<'1'>;
  readonly tokens: Quantity<'token'>;
  readonly tokensPerParameter: Quantity<'1'>;
  readonly loss: Quantity<'1'>;
  /** Which of model and text still adds more to the loss; more compute goes to both. */
  readonly binding: 'parameters' | 'tokens';
}

/** Size of the model over that at which 6 N^2 is the compute: G of the papers. */
const balance = ({ parameterScale: a, parameterExponent: alpha, tokenScale: b, tokenExponent: beta }: ScalingLaw): number =>
  ((alpha * a) / (beta * b)) ** (1 / (alpha + beta));

/**
 * The dense model that a scaling law expects the least loss of for a compute budget, with its tokens.
 *
 * @equation N = G (C/6)^{\beta/(\alpha+\beta)},\quad D = G^{-1} (C/6)^{\alpha/(\alpha+\beta)},\quad G = \left(\frac{\alpha A}{\beta B}\right)^{1/(\alpha+\beta)}
 * @source hoffmann-2022 equation 4
 * @param input law and compute
 */
export const optimalModel = ({ law, flop }: OptimalModelInput): OptimalModel => {
  const exponent = law.tokenExponent / (law.parameterExponent + law.tokenExponent);
  const pairs = flop / flopPerParameterToken;
  const parameters = balance(law) * pairs ** exponent;
  const tokens = pairs / parameters;
  const { loss, binding } = expectedLoss({ law, parameters: quantity(parameters, '1'), tokens: quantity(tokens, 'token') });
  return {
    parameters: quantity(parameters, '1'),
    tokens: quantity(tokens, 'token'),
    tokensPerParameter: quantity(tokens / parameters, '1'),
    loss,
    binding,
  };
};

/**
 * Compute with which the best dense model reaches a loss; infinite where no compute does.
 *
 * @equation C = 6 \left(\frac{A G^{-\alpha} + B G^{\beta}}{L - E}\right)^{(\alpha+\beta)/(\alpha\beta)}
 * @source hoffmann-2022 equation 4, solved for C
 * @unit FLOP
 * @param input law and the loss to be reached
 */
export const flopForLoss = ({ law, loss }: { readonly law: ScalingLaw; readonly loss: Quantity<'1'> }): Quantity<'FLOP'> => {
  const { parameterScale, parameterExponent: alpha, tokenScale, tokenExponent: beta } = law;
  const above = loss - law.irreducible;
  if (!(above > 0)) return quantity(Number.POSITIVE_INFINITY, 'FLOP');
  const g = balance(law);
  const scale = parameterScale * g ** -alpha + tokenScale * g ** beta;
  return quantity(flopPerParameterToken * (scale / above) ** ((alpha + beta) / (alpha * beta)), 'FLOP');
};
