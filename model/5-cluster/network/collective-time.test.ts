import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  type Collective,
  type CollectiveInput,
  collectiveTime,
  fastestCollective,
  gatherInTurn,
  mergedShare,
  type Network,
  networkOf,
  placeGroup,
  type Tier,
  torusSides,
} from '#cluster';
import { quantity } from '#quantity';

const tier = (over: Partial<Record<keyof Tier, unknown>> = {}): Tier =>
  ({ size: Number.POSITIVE_INFINITY, bandwidth: 50e9, latency: 5e-6, efficiency: 1, halfSize: 0, reducing: 0, ...over }) as Tier;
const flat = (over: Partial<Record<keyof Tier, unknown>> = {}): Network => ({ tiers: [tier(over)] });
const nodes = (over: Partial<Record<keyof Tier, unknown>> = {}): Network => ({
  tiers: [tier({ size: 8, bandwidth: 450e9, latency: 1e-6, ...over }), tier()],
});
const time = (network: Network, kind: Collective, size: number, bytes: number, stride = 1, more: Partial<CollectiveInput> = {}): number =>
  collectiveTime({ network, placement: placeGroup({ network, size, stride }), kind, bytes: quantity(bytes, 'B'), ...more });

const kinds: readonly Collective[] = ['all-reduce', 'all-gather', 'reduce-scatter', 'all-to-all', 'send'];
const anyKind = fc.constantFrom(...kinds);
const anyBytes = fc.double({ min: 1, max: 1e11, noNaN: true });
const anyTier = fc.record({
  bandwidth: fc.double({ min: 1e9, max: 2e12, noNaN: true }),
  latency: fc.double({ min: 0, max: 1e-4, noNaN: true }),
  efficiency: fc.double({ min: 0.3, max: 1, noNaN: true }),
  halfSize: fc.double({ min: 0, max: 1e8, noNaN: true }),
  reducing: fc.constantFrom(0, 0.85),
});
const anyNetwork = fc.tuple(anyTier, anyTier, anyTier, fc.constantFrom(2, 4, 8, 72, 384), fc.constantFrom(2, 16, 100)).map(
  ([inner, middle, outer, domain, block]): Network => ({
    tiers: [tier({ ...inner, size: domain }), tier({ ...middle, size: domain * block }), tier(outer)],
  }),
);
const anySize = fc.integer({ min: 1, max: 4096 });
const anyStride = fc.constantFrom(1, 2, 3, 8, 16, 100);

/** The same network where bytes, or seconds, are so many times as many. */
const inOtherUnits = ({ tiers }: Network, scale: number): Readonly<Record<'inBytes' | 'inSeconds', Network>> => ({
  inBytes: {
    tiers: tiers.map((each) => ({
      ...each,
      bandwidth: quantity(each.bandwidth * scale, 'B/s'),
      halfSize: quantity(each.halfSize * scale, 'B'),
    })),
  },
  inSeconds: {
    tiers: tiers.map((each) => ({
      ...each,
      bandwidth: quantity(each.bandwidth / scale, 'B/s'),
      latency: quantity(each.latency * scale, 's'),
    })),
  },
});

