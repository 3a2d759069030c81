import { type Quantity, quantity } from '#quantity';
import { type DieOnWafer, type GridOffset, usableDepth, usableRadius } from './wafer-geometry.ts';

export interface CountDiesInput extends DieOnWafer, GridOffset {}

/** Half of the chord that a row of dies has of the disc; nought or less where it lies outside. */
const halfChordOf = (low: number, height: number, radius: number): number => {
  const reach = Math.max(Math.abs(low), Math.abs(low + height));
  return reach >= radius ? 0 : Math.sqrt(radius * radius - reach * reach);
};

/** Nearer to a whole number than this, only a division says on which side of it a ratio lies. */
const edge = 1e-9;

/** Whole pitches in a length: floor(length / pitch), mostly at the price of a product. */
const wholePitches = (length: number, pitch: number, perPitch: number): number => {
  const near = length * perPitch;
  const whole = Math.floor(near);
  const rest = near - whole;
  return rest > edge && rest < 1 - edge ? whole : Math.floor(length / pitch);
};

const inRow = (halfChord: number, width: number, pitchX: number, perPitch: number, offsetX: number): number =>
  Math.max(0, wholePitches(halfChord - width - offsetX, pitchX, perPitch) + wholePitches(halfChord + offsetX, pitchX, perPitch) + 1);

/** The same in plain numbers, without a record: the inner loop of everything that counts. */
export const countAt = (
  width: number,
  height: number,
  street: number,
  radius: number,
  depth: number,
  offsetX: number,
  offsetY: number,
): number => mostOfTwo(width, height, street, radius, depth, offsetX, offsetX, offsetY);

/** The better of two positions along the rows, which share their chords. */
export const mostOfTwo = (
  width: number,
  height: number,
  street: number,
  radius: number,
  depth: number,
  offsetX: number,
  otherX: number,
  offsetY: number,
): number => {
  const pitchX = width + street;
  const pitchY = height + street;
  const perPitch = 1 / pitchX;
  const firstRow = Math.ceil((-Math.min(radius, depth) - offsetY) / pitchY);
  const lastRow = Math.floor((radius - height - offsetY) / pitchY);
  let dies = 0;
  let others = 0;
  for (let row = firstRow; row <= lastRow; row++) {
    const halfChord = halfChordOf(row * pitchY + offsetY, height, radius);
    if (!(halfChord > 0)) continue;
    dies += inRow(halfChord, width, pitchX, perPitch, offsetX);
    others += inRow(halfChord, width, pitchX, perPitch, otherX);
  }
  return Math.max(dies, others);
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
