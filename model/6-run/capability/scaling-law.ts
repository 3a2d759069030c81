/**
 * A parametric law of the loss of a dense transformer that was trained on text: what no model and no text gets rid of, what
 * a finite model adds, what a finite text adds. Its constants are fitted to natural logarithms of losses in nats a token, on
 * counts of parameters and tokens; they are pure numbers.
 */
export interface ScalingLaw {
  /** E: loss of an endless model on endless text. */
  readonly irreducible: number;
  /** A: scale of what a finite model adds. */
  readonly parameterScale: number;
  /** Exponent alpha of the parameters. */
  readonly parameterExponent: number;
  /** B: scale of what a finite text adds. */
  readonly tokenScale: number;
  /** Exponent beta of the tokens. */
  readonly tokenExponent: number;
}

/** Forward and backward pass of a parameter on a token, as the published laws count it: C = 6 N D. */
export const flopPerParameterToken = 6;
