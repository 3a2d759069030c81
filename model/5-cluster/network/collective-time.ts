import { type Quantity, quantity } from '#quantity';
import type { Network, Tier } from './network.ts';
import type { Placement } from './place-group.ts';

export type Collective = 'all-reduce' | 'all-gather' | 'reduce-scatter' | 'all-to-all' | 'send';

/** How a collective is carried out. */
export type Algorithm = 'none' | 'ring' | 'tree' | 'hierarchical' | 'in-network' | 'pairwise' | 'direct';

export interface CollectiveTime {
  readonly time: Quantity<'s'>;
  /** The fastest algorithm. */
  readonly binding: Algorithm;
}

const rateOf = (tier: Tier): number => tier.bandwidth * tier.efficiency;

/** Time to pass `volume` bytes at a tier as parts of messages of `bytes`, of which short ones are slower. */
const streamed = (tier: Tier, volume: number, bytes: number, links = 1): number =>
  bytes > 0 ? (volume * (1 + tier.halfSize / bytes)) / (rateOf(tier) * links) : 0;

/** Share of its links that a chip of a torus uses for a group that covers some of the sides, and hops round them. */
const torusSpan = (
  torus: readonly number[],
  stride: number,
  ranks: number,
): { readonly used: number; readonly hops: number; readonly longest: number } => {
  let before = 1;
  let used = 0;
  let hops = 0;
  let longest = 1;
  for (const side of torus) {
    const after = before * side;
    const covered = Math.min(stride * ranks, after) / Math.max(stride, before);
    if (covered > 1) {
      used += 1;
      hops += Math.ceil(covered) - 1;
      longest = Math.max(longest, covered);
    }
    before = after;
  }
  return { used: Math.max(1, used) / torus.length, hops: Math.max(1, hops), longest };
};

/** Share of its links that a chip of a full mesh has to the other ranks of a group; all of them behind switches. */
const meshShare = ({ mesh }: Tier, ranks: number): number => (mesh === undefined ? 1 : Math.min(1, (ranks - 1) / mesh));

/** Ranks of tier `j` in one domain of it, in units of the ranks that a domain below holds. */
const ratio = (placement: Placement, tier: number): number => {
  const below = tier === 0 ? 1 : placement.members[tier - 1]!;
  return Math.ceil(placement.members[tier]! / below);
};

/** One all-gather or reduce-scatter of `bytes` among `ranks` of one tier, or half of an all-reduce. */
const scatter = (tier: Tier, ranks: number, bytes: number, stride: number): number => {
  const volume = ((ranks - 1) / ranks) * bytes;
  // All at once, each over its own link.
  if (tier.mesh !== undefined) return tier.latency + streamed(tier, volume, bytes, meshShare(tier, ranks));
  if (tier.torus === undefined) return (ranks - 1) * tier.latency + streamed(tier, volume, bytes);
  const { used, hops } = torusSpan(tier.torus, stride, ranks);
  // Rings round the sides run both ways at once: half as many hops.
  return (hops / 2) * tier.latency + streamed(tier, volume, bytes, used);
};

/**
 * A ring through all ranks, or through those of one index in each innermost domain: as fast as its narrowest crossing, where
 * a domain's members carry it together.
 */
const ring = (network: Network, placement: Placement, bytes: number, from = 0): number => {
  const { members, outermost } = placement;
  const each = from === 0 ? 1 : members[from - 1]!;
  const size = placement.size / each;
  // One by one: a list of them would be made anew on each call, and this is called for every plan of a search.
  let latency = 0;
  let slowest = 0;
  for (let tier = from; tier <= outermost; tier++) {
    const below = (tier === 0 ? 1 : members[tier - 1]!) / each;
    const crossings = size / below - (size * each) / members[tier]!;
    if (crossings <= 0) continue;
    const links = network.tiers[tier]!;
    // On a torus rings go side by side, on a mesh there is no need of one: see `scatter`.
    if (links.torus !== undefined || links.mesh !== undefined) return Number.POSITIVE_INFINITY;
    latency += crossings * links.latency;
    slowest = Math.max(slowest, streamed(links, ((size - 1) / size) * bytes, bytes, below));
  }
  return latency + slowest;
};

/** By halves, which libraries offer only to groups of one rank in each innermost domain, at the pace of the outermost tier. */
const byHalves = (network: Network, placement: Placement, bytes: number): number => {
  const top = network.tiers[placement.outermost]!;
  const { halving = 0 } = top;
  const ranks = placement.size;
  if (!(halving > 0) || placement.members[0]! > 1 || ranks <= 1 || placement.outermost === 0) return Number.POSITIVE_INFINITY;
  return Math.log2(ranks) * top.latency + streamed(top, ((ranks - 1) / ranks) * bytes, bytes, halving);
};

/** Scatter inside each innermost domain, then among the ranks that hold the same part: libraries know no other levels. */
const hierarchical = (network: Network, placement: Placement, bytes: number): number => {
  const inside = placement.members[0]!;
  const within = inside > 1 ? scatter(network.tiers[0]!, inside, bytes, placement.stride) : 0;
  if (placement.outermost === 0) return within;
  const part = bytes / inside;
  return within + Math.min(ring(network, placement, part, 1), byHalves(network, placement, part));
};

