import { type Quantity, quantity } from '#quantity';
import { type DieOnWafer, type GridOffset, usableDepth, usableRadius } from './wafer-geometry.ts';

export interface CountDiesInput extends DieOnWafer, GridOffset {}

/** The same in plain numbers, without a record: the inner loop of everything that counts. */
export const countAt = (
  width: number,
  height: number,
  street: number,
  radius: number,
  depth: number,
  offsetX: number,
  offsetY: number,
): number => {
  const pitchX = width + street;
  const pitchY = height + street;
  const firstRow = Math.ceil((-Math.min(radius, depth) - offsetY) / pitchY);
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
 * Whole dies on a wafer for one position of the grid.
 *
 * @equation N = \sum_j \left( \left\lfloor \frac{h_j - w - o_x}{p_x} \right\rfloor - \left\lceil \frac{-h_j - o_x}{p_x} \right\rceil + 1 \right), \quad h_j = \sqrt{r^2 - \max(|y_j|, |y_j + h|)^2}
 * @param input die, wafer and the lower left corner of one die
 */
export const countDies = (input: CountDiesInput): Quantity<'die/wafer'> =>
  quantity(
    countAt(input.width, input.height, input.street, usableRadius(input), usableDepth(input), input.offsetX, input.offsetY),
    'die/wafer',
  );
