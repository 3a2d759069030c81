import { type Quantity, quantity } from '#quantity';

export interface BondYieldInput {
  /** Share of dies whose bond as a whole (placement, warpage, underfill) holds. */
  readonly dieYield: Quantity<'1'>;
  /** Pins to whatever the die stands on: a parent die below it counts as much as an interposer. */
  readonly pins: Quantity<'1'>;
  /** Share of pins that conduct. */
  readonly pinYield: Quantity<'1'>;
  /** Pins that are repaired together, and spare ones among them. */
  readonly group: Quantity<'1'>;
  readonly spares: Quantity<'1'>;
}

/**
 * Share of bonds of a die that hold, pin by pin, where each group of pins has spare ones.
 *
 * @equation Y = y_{die} \left( \sum_{k=0}^{s} \binom{g + s}{k} (1 - y)^k y^{g + s - k} \right)^{n / g}
 * @param input yield of the bond as a whole, pins, yield of a pin, and how they are repaired
 * @returns the yield of the die alone where it has no pins
 */
export const bondYield = ({ dieYield, pins, pinYield, group, spares }: BondYieldInput): Quantity<'1'> => {
  if (pins <= 0 || pinYield >= 1) return dieYield;
  if (pinYield <= 0) return quantity(0, '1');
  const size = Math.max(1, Math.min(group, pins));
  const all = size + spares;
  const odds = (1 - pinYield) / pinYield;
  let term = pinYield ** all;
  let held = term;
  for (let k = 1; k <= spares; k++) {
    term *= ((all - k + 1) / k) * odds;
    held += term;
  }
  return quantity(dieYield * Math.min(1, held) ** (pins / size), '1');
};
