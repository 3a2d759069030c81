import type { Network } from './network.ts';

/** Where the ranks of a group lie: how many of them each domain of each tier holds. */
export interface Placement {
  /** Ranks of the group. */
  readonly size: number;
  /** Accelerators from one rank of the group to the next. */
  readonly stride: number;
  /** Ranks of the group in one domain of tier `j`; the last one holds all. */
  readonly members: Float64Array;
  /** Innermost tier whose domain holds all of them. */
  readonly outermost: number;
}

export interface PlaceGroupInput {
  readonly network: Network;
  /** Ranks in the group. */
  readonly size: number;
  /** Accelerators from one rank to the next. */
  readonly stride: number;
}

/**
 * Places a group of evenly spaced ranks on the tiers of a network.
 *
 * @equation c_j = \min\left(n, \max(1, \lfloor S_j / s \rfloor)\right)
 * @param input network, size and stride of the group
 */
export const placeGroup = ({ network, size, stride }: PlaceGroupInput): Placement => {
  const { tiers } = network;
  const members = new Float64Array(tiers.length);
  let outermost = tiers.length - 1;
  for (let tier = tiers.length - 1; tier >= 0; tier--) {
    const held = tier === tiers.length - 1 ? size : Math.min(size, Math.max(1, Math.floor(tiers[tier]!.size / stride)));
    members[tier] = held;
    if (held === size) outermost = tier;
  }
  return { size, stride, members, outermost };
};