/** A pipelined tree to the root and back: few hops, each link carries all bytes both ways. */
const tree = (network: Network, placement: Placement, bytes: number): number => {
  let latency = 0;
  let slowest = 0;
  for (let tier = 0; tier <= placement.outermost; tier++) {
    const ranks = ratio(placement, tier);
    if (ranks <= 1) continue;
    const each = network.tiers[tier]!;
    if (each.torus !== undefined || each.mesh !== undefined) return Number.POSITIVE_INFINITY;
    latency += 2 * Math.log2(ranks) * each.latency;
    slowest = Math.max(slowest, streamed(each, 2 * bytes, bytes, tier === 0 ? 1 : placement.members[tier - 1]!));
  }
  return latency + slowest;
};

/** Switches of the outermost tier add up; below it the ranks scatter before and gather after. */
const inNetwork = (network: Network, placement: Placement, bytes: number): number => {
  const { outermost } = placement;
  const top = network.tiers[outermost]!;
  const ranks = ratio(placement, outermost);
  if (!(top.reducing > 0) || ranks <= 1) return Number.POSITIVE_INFINITY;
  let time = 0;
  let part = bytes;
  for (let tier = 0; tier < outermost; tier++) {
    const inside = ratio(placement, tier);
    if (inside <= 1) continue;
    time += 2 * scatter(network.tiers[tier]!, inside, part, placement.stride);
    part /= inside;
  }
  // Each rank sends all it has to be added, and its share of the sum to be spread.
  return time + 2 * top.latency + streamed(top, part * (1 + 1 / ranks), part, top.reducing);
};

const allReduce = (network: Network, placement: Placement, bytes: number): CollectiveTime => {
  let time = 2 * ring(network, placement, bytes);
  let binding: Algorithm = 'ring';
  const byTree = tree(network, placement, bytes);
  if (byTree < time) [time, binding] = [byTree, 'tree'];
  const byTiers = 2 * hierarchical(network, placement, bytes);
  if (byTiers < time) [time, binding] = [byTiers, 'hierarchical'];
  const bySwitches = inNetwork(network, placement, bytes);
  if (bySwitches < time) [time, binding] = [bySwitches, 'in-network'];
  return { time: quantity(time, 's'), binding };
};

const scatterOnly = (network: Network, placement: Placement, bytes: number): CollectiveTime => {
  const byRing = ring(network, placement, bytes);
  const byTiers = hierarchical(network, placement, bytes);
  return byTiers < byRing ? { time: quantity(byTiers, 's'), binding: 'hierarchical' } : { time: quantity(byRing, 's'), binding: 'ring' };
};

/** Torus: messages hop, so that a ring of k carries each of them k/4 hops on average, both ways at once. */
const torusAllToAll = (tier: Tier, torus: readonly number[], placement: Placement, volume: number, bytes: number): number => {
  const { longest, hops } = torusSpan(torus, placement.stride, placement.size);
  return (hops / 2) * tier.latency + streamed(tier, (volume * torus.length * longest) / 4, bytes);
};

const allToAll = (network: Network, placement: Placement, bytes: number, outerShare: number): CollectiveTime => {
  const { size, members, outermost } = placement;
  let pairwise = 0;
  let pairLatency = 0;
  let byTiers = 0;
  for (let tier = 0; tier <= outermost; tier++) {
    const below = tier === 0 ? 1 : members[tier - 1]!;
    const held = members[tier]!;
    if (held <= below) continue;
    const each = network.tiers[tier]!;
    const share = tier === outermost && tier > 0 ? outerShare : 1;
    const direct = ((held - below) / size) * bytes * share;
    const ranks = held / below;
    if (each.torus === undefined) {
      // Tiers work side by side; each message is issued one by one.
      const links = meshShare(each, ranks);
      pairwise = Math.max(pairwise, streamed(each, direct, bytes, links));
      pairLatency += (held - below) * each.latency;
      byTiers += (Math.ceil(ranks) - 1) * each.latency + streamed(each, ((ranks - 1) / ranks) * bytes * share, bytes, links);
    } else {
      const time = torusAllToAll(each, each.torus, placement, direct, bytes);
      pairwise = Math.max(pairwise, time);
      byTiers += time;
    }
  }
  const direct = pairwise + pairLatency;
  return byTiers < direct
    ? { time: quantity(byTiers, 's'), binding: 'hierarchical' }
    : { time: quantity(direct, 's'), binding: 'pairwise' };
};

const send = (network: Network, placement: Placement, bytes: number): CollectiveTime => {
  const tier = network.tiers[placement.outermost]!;
  const { torus, mesh } = tier;
  const links = torus !== undefined ? 1 / (2 * torus.length) : mesh !== undefined ? 1 / mesh : 1;
  return { time: quantity(tier.latency + streamed(tier, bytes, bytes, links), 's'), binding: 'direct' };
};

const nothing: CollectiveTime = { time: quantity(0, 's'), binding: 'none' };