describe('a collective', () => {
  it('takes no time alone, or with nothing to say', () => {
    fc.assert(
      fc.property(anyNetwork, anyKind, anyBytes, anyStride, (network, kind, bytes, stride) => {
        expect(time(network, kind, 1, bytes, stride)).toBe(0);
        expect(time(network, kind, 64, 0, stride)).toBe(0);
      }),
    );
  });

  it('is never slower on better links, and never faster with more to say', () => {
    fc.assert(
      fc.property(anyNetwork, anyKind, anySize, anyBytes, anyStride, fc.nat(2), (network, kind, size, bytes, stride, at) => {
        const here = time(network, kind, size, bytes, stride);
        expect(here).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(here)).toBe(true);
        const better = (change: (each: Tier) => Partial<Record<keyof Tier, unknown>>): Network => ({
          tiers: network.tiers.map((each, index) => (index === at ? ({ ...each, ...change(each) } as Tier) : each)),
        });
        const slack = 1 + 1e-12;
        expect(
          time(
            better((each) => ({ bandwidth: each.bandwidth * 2 })),
            kind,
            size,
            bytes,
            stride,
          ),
        ).toBeLessThanOrEqual(here * slack);
        expect(
          time(
            better((each) => ({ latency: each.latency / 2 })),
            kind,
            size,
            bytes,
            stride,
          ),
        ).toBeLessThanOrEqual(here * slack);
        expect(
          time(
            better((each) => ({ halfSize: each.halfSize / 2 })),
            kind,
            size,
            bytes,
            stride,
          ),
        ).toBeLessThanOrEqual(here * slack);
        expect(
          time(
            better(() => ({ reducing: 1 })),
            kind,
            size,
            bytes,
            stride,
          ),
        ).toBeLessThanOrEqual(here * slack);
        expect(time(network, kind, size, bytes * 2, stride)).toBeGreaterThanOrEqual(here / slack);
      }),
      { numRuns: 500 },
    );
  });

  it('changes with units as a time does', () => {
    fc.assert(
      fc.property(anyNetwork, anyKind, anySize, anyBytes, fc.constantFrom(0.25, 1024), (network, kind, size, bytes, scale) => {
        const { inBytes, inSeconds } = inOtherUnits(network, scale);
        const here = time(network, kind, size, bytes);
        expect(Math.abs(time(inBytes, kind, size, bytes * scale) - here)).toBeLessThanOrEqual(here * 1e-9);
        expect(Math.abs(time(inSeconds, kind, size, bytes) - here * scale)).toBeLessThanOrEqual(here * scale * 1e-9);
      }),
    );
  });

  it('agrees with the closed forms on one tier', () => {
    const [n, bytes, bandwidth, alpha] = [16, 1e9, 50e9, 5e-6];
    const ring = 2 * (n - 1) * alpha + ((2 * (n - 1)) / n) * (bytes / bandwidth);
    expect(time(flat(), 'all-reduce', n, bytes)).toBeCloseTo(ring, 12);
    expect(time(flat(), 'all-gather', n, bytes)).toBeCloseTo(ring / 2, 12);
    expect(time(flat(), 'reduce-scatter', n, bytes)).toBe(time(flat(), 'all-gather', n, bytes));
    expect(time(flat(), 'all-to-all', n, bytes)).toBeCloseTo((n - 1) * alpha + ((n - 1) / n) * (bytes / bandwidth), 12);
    expect(time(flat(), 'send', 2, bytes)).toBeCloseTo(alpha + bytes / bandwidth, 12);
    // Short messages go by the tree, which has fewer hops.
    expect(time(flat(), 'all-reduce', n, 1)).toBeCloseTo(2 * 4 * alpha, 9);
    expect(time(flat({ reducing: 1 }), 'all-reduce', n, bytes)).toBeCloseTo(2 * alpha + (1 + 1 / n) * (bytes / bandwidth), 12);
  });

  it('on two tiers of equal links takes by tiers what it takes round one ring, less the hops', () => {
    const two: Network = { tiers: [tier({ size: 8, latency: 0 }), tier({ latency: 0 })] };
    for (const kind of ['all-reduce', 'all-gather', 'reduce-scatter'] as const) {
      expect(time(two, kind, 64, 1e9) / time(flat({ latency: 0 }), kind, 64, 1e9)).toBeCloseTo(1, 12);
    }
  });

  it('across nodes goes by all links of a node at once', () => {
    const rings = (size: number, bytes: number): number => time(nodes({ latency: 0 }), 'all-reduce', size, bytes);
    // Eight rails of 50 GB/s carry as much as one link of 400 GB/s, which is what 450 GB/s inside can feed.
    expect(rings(64, 1e10) / ((2 * (63 / 64) * 1e10) / 400e9)).toBeCloseTo(1, 2);
    // One rank of each node has its own rail only.
    expect(time(nodes(), 'all-reduce', 8, 1e10, 8) / ((2 * (7 / 8) * 1e10) / 50e9)).toBeCloseTo(1, 2);
  });

  it('stays inside a domain where its ranks do', () => {
    for (const kind of kinds) expect(time(nodes(), kind, 8, 1e9)).toBe(time(flat({ bandwidth: 450e9, latency: 1e-6 }), kind, 8, 1e9));
  });

  it('is fast among 384 ranks that one domain holds, and slow among those that it does not', () => {
    const superNode: Network = { tiers: [tier({ size: 384, bandwidth: 196e9, latency: 1e-6 }), tier({ bandwidth: 25e9 })] };
    expect(time(nodes(), 'all-to-all', 64, 1e8) / time(superNode, 'all-to-all', 64, 1e8)).toBeGreaterThan(2);
  });

  it('names its algorithm', () => {
    const binding = (network: Network, size: number, bytes: number): string =>
      fastestCollective({ network, placement: placeGroup({ network, size, stride: 1 }), kind: 'all-reduce', bytes: quantity(bytes, 'B') })
        .binding;
    expect(binding(flat(), 1, 1e9)).toBe('none');
    expect(binding(flat(), 16, 1e9)).toBe('ring');
    expect(binding(flat(), 16, 1)).toBe('tree');
    expect(binding(flat({ reducing: 1 }), 16, 1e9)).toBe('in-network');
    expect(
      fastestCollective({
        network: nodes(),
        placement: placeGroup({ network: nodes(), size: 1024, stride: 1 }),
        kind: 'all-gather',
        bytes: quantity(1e6, 'B'),
      }).binding,
    ).toBe('hierarchical');
  });
});

