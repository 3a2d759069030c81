import { type Quantity, quantity } from '#quantity';
import type { CountDiesInput } from './count-dies.ts';
import { usableDepth, usableRadius } from './wafer-geometry.ts';

/** One place of the grid that touches the wafer. */
export interface PlacedDie {
  /** Lower left corner, from the centre of the wafer. */
  readonly x: Quantity<'mm'>;
  readonly y: Quantity<'mm'>;
  /** Place in the grid: column and row of the die at the offset are 0. */
  readonly column: number;
  readonly row: number;
  /** `whole` inside the usable area; else it is cut by the edge exclusion or the rim. */
  readonly kind: 'whole' | 'partial';
}

/** Rounding of a corner against the radius, as a share of it. */
const touch = 1e-12;

/**
 * Every die of a placement, row by row from below: the whole ones, and those that the rim cuts.
 *
 * @pure
 * @param input die, wafer and the lower left corner of one die
 */
export const listDies = (input: CountDiesInput): readonly PlacedDie[] => {
  const { width, height, street, offsetX, offsetY } = input;
  const radius = usableRadius(input) * (1 + touch);
  const depth = usableDepth(input) * (1 + touch);
  const rim = input.diameter / 2;
  const pitchX = width + street;
  const pitchY = height + street;
  const dies: PlacedDie[] = [];
  for (let row = Math.floor((-rim - height - offsetY) / pitchY); row * pitchY + offsetY < rim; row++) {
    const y = row * pitchY + offsetY;
    const farY = Math.max(Math.abs(y), Math.abs(y + height));
    const nearY = y > 0 ? y : y + height < 0 ? -(y + height) : 0;
    for (let column = Math.floor((-rim - width - offsetX) / pitchX); column * pitchX + offsetX < rim; column++) {
      const x = column * pitchX + offsetX;
      const nearX = x > 0 ? x : x + width < 0 ? -(x + width) : 0;
      if (Math.hypot(nearX, nearY) >= rim) continue;
      const farX = Math.max(Math.abs(x), Math.abs(x + width));
      const whole = Math.hypot(farX, farY) <= radius && y >= -depth;
      dies.push({ x: quantity(x, 'mm'), y: quantity(y, 'mm'), column, row, kind: whole ? 'whole' : 'partial' });
    }
  }
  return dies;
};