export interface CollectiveInput {
  readonly network: Network;
  /** Ranks of the group on the tiers. */
  readonly placement: Placement;
  /** What is done. */
  readonly kind: Collective;
  /** What a rank holds throughout (all-reduce), after (all-gather) or before (reduce-scatter, all-to-all, send). */
  readonly bytes: Quantity<'B'>;
  /**
   * Of an all-to-all of experts: experts that a token visits. Its copies for one domain of the tier below the outermost
   * cross over as one and are spread inside it. Absent where each copy travels by itself.
   */
  readonly copies?: number | undefined;
  /** Domains that routing lets a token reach; all of them unless given. */
  readonly reach?: number | undefined;
}

/**
 * The fastest of the algorithms that could carry out a collective, and its time: a ring, a tree, a hierarchy of tiers,
 * sums in the switches, messages between pairs. All groups of its kind run at once, each on the links of its own ranks.
 *
 * @equation T_{AR} = \min\left(2 (n-1) \alpha + \tfrac{2 (n-1)}{n} \tfrac{S}{B},\ 2 \log_2 n\, \alpha + \tfrac{2 S}{B},\ 2 \alpha + \left(1 + \tfrac1n\right) \tfrac{S}{B}\right), \quad T_{A2A} = (n-1) \alpha + \tfrac{n-1}{n} \tfrac{S}{B}
 * @source thakur-2005 sections 3 and 4
 * @param input network, ranks of the group, what is done, bytes
 */
export const fastestCollective = (input: CollectiveInput): CollectiveTime => {
  const { network, placement, kind, bytes } = input;
  if (bytes <= 0 || placement.size <= 1) return nothing;
  switch (kind) {
    case 'all-reduce':
      return allReduce(network, placement, bytes);
    case 'all-gather':
    case 'reduce-scatter':
      return scatterOnly(network, placement, bytes);
    case 'all-to-all': {
      const { copies, reach = Number.POSITIVE_INFINITY } = input;
      const domains = ratio(placement, placement.outermost);
      return allToAll(network, placement, bytes, copies === undefined ? 1 : mergedShare(copies, domains, reach));
    }
    case 'send':
      return send(network, placement, bytes);
  }
};

/**
 * Time of a collective by its fastest algorithm; see `fastestCollective`.
 *
 * @equation T = \min_a T_a
 * @source thakur-2005 sections 3 and 4
 * @param input network, ranks of the group, what is done, bytes
 */
export const collectiveTime = (input: CollectiveInput): Quantity<'s'> => fastestCollective(input).time;

export interface GatherInTurnInput {
  readonly network: Network;
  /** Ranks of the group on the tiers. */
  readonly placement: Placement;
  /** What a rank holds after. */
  readonly bytes: Quantity<'B'>;
  /** Ranks that hold a part of it before, alike in size. */
  readonly owners: number;
}

/**
 * Time to gather what some ranks own by broadcasts, one owner after the other: down a chain of all ranks, each of which passes on a
 * piece as soon as it is there. The next owner begins when the chain has reached it, half way down on average. Meshes and
 * tori have no such chain: what is owned is gathered there as if all ranks held as much.
 *
 * @equation T = \frac{o + 1}{2} \sum_j \left(\frac{n}{c_{j-1}} - \frac{n}{c_j}\right) \left(\alpha_j + \frac{\min(S / o, S_p)}{B_j}\right) + \frac{S}{\min_j c_{j-1} B_j}
 * @source nccl-broadcast ring of the kernel, steps of a buffer
 * @param input network, ranks of the group, bytes, owners
 */
export const gatherInTurn = ({ network, placement, bytes, owners }: GatherInTurnInput): Quantity<'s'> => {
  const { members, outermost, size } = placement;
  if (bytes <= 0 || size <= 1) return quantity(0, 's');
  let chain = 0;
  let slowest = 0;
  for (let tier = 0; tier <= outermost; tier++) {
    const below = tier === 0 ? 1 : members[tier - 1]!;
    const hops = size / below - size / members[tier]!;
    if (hops <= 0) continue;
    const links = network.tiers[tier]!;
    if (links.torus !== undefined || links.mesh !== undefined) return collectiveTime({ network, placement, kind: 'all-gather', bytes });
    chain += hops * (links.latency + Math.min(bytes / owners, links.piece ?? 0) / rateOf(links));
    slowest = Math.max(slowest, streamed(links, bytes, bytes / owners, below));
  }
  return quantity(((owners + 1) / 2) * chain + slowest, 's');
};

/**
 * Share of a token's copies that must leave for other domains where those that go to one of them travel as one and are
 * spread inside it: domains reached over copies.
 *
 * @equation \rho = \frac{1}{k} \min\left(d_{max},\ D \left(1 - (1 - \tfrac1D)^k\right)\right)
 * @unit 1
 * @param copies experts that a token visits
 * @param domains domains over which the experts are spread
 * @param most domains that routing lets a token reach
 */
export const mergedShare = (copies: number, domains: number, most: number): Quantity<'1'> =>
  quantity(copies <= 0 ? 1 : Math.min(1, Math.min(most, domains * (1 - (1 - 1 / domains) ** copies)) / copies), '1');