describe('a torus', () => {
  const torus = (sides: readonly number[]): Network => ({
    tiers: [tier({ size: sides.reduce((a, b) => a * b), torus: sides, latency: 0 }), tier()],
  });

  it('sums over all its sides at once with all its links', () => {
    expect(time(torus([4, 4, 4]), 'all-reduce', 64, 1e9)).toBeCloseTo((2 * (63 / 64) * 1e9) / 50e9, 12);
  });

  it('has a third of its links for a group along one side of three', () => {
    expect(time(torus([4, 4, 4]), 'all-reduce', 4, 1e9)).toBeCloseTo((2 * (3 / 4) * 1e9) / (50e9 / 3), 12);
    expect(time(torus([4, 4, 4]), 'all-reduce', 4, 1e9, 16)).toBeCloseTo((2 * (3 / 4) * 1e9) / (50e9 / 3), 12);
  });

  it('passes messages on, so that an all-to-all of all slows down with its sides', () => {
    const small = time(torus([4, 4]), 'all-to-all', 16, 1e9);
    expect(time(torus([16, 16]), 'all-to-all', 256, 1e9) / small).toBeGreaterThan(3.9);
  });
});

describe('a full mesh', () => {
  const mesh: Network = { tiers: [tier({ size: 8, mesh: 7, latency: 0 }), tier()] };
  it('gathers among all with all its links, among two over one of seven', () => {
    expect(time(mesh, 'all-gather', 8, 1e9)).toBeCloseTo(((7 / 8) * 1e9) / 50e9, 12);
    expect(time(mesh, 'all-gather', 2, 1e9)).toBeCloseTo(((1 / 2) * 1e9) / (50e9 / 7), 12);
    expect(time(mesh, 'send', 2, 1e9)).toBeCloseTo(1e9 / (50e9 / 7), 12);
    expect(time(mesh, 'all-to-all', 4, 1e9)).toBeCloseTo(((3 / 4) * 1e9) / ((3 / 7) * 50e9), 12);
  });
});

describe('sides of a torus', () => {
  it('are as even as the count allows, and give it', () => {
    expect(torusSides(256, 2)).toEqual([16, 16]);
    expect(torusSides(128, 3)).toEqual([4, 4, 8]);
    expect(torusSides(32, 2)).toEqual([4, 8]);
    expect(torusSides(7, 2)).toEqual([1, 7]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 4 }), (count, dimensions) => {
        const sides = torusSides(count, dimensions);
        expect(sides).toHaveLength(dimensions);
        expect(sides.reduce((product, side) => product * side)).toBe(count);
      }),
    );
  });
});

describe('copies of a token', () => {
  it('that go to one domain cross once', () => {
    expect(mergedShare(8, 1, 1)).toBeCloseTo(1 / 8, 12);
    expect(mergedShare(1, 16, 16)).toBeCloseTo(1, 12);
    expect(mergedShare(8, 1e9, 1e9)).toBeCloseTo(1, 6);
    expect(mergedShare(8, 8, 4)).toBe(4 / 8);
    expect(time(nodes(), 'all-to-all', 64, 1e9, 1, { copies: 8, reach: 4 })).toBeLessThan(time(nodes(), 'all-to-all', 64, 1e9));
  });
});

