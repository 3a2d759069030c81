import { type Quantity, quantity } from '#quantity';

export interface DieShapeInput {
  readonly area: Quantity<'mm2'>;
  /** Short side of the exposure field. */
  readonly reticleWidth: Quantity<'mm'>;
}

export interface DieShape {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
}

/**
 * Sides of a die of which only the area was published: square, or as wide as the exposure field where a
 * square would not fit into it. Large accelerators are drawn that way (H100: 26 mm wide).
 *
 * @equation w = \min(\sqrt A, w_{field}),\quad h = A / w
 * @param input area of the die and width of the field
 */
export const dieShape = ({ area, reticleWidth }: DieShapeInput): DieShape => {
  const width = Math.min(Math.sqrt(area), reticleWidth);
  return { width: quantity(width, 'mm'), height: quantity(area / width, 'mm') };
};
