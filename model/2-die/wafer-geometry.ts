import type { Quantity } from '#quantity';

/** A rectangular die and the wafer it is printed on. */
export interface DieOnWafer {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  /** Scribe street between two dies. */
  readonly street: Quantity<'mm'>;
  /** Wafer diameter. */
  readonly diameter: Quantity<'mm'>;
  /** Ring at the rim where nothing is printed. */
  readonly edgeExclusion: Quantity<'mm'>;
  /** How deep a flat cuts into the disc at the bottom, and with the same caution a notch; none where absent. */
  readonly flatDepth?: Quantity<'mm'> | undefined;
}

/** Where the grid of dies lies: the lower left corner of one die, from the centre of the wafer. */
export interface GridOffset {
  readonly offsetX: Quantity<'mm'>;
  readonly offsetY: Quantity<'mm'>;
}

/**
 * Radius within which a die must lie.
 *
 * @pure
 * @param wafer diameter and edge exclusion
 * @unit mm
 */
export const usableRadius = ({ diameter, edgeExclusion }: Pick<DieOnWafer, 'diameter' | 'edgeExclusion'>): number =>
  diameter / 2 - edgeExclusion;

/**
 * Height below the centre of the wafer that no die may reach, for a flat.
 *
 * @pure
 * @param wafer diameter, edge exclusion and flat
 * @unit mm
 */
export const usableDepth = ({ diameter, edgeExclusion, flatDepth }: Pick<DieOnWafer, 'diameter' | 'edgeExclusion' | 'flatDepth'>): number =>
  diameter / 2 - edgeExclusion - (flatDepth ?? 0);