describe('a network', () => {
  const link = (bandwidth: number): Omit<Tier, 'size'> => tier({ bandwidth });

  it('has narrower links above each block of narrower uplinks', () => {
    const { tiers } = networkOf({
      scaleUp: { ...link(450e9), size: 8 },
      scaleOut: link(50e9),
      blocks: [
        { size: 3072, oversubscription: quantity(7, '1') },
        { size: 24_576, oversubscription: quantity(1, '1') },
      ],
      sites: { ...link(1e9), size: 100_000 },
    });
    expect(tiers.map(({ size }) => size)).toEqual([8, 3072, 24_576, 100_000, Number.POSITIVE_INFINITY]);
    expect(tiers.map(({ bandwidth }) => bandwidth)).toEqual([450e9, 50e9, 50e9 / 7, 50e9 / 7, 1e9]);
  });

  it('of single chips begins outside', () => {
    expect(networkOf({ scaleUp: { ...link(1e9), size: 1 }, scaleOut: link(2e9) }).tiers).toHaveLength(1);
  });

  it('holds as many ranks of a group in a domain as fit at their stride', () => {
    const members = (size: number, stride: number): number[] => [...placeGroup({ network: nodes(), size, stride }).members];
    expect(members(64, 1)).toEqual([8, 64]);
    expect(members(64, 4)).toEqual([2, 64]);
    expect(members(64, 8)).toEqual([1, 64]);
    expect(members(4, 2)).toEqual([4, 4]);
    expect(placeGroup({ network: nodes(), size: 4, stride: 2 }).outermost).toBe(0);
    expect(placeGroup({ network: nodes(), size: 2, stride: 8 }).outermost).toBe(1);
  });
});

interface Measured {
  readonly name: string;
  readonly kind: Collective;
  readonly domain: number;
  readonly inside: number;
  readonly outside?: number;
  readonly reducing?: number;
  readonly ranks: number;
  readonly stride?: number;
  readonly copies?: number;
  readonly reach?: number;
  readonly bytes: number;
  readonly stated: { readonly gigabytesPerSecond: number; readonly of: 'bus' | 'algorithm' | 'crossing' };
}
const file = parse(readFileSync(new URL('collective-time.cases.yaml', import.meta.url), 'utf8')) as {
  readonly links: Readonly<Record<'inside' | 'outside', Readonly<Record<'efficiency' | 'latency' | 'halfSize', number>>>>;
  readonly tolerance: number;
  readonly cases: readonly Measured[];
};

/** What a benchmark prints of a collective: bytes over time, as if each had crossed once, or those that crossed a node's links. */
const printed = (each: Measured, seconds: number): number => {
  const { kind, ranks, bytes, stated, domain } = each;
  const algorithm = bytes / seconds;
  if (stated.of === 'algorithm') return algorithm;
  // Copies to one domain count once, and those that stay in it not at all.
  if (stated.of === 'crossing') {
    const domains = ranks / domain;
    const merged = each.copies === undefined ? 1 : mergedShare(each.copies, domains, each.reach ?? domains);
    return algorithm * merged;
  }
  return algorithm * ((kind === 'all-reduce' ? 2 : 1) * ((ranks - 1) / ranks));
};

describe('measured bandwidths', () => {
  it.each(file.cases)('$name is met', (each) => {
    const network: Network = {
      tiers: [
        tier({ ...file.links.inside, size: each.domain, bandwidth: each.inside * 1e9, reducing: each.reducing ?? 0 }),
        tier({ ...file.links.outside, bandwidth: (each.outside ?? 50) * 1e9 }),
      ],
    };
    const more = each.copies === undefined ? {} : { copies: each.copies, reach: each.reach };
    const seconds = time(network, each.kind, each.ranks, each.bytes, each.stride ?? 1, more);
    const error = printed(each, seconds) / 1e9 / each.stated.gigabytesPerSecond - 1;
    process.stdout.write(`${each.name}: stated ${each.stated.gigabytesPerSecond} GB/s, error ${(100 * error).toFixed(1)}%\n`);
    expect(Math.abs(error)).toBeLessThan(file.tolerance);
  });
});

