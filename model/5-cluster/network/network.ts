import type { Quantity } from '#quantity';

/** One level of a network: domains of equal size, within which accelerators reach one another over it. */
export interface Tier {
  /** Accelerators in one domain; the outermost tier holds all, `Infinity`. */
  readonly size: number;
  /** What one accelerator can send over this tier, one way. */
  readonly bandwidth: Quantity<'B/s'>;
  /** Time of an empty message between two accelerators, software included. */
  readonly latency: Quantity<'s'>;
  /** Share of `bandwidth` that a long message reaches. */
  readonly efficiency: Quantity<'1'>;
  /** Message at which half of that is reached. */
  readonly halfSize: Quantity<'B'>;
  /** Switches add up what passes them (SHARP, NVLS). */
  readonly reducing: boolean;
  /** Bandwidth of a domain's accelerators over that of its uplinks to the next tier: 1 is non-blocking. */
  readonly oversubscription: Quantity<'1'>;
  /** Sides of the torus that a domain is; absent where switches join all with all. */
  readonly torus?: readonly number[];
}

/** Tiers from the inside out. The size of each is a multiple of the one before. */
export interface Network {
  readonly tiers: readonly Tier[];
}
