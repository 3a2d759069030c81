import type { Catalog } from '#catalog';
import { type NetworkBill, networkBill } from '#cost';
import { type Distribution, type Issue, quantity, scaleDistribution, type UnitId } from '#quantity';
import { figureOf, findAccelerator, generalParameter, type RunFigure } from '#scenario';
import { createSampler, median } from '#uncertainty';
import type { Estimate } from './answer.ts';
import { bandOf } from './build-band.ts';

export interface NetworkOptions {
  /** Accelerators with a port each. */
  readonly count: number;
  /** Ports of a switch; of the catalogue where it is left out. */
  readonly radix?: number | undefined;
  /** Accelerators of a server, each on a rail of its own; of the catalogue where it is left out. */
  readonly rails?: number | undefined;
  /** Bandwidth into the first tier over bandwidth out of it. */
  readonly oversubscription: number;
  /**
   * Network cards of an accelerator, USD; of the catalogue where it is left out. They stand in the price of a server: what
   * they cost is taken out of that and counted with the network. 0 leaves them in the server.
   */
  readonly cardPrice?: number | undefined;
  /** One accelerator with its share of the server and its network cards, USD; without it nothing is said of shares. */
  readonly serverPrice?: Distribution | undefined;
  /** Share of the network in the cluster that the chain takes; of the catalogue where it is left out. */
  readonly factor?: Distribution | undefined;
  readonly samples: number;
  readonly seed: number;
}

/** Switches, links and cards of a scale-out network, and what they are of the cluster. */
export interface NetworkRecord {
  readonly schema: 'chokepoint/network/1';
  readonly count: number;
  readonly radix: number;
  readonly rails: number;
  readonly oversubscription: number;
  readonly tiers: number;
  /** From the accelerators up. */
  readonly switchesByTier: readonly number[];
  readonly switches: number;
  readonly links: number;
  readonly cards: number;
  /** USD of a switch, a link and a card. */
  readonly prices: { readonly switch: Estimate; readonly link: Estimate; readonly card: Estimate };
  readonly cost: {
    readonly switches: Estimate;
    readonly links: Estimate;
    readonly cards: Estimate;
    readonly total: Estimate;
    readonly perChip: Estimate;
  };
  readonly binding: 'switches' | 'links' | 'cards';
  /** Switches and links of an accelerator, without cards: what published bills count. */
  readonly perChipWithoutCards: Estimate;
  /** A published bill of as many tiers, without cards, for each accelerator. */
  readonly published: Estimate | undefined;
  /** Without its network cards, where those are counted with the network. */
  readonly serverPrice: Estimate | undefined;
  /** The bill over servers and bill. */
  readonly share: Estimate | undefined;
  /** The share that the chain takes. */
  readonly factor: Estimate;
  readonly figures: readonly RunFigure[];
}

const parameterFigure = (catalog: Catalog, id: string, fact: string): RunFigure => {
  const { thing, selected } = generalParameter(catalog, id, fact);
  return figureOf(thing, fact, selected);
};

/**
 * What an accelerator costs with its share of the server.
 *
 * @param catalog the facts
 * @param name the accelerator
 * @returns undefined where nobody published a price; an issue where there is no such accelerator
 */
export function serverPriceOf(
  catalog: Catalog,
  name: string,
):
  | { readonly ok: true; readonly value: { readonly price: Distribution | undefined; readonly figures: readonly RunFigure[] } }
  | { readonly ok: false; readonly issues: readonly Issue[] } {
  const thing = catalog.get(name, 'accelerator') ?? findAccelerator(catalog, name)?.thing;
  if (thing === undefined) {
    const near = catalog.suggest(name, 'accelerator');
    const issue = { code: 'train/no-chip', path: '', file: '--chip', received: name, ...(near === undefined ? {} : { expected: near }) };
    return { ok: false, issues: [issue] };
  }
  const stated = (fact: string): readonly RunFigure[] => {
    const found = catalog.select(thing, fact);
    return found === undefined ? [] : [figureOf(thing, fact, found)];
  };
  const [price] = stated('price');
  if (price === undefined) return { ok: true, value: { price: undefined, figures: [] } };
  const [factor = parameterFigure(catalog, 'server-overhead-default', 'value')] = [...stated('quoteFactor'), ...stated('serverOverhead')];
  return { ok: true, value: { price: scaleDistribution(price.distribution, median(factor.distribution)), figures: [price, factor] } };
}

/** Draws of some distributions side by side; their medians alone where none are asked for. */
const drawsOf = (distributions: Readonly<Record<string, Distribution>>, samples: number, seed: number): readonly Float64Array[] => {
  const entries = Object.entries(distributions);
  if (samples === 0) return entries.map(([, distribution]) => Float64Array.of(median(distribution)));
  const sampler = createSampler({
    seed,
    parameters: entries.map(([name, distribution]) => ({ path: `network.${name}`, distribution, low: 0 })),
  });
  return entries.map((_, index) => {
    const column = new Float64Array(samples);
    sampler.column(index, 0, column);
    return column;
  });
};