describe('gathering from owners in turn', () => {
  const gather = (network: Network, size: number, bytes: number, owners: number, stride = 1): number =>
    gatherInTurn({ network, placement: placeGroup({ network, size, stride }), bytes: quantity(bytes, 'B'), owners });
  const anyOwners = fc.integer({ min: 1, max: 500 });
  const pieces = (network: Network, piece: number): Network => ({
    tiers: network.tiers.map((each) => ({ ...each, piece: quantity(piece, 'B') })),
  });

  it('is one broadcast where one rank owns all, and half the way more for each further owner', () => {
    const [n, bytes, bandwidth, alpha, piece] = [16, 1e9, 50e9, 5e-6, 5e5];
    const chain = (n - 1) * (alpha + piece / bandwidth);
    const network = flat({ piece });
    expect(gather(network, n, bytes, 1)).toBeCloseTo(chain + bytes / bandwidth, 12);
    expect(gather(network, n, bytes, 4)).toBeCloseTo(2.5 * chain + bytes / bandwidth, 12);
    // A message that is smaller than a piece is passed on as it is.
    expect(gather(network, n, 1e3, 1)).toBeCloseTo((n - 1) * (alpha + 1e3 / bandwidth) + 1e3 / bandwidth, 12);
  });

  it('takes hops inside a domain for most ranks, and all rails of a node across', () => {
    const [bytes, piece] = [8e9, 5e5];
    const hops = 56 * (1e-6 + piece / 450e9) + 7 * (5e-6 + piece / 50e9);
    expect(gather(pieces(nodes(), piece), 64, bytes, 64)).toBeCloseTo((65 / 2) * hops + bytes / 400e9, 9);
  });

  it('grows with ranks and owners together where an all-gather grows with ranks alone', () => {
    const grown = (owners: number, size: number): number => gather(pieces(nodes(), 5e5), size, 1e10, owners) - 1e10 / 400e9;
    expect(grown(512, 512) / grown(256, 256)).toBeCloseTo(4, 1);
    expect(grown(200, 512) / grown(200, 256)).toBeCloseTo(2, 1);
  });

  it('takes no time alone, is never slower on better links and never faster with more to say', () => {
    fc.assert(
      fc.property(
        anyNetwork,
        anySize,
        anyBytes,
        anyOwners,
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        (network, size, bytes, owners, piece) => {
          const own = pieces(network, piece);
          const here = gather(own, size, bytes, owners);
          const slack = 1 + 1e-12;
          expect(gather(own, 1, bytes, owners)).toBe(0);
          expect(gather(own, size, 0, owners)).toBe(0);
          expect(here).toBeGreaterThanOrEqual(0);
          const better: Network = {
            tiers: own.tiers.map((each) => ({
              ...each,
              bandwidth: quantity(2 * each.bandwidth, 'B/s'),
              latency: quantity(each.latency / 2, 's'),
            })),
          };
          expect(gather(better, size, bytes, owners)).toBeLessThanOrEqual(here * slack);
          expect(gather(own, size, 2 * bytes, owners)).toBeGreaterThanOrEqual(here / slack);
          expect(gather(pieces(network, piece / 2), size, bytes, owners)).toBeLessThanOrEqual(here * slack);
        },
      ),
    );
  });

  it('changes with units as a time does', () => {
    fc.assert(
      fc.property(anyNetwork, anySize, anyBytes, anyOwners, fc.constantFrom(0.25, 1024), (network, size, bytes, owners, scale) => {
        const here = gather(pieces(network, 5e5), size, bytes, owners);
        const { inBytes, inSeconds } = inOtherUnits(network, scale);
        expect(Math.abs(gather(pieces(inBytes, 5e5 * scale), size, bytes * scale, owners) - here)).toBeLessThanOrEqual(here * 1e-9);
        expect(Math.abs(gather(pieces(inSeconds, 5e5), size, bytes, owners) - here * scale)).toBeLessThanOrEqual(here * scale * 1e-9);
      }),
    );
  });

  it('is an all-gather on a torus or a mesh, which have no chain', () => {
    for (const over of [{ torus: [4, 4] }, { mesh: 15 }]) {
      const network = flat({ size: 16, ...over });
      expect(gather(network, 16, 1e9, 16)).toBe(time(network, 'all-gather', 16, 1e9));
    }
  });
});
