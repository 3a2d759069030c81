import { type Quantity, quantity } from '#quantity';
import { expectedLoss } from './expected-loss.ts';
import { flopForLoss, optimalModel } from './optimal-model.ts';
import { flopPerParameterToken, type ScalingLaw } from './scaling-law.ts';

export interface OverTrainingInput {
  readonly law: ScalingLaw;
  readonly parameters: Quantity<'1'>;
  readonly tokens: Quantity<'token'>;
}

export interface OverTraining {
  /** Compute of the run by 6 N D. */
  readonly flop: Quantity<'FLOP'>;
  readonly loss: Quantity<'1'>;
  /** Tokens a parameter over those of the best model for the same compute: above 1 a model is over-trained, and cheap to serve. */
  readonly factor: Quantity<'1'>;
  /** Compute with which the best model reaches the same loss. */
  readonly equivalentFlop: Quantity<'FLOP'>;
  /** Share of the compute that went into having a smaller, or a larger, model than the best. */
  readonly spent: Quantity<'1'>;
  readonly binding: 'over-trained' | 'under-trained';
}

/**
 * What a model that is smaller or larger than the best for its compute costs in compute: the price of a model that is cheap
 * to serve.
 *
 * @equation x = \frac{D / N}{D_0 / N_0},\quad s = 1 - \frac{C_0(L(N, D))}{6 N D}
 * @source hoffmann-2022 equations 4 and 10
 * @param input law, parameters and tokens
 */
export const overTraining = ({ law, parameters, tokens }: OverTrainingInput): OverTraining => {
  const flop = quantity(flopPerParameterToken * parameters * tokens, 'FLOP');
  const best = optimalModel({ law, flop });
  const { loss } = expectedLoss({ law, parameters, tokens });
  const equivalentFlop = flopForLoss({ law, loss });
  const factor = tokens / parameters / best.tokensPerParameter;
  return {
    flop,
    loss,
    factor: quantity(factor, '1'),
    equivalentFlop,
    // Rounding may put the best model a hair behind itself.
    spent: quantity(Math.max(0, 1 - equivalentFlop / flop), '1'),
    binding: factor >= 1 ? 'over-trained' : 'under-trained',
  };
};
