import { type Quantity, quantity } from '#quantity';

/** One level of a network: domains of equal size, within which accelerators reach one another over it. */
export interface Tier {
  /** Accelerators in one domain; the outermost tier holds all, `Infinity`. */
  readonly size: number;
  /** What one accelerator can send over this tier, one way, all of them at once. */
  readonly bandwidth: Quantity<'B/s'>;
  /** Time of an empty message between two accelerators, software included. */
  readonly latency: Quantity<'s'>;
  /** Share of `bandwidth` that a long message reaches. */
  readonly efficiency: Quantity<'1'>;
  /** Message at which half of that is reached. */
  readonly halfSize: Quantity<'B'>;
  /** Bytes that a rank of a chain waits for before it passes them on; as few as one likes unless given. */
  readonly piece?: Quantity<'B'> | undefined;
  /** Share of `efficiency` that switches reach which add up what passes them (SHARP, NVLS); 0 where they do not. */
  readonly reducing: Quantity<'1'>;
  /** Share of `efficiency` that gathering and scattering by halves reaches, in few hops (PAT); absent where it is not to be had. */
  readonly halving?: Quantity<'1'> | undefined;
  /** Sides of the torus that a domain is, the fastest first; absent where switches join all with all. */
  readonly torus?: readonly number[] | undefined;
  /** Accelerators that each is wired to, where a domain is a full mesh: its links lead to one of them each. */
  readonly mesh?: number | undefined;
}

/** Tiers from the inside out. */
export interface Network {
  readonly tiers: readonly Tier[];
}

/** A kind of link: what its messages take beyond their size over its bandwidth. */
export interface Link {
  readonly bandwidth: Quantity<'B/s'>;
  readonly latency: Quantity<'s'>;
  readonly efficiency: Quantity<'1'>;
  readonly halfSize: Quantity<'B'>;
  readonly piece?: Quantity<'B'> | undefined;
  readonly reducing?: Quantity<'1'> | undefined;
  readonly halving?: Quantity<'1'> | undefined;
}

export interface NetworkInput {
  /** Links between the accelerators of one scale-up domain, and how many it holds. */
  readonly scaleUp: Link & { readonly size: number } & Pick<Tier, 'torus' | 'mesh'>;
  /** Links between domains, per accelerator: rails of a fat tree, or the links of a dragonfly group. */
  readonly scaleOut: Link;
  /**
   * Blocks of the tree whose uplinks are narrower than their downlinks, from the inside out: accelerators in one, and
   * bandwidth of those over that of its uplinks.
   */
  readonly blocks?: readonly { readonly size: number; readonly oversubscription: Quantity<'1'> }[] | undefined;
  /** Sites that train together, and the links between them, per accelerator. */
  readonly sites?: (Link & { readonly size: number }) | undefined;
}

const tierOf = (link: Link & Pick<Tier, 'torus' | 'mesh'>, size: number, narrower: number): Tier => ({
  size,
  bandwidth: quantity(link.bandwidth / narrower, 'B/s'),
  latency: link.latency,
  efficiency: link.efficiency,
  halfSize: link.halfSize,
  reducing: link.reducing ?? quantity(0, '1'),
  ...(link.piece === undefined ? {} : { piece: link.piece }),
  ...(link.halving === undefined ? {} : { halving: link.halving }),
  ...(link.torus === undefined ? {} : { torus: link.torus }),
  ...(link.mesh === undefined ? {} : { mesh: link.mesh }),
});

/**
 * Sides of a torus of so many accelerators, as even as their number allows, the shortest first.
 *
 * @equation \prod_i s_i = n,\quad s_i = \max \{ d \mid n_i : d \le n_i^{1/(D-i)} \}
 * @unit 1
 * @param count accelerators
 * @param dimensions sides
 */
export const torusSides = (count: number, dimensions: number): readonly number[] => {
  const sides: number[] = [];
  let left = Math.max(1, Math.round(count));
  for (let more = Math.max(1, Math.round(dimensions)); more > 1; more--) {
    let side = Math.max(1, Math.floor(left ** (1 / more) + 1e-9));
    while (left % side !== 0) side--;
    sides.push(side);
    left /= side;
  }
  return [...sides, left];
};

/**
 * Builds a network from the inside out: scale-up domain, tree of blocks with narrowing uplinks, sites.
 *
 * @equation B_j = B / \prod_{i<j} o_i
 * @param input links of each level, sizes of domains, blocks and sites
 */
export const networkOf = (input: NetworkInput): Network => {
  const { scaleUp, scaleOut, blocks = [], sites } = input;
  const tiers: Tier[] = [];
  if (scaleUp.size > 1) tiers.push(tierOf(scaleUp, scaleUp.size, 1));
  let narrower = 1;
  for (const { size, oversubscription } of blocks) {
    if (size <= (tiers.at(-1)?.size ?? 1)) continue;
    tiers.push(tierOf(scaleOut, size, narrower));
    narrower *= oversubscription;
  }
  if (sites === undefined) tiers.push(tierOf(scaleOut, Number.POSITIVE_INFINITY, narrower));
  else {
    tiers.push(tierOf(scaleOut, sites.size, narrower));
    tiers.push(tierOf(sites, Number.POSITIVE_INFINITY, 1));
  }
  return { tiers };
};
