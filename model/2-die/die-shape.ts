import { type Quantity, quantity } from '#quantity';

export interface DieShapeInput {
  readonly area: Quantity<'mm2'>;
  /** Short side of the exposure field. */
  readonly reticleWidth: Quantity<'mm'>;
  /** Long side of the exposure field. */
  readonly reticleHeight: Quantity<'mm'>;
}

export interface DieShape {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
}

/**
 * Sides of a die of which only the area was published: square, or as wide as the exposure field where only so it
 * fits into one. Large accelerators are drawn that way (H100: 26 mm wide); what fits into no field is stitched, and
 * square again.
 *
 * @equation w = \min(\sqrt A, w_{field}),\quad h = A / w
 * @param input area of the die and sides of the field
 */
export const dieShape = ({ area, reticleWidth, reticleHeight }: DieShapeInput): DieShape => {
  const side = Math.sqrt(area);
  const width = area > reticleWidth * reticleHeight ? side : Math.min(side, reticleWidth);
  return { width: quantity(width, 'mm'), height: quantity(area / width, 'mm') };
};