const tierNames = ['one tier', 'two tiers', 'three tiers'] as const;

/** What a published bill of as many tiers comes to for each accelerator. */
const publishedBill = (catalog: Catalog, tiers: number): Estimate | undefined => {
  const thing = catalog.get('cost/h100-cluster-network', 'cost');
  const definition = tierNames[tiers - 1];
  const found = thing === undefined || definition === undefined ? undefined : catalog.select(thing, 'amount', { definition });
  return found === undefined ? undefined : { value: median(found.value), unit: 'USD' };
};

/**
 * Counts and prices the network of a cluster.
 *
 * @param catalog prices, ports and the share that the chain takes
 * @param options accelerators and topology
 * @returns undefined where three tiers of such switches do not reach them all
 */
export function buildNetwork(catalog: Catalog, options: NetworkOptions): NetworkRecord | undefined {
  const { count, oversubscription, samples, seed } = options;
  const cardFigure = parameterFigure(catalog, 'network-card-price', 'cost');
  const cards: Distribution = options.cardPrice === undefined ? cardFigure.distribution : { kind: 'point', value: options.cardPrice };
  const switchPrice = parameterFigure(catalog, 'switch-price', 'cost');
  const linkPrice = parameterFigure(catalog, 'link-price', 'cost');
  const ports = parameterFigure(catalog, 'switch-radix', 'value');
  const perNode = parameterFigure(catalog, 'chips-per-node', 'perNode');
  const share = parameterFigure(catalog, 'network-share', 'value');
  const radix = options.radix ?? median(ports.distribution);
  const rails = options.rails ?? median(perNode.distribution);
  const factor = options.factor ?? share.distribution;
  const server = options.serverPrice;
  const distributions = {
    switchPrice: switchPrice.distribution,
    linkPrice: linkPrice.distribution,
    cardPrice: cards,
    factor,
    ...(server === undefined ? {} : { serverPrice: server }),
  };
  const [switches, links, cardPrices, factors, servers] = drawsOf(distributions, samples, seed) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array | undefined,
  ];
  const bill = (priceOfSwitch: number, priceOfLink: number, priceOfCard: number): NetworkBill | undefined =>
    networkBill({
      count: quantity(count, 'chip'),
      radix: quantity(radix, '1'),
      rails: quantity(rails, '1'),
      oversubscription: quantity(oversubscription, '1'),
      switchPrice: quantity(priceOfSwitch, 'USD'),
      linkPrice: quantity(priceOfLink, 'USD'),
      cardPrice: quantity(priceOfCard, 'USD'),
    });
  const middle = bill(median(switchPrice.distribution), median(linkPrice.distribution), median(cards));
  if (middle === undefined) return undefined;
  const bills = Array.from(switches, (price, index) => bill(price, links[index] as number, cardPrices[index] as number) as NetworkBill);
  // What is counted with the network is not counted with the server again.
  const bare = servers?.map((price, index) => Math.max(0, price - (cardPrices[index] as number)));
  const estimate = (values: Float64Array, unit: UnitId): Estimate => {
    const band = bandOf(values);
    return samples === 0 || band.p2_5 === band.p97_5 ? { value: band.p50, unit } : { value: band.p50, unit, band };
  };
  const of = (read: (each: NetworkBill) => number): Estimate => estimate(Float64Array.from(bills, read), 'USD');
  const { tiers, switchesByTier, binding } = middle;
  return {
    schema: 'chokepoint/network/1',
    count,
    radix,
    rails,
    oversubscription,
    tiers,
    switchesByTier,
    switches: middle.switches,
    links: middle.links,
    cards: count,
    prices: { switch: estimate(switches, 'USD'), link: estimate(links, 'USD'), card: estimate(cardPrices, 'USD') },
    cost: {
      switches: of(({ switchCost }) => switchCost),
      links: of(({ linkCost }) => linkCost),
      cards: of(({ cardCost }) => cardCost),
      total: of(({ total }) => total),
      perChip: of(({ perChip }) => perChip),
    },
    binding,
    perChipWithoutCards: of(({ switchCost, linkCost }) => (switchCost + linkCost) / count),
    // The published bill is of such switches, with no fewer links upwards than down.
    published: oversubscription === 1 && radix === median(ports.distribution) ? publishedBill(catalog, tiers) : undefined,
    serverPrice: bare === undefined ? undefined : estimate(bare, 'USD'),
    share:
      bare === undefined
        ? undefined
        : estimate(
            Float64Array.from(bills, ({ perChip }, index) => perChip / (perChip + (bare[index] as number))),
            '1',
          ),
    factor: estimate(factors, '1'),
    figures: [
      switchPrice,
      linkPrice,
      ...(options.cardPrice === undefined ? [cardFigure] : []),
      ...(options.radix === undefined ? [ports] : []),
      ...(options.rails === undefined ? [perNode] : []),
      share,
    ],
  };
}
