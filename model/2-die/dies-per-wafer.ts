import { type Quantity, quantity } from '#quantity';

export interface DiesPerWaferInput {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  /** Scribe street between two dies. */
  readonly street: Quantity<'mm'>;
  /** Wafer diameter. */
  readonly diameter: Quantity<'mm'>;
  /** Ring at the rim where nothing is printed. */
  readonly edgeExclusion: Quantity<'mm'>;
}

/** Whole dies of one placement: the lower left corner of a die lies at (offsetX, offsetY) from the wafer centre. */
const placed = (width: number, height: number, street: number, radius: number, offsetX: number, offsetY: number): number => {
  const pitchX = width + street;
  const pitchY = height + street;
  const firstRow = Math.ceil((-radius - offsetY) / pitchY);
  const lastRow = Math.floor((radius - height - offsetY) / pitchY);
  let dies = 0;
  for (let row = firstRow; row <= lastRow; row++) {
    const low = row * pitchY + offsetY;
    const reach = Math.max(Math.abs(low), Math.abs(low + height));
    if (reach >= radius) continue;
    const halfChord = Math.sqrt(radius * radius - reach * reach);
    const inRow = Math.floor((halfChord - width - offsetX) / pitchX) - Math.ceil((-halfChord - offsetX) / pitchX) + 1;
    if (inRow > 0) dies += inRow;
  }
  return dies;
};

/**
 * Whole dies on a wafer: the best of the four symmetric placements, with the wafer centre on the middle of
 * a die or of a street in each direction. Area divided by area would promise dies that lie over the rim.
 *
 * @equation N = \max_{o} \sum_j \left( \left\lfloor \frac{h_j - w - o_x}{p_x} \right\rfloor - \left\lceil \frac{-h_j - o_x}{p_x} \right\rceil + 1 \right)
 * @param input sides of the die, street, diameter and edge exclusion
 */
export const diesPerWafer = ({ width, height, street, diameter, edgeExclusion }: DiesPerWaferInput): Quantity<'die/wafer'> => {
  const radius = diameter / 2 - edgeExclusion;
  const dieCentred = [-width / 2, -height / 2] as const;
  const streetCentred = [street / 2, street / 2] as const;
  return quantity(
    Math.max(
      placed(width, height, street, radius, dieCentred[0], dieCentred[1]),
      placed(width, height, street, radius, dieCentred[0], streetCentred[1]),
      placed(width, height, street, radius, streetCentred[0], dieCentred[1]),
      placed(width, height, street, radius, streetCentred[0], streetCentred[1]),
    ),
    'die/wafer',
  );
};
