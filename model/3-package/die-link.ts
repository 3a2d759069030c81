import { bitsPerByte, type Quantity, quantity } from '#quantity';

export interface DieLinkInput {
  /** One way, between two dies. */
  readonly bandwidth: Quantity<'B/s'>;
  /** Of the link standard on the packaging at hand. */
  readonly shorelineDensity: Quantity<'B/s/mm'>;
  readonly arealDensity: Quantity<'B/s/mm2'>;
  readonly energyPerBit: Quantity<'pJ/bit'>;
}

export interface DieLink {
  /** Edge of each die that the link takes. */
  readonly edge: Quantity<'mm'>;
  /** Area of each die that the link takes. */
  readonly area: Quantity<'mm2'>;
  /** Both ways, at full rate. */
  readonly power: Quantity<'W'>;
}

const wattsPerPicojoule = 1e-12;
const bothWays = 2;

/**
 * Edge, area and power that a link between two dies takes. A link over bonded faces needs no edge: its shoreline density
 * is infinite.
 *
 * @equation l = b / \rho_l, \quad A = b / \rho_A, \quad P = 2 \cdot 8 b e
 * @param input bandwidth, and densities and energy of the standard
 */
export const dieLink = ({ bandwidth, shorelineDensity, arealDensity, energyPerBit }: DieLinkInput): DieLink => ({
  edge: quantity(bandwidth / shorelineDensity, 'mm'),
  area: quantity(bandwidth / arealDensity, 'mm2'),
  power: quantity(bothWays * bandwidth * bitsPerByte * energyPerBit * wattsPerPicojoule, 'W'),
});
