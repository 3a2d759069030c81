import { type Quantity, quantity } from '#quantity';

export interface KnownGoodDieInput {
  readonly yield: Quantity<'1'>;
  /** Share of faults that the test finds. */
  readonly coverage: Quantity<'1'>;
}

export interface KnownGoodDie {
  /** Share that passes the test, the good ones and those whose fault it misses. */
  readonly pass: Quantity<'1'>;
  /** Share of those that pass whose fault was missed. */
  readonly escape: Quantity<'1'>;
}

/**
 * What a test of bounded coverage lets through, after Williams and Brown: it sees a share of the places where a fault can be.
 *
 * @equation p = Y^{c}, \quad e = 1 - Y^{1 - c}
 * @param input yield and coverage
 * @valid 0 < Y <= 1, 0 <= c <= 1
 */
export const knownGoodDie = (input: KnownGoodDieInput): KnownGoodDie => ({
  pass: quantity(input.yield ** input.coverage, '1'),
  escape: quantity(-Math.expm1((1 - input.coverage) * Math.log(input.yield)), '1'),
});
