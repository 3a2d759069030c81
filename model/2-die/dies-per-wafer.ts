import { type Quantity, quantity } from '#quantity';
import { countAt } from './count-dies.ts';
import { type DieOnWafer, type GridOffset, usableDepth, usableRadius } from './wafer-geometry.ts';

/** One of the four placements that look the same from the left and from the right, from above and from below. */
export interface CentredPlacement extends GridOffset {
  readonly perWafer: Quantity<'die/wafer'>;
  /** What lies on the centre of the wafer along a row, and along a column. */
  readonly alongRow: 'die' | 'street';
  readonly alongColumn: 'die' | 'street';
}

const centres = ['die', 'street'] as const;

/**
 * Whole dies of the four symmetric placements: a die or a street on the centre of the wafer, in each direction.
 *
 * @equation o_x \in \{-w/2,\; s/2\},\quad o_y \in \{-h/2,\; s/2\}
 * @param input sides of the die, street, diameter and edge exclusion
 */
export const centredPlacements = (input: DieOnWafer): readonly CentredPlacement[] => {
  const { width, height, street } = input;
  return centres.flatMap((alongRow) =>
    centres.map((alongColumn): CentredPlacement => {
      const x = alongRow === 'die' ? -width / 2 : street / 2;
      const y = alongColumn === 'die' ? -height / 2 : street / 2;
      return {
        perWafer: quantity(countAt(width, height, street, usableRadius(input), usableDepth(input), x, y), 'die/wafer'),
        offsetX: quantity(x, 'mm'),
        offsetY: quantity(y, 'mm'),
        alongRow,
        alongColumn,
      };
    }),
  );
};

/**
 * Whole dies on a wafer: the best of the four symmetric placements, with the wafer centre on the middle of
 * a die or of a street in each direction. Area divided by area would promise dies that lie over the rim.
 *
 * @equation N = \max_{o} \sum_j \left( \left\lfloor \frac{h_j - w - o_x}{p_x} \right\rfloor - \left\lceil \frac{-h_j - o_x}{p_x} \right\rceil + 1 \right)
 * @param input sides of the die, street, diameter and edge exclusion
 */
export const diesPerWafer = (input: DieOnWafer): Quantity<'die/wafer'> => {
  const { width, height, street } = input;
  const radius = usableRadius(input);
  const depth = usableDepth(input);
  let most = 0;
  // One call in a loop, so that it is compiled in place: seven numbers to pass four times over cost as much as the count.
  for (let placement = 0; placement < 4; placement++) {
    const x = placement < 2 ? -width / 2 : street / 2;
    const y = placement % 2 === 0 ? -height / 2 : street / 2;
    most = Math.max(most, countAt(width, height, street, radius, depth, x, y));
  }
  return quantity(most, 'die/wafer');
};

/**
 * Dies of a wafer in closed form, which counts the loss at the rim as if the rim were straight: fast and smooth, and
 * low by a tenth for dies as large as an exposure field.
 *
 * @equation N = \frac{\pi r^2}{p_x p_y} - \frac{2 \pi r}{\sqrt{2 p_x p_y}}
 * @param input sides of the die, street, diameter and edge exclusion
 */
export const diesPerWaferClosedForm = (input: DieOnWafer): Quantity<'die/wafer'> => {
  const radius = usableRadius(input);
  const cell = (input.width + input.street) * (input.height + input.street);
  return quantity(Math.max(0, (Math.PI * radius * radius) / cell - (2 * Math.PI * radius) / Math.sqrt(2 * cell)), 'die/wafer');
};
