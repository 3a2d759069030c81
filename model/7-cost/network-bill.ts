import { type Quantity, quantity } from '#quantity';

export interface NetworkBillInput {
  /** Accelerators with a port each in the scale-out network. */
  readonly count: Quantity<'chip'>;
  /** Ports of one switch. */
  readonly radix: Quantity<'1'>;
  /** Fabrics side by side: accelerators of the same place in their servers share one. */
  readonly rails: Quantity<'1'>;
  /** Bandwidth into a tier over bandwidth out of it, at least 1. */
  readonly oversubscription: Quantity<'1'>;
  readonly switchPrice: Quantity<'USD'>;
  /** Both ends and the cable between them. */
  readonly linkPrice: Quantity<'USD'>;
  /** A network card with its port, per accelerator; zero where the quote of the server holds it. */
  readonly cardPrice: Quantity<'USD'>;
}

/** Switches, links and cards of a scale-out network. */
export interface NetworkBill {
  /** Tiers of switches: 1, 2 or 3. */
  readonly tiers: number;
  /** From the accelerators up. */
  readonly switchesByTier: readonly number[];
  readonly switches: number;
  /** From accelerators to switches and between switches. */
  readonly links: number;
  readonly switchCost: Quantity<'USD'>;
  readonly linkCost: Quantity<'USD'>;
  readonly cardCost: Quantity<'USD'>;
  readonly total: Quantity<'USD'>;
  readonly perChip: Quantity<'USD'>;
  readonly binding: 'switches' | 'links' | 'cards';
}

/**
 * Switches, links and cards of a rail-optimised fat tree (folded Clos) of as few tiers as reach every accelerator of a rail.
 *
 * A switch of radix k gives k ports in one tier, k^2/2 in two and k^3/4 in three. Rounding is up, tier by tier, over all
 * rails together: what is built is bought in whole switches.
 *
 * @equation n_1 = \lceil N / (k/2) \rceil,\quad n_2 = \lceil N / o / (k/2) \rceil,\quad n_{top} = \lceil N / o / k \rceil
 * @source h100-cluster-sheet switches by size
 * @param input accelerators N, radix k, rails, oversubscription o of the first tier, and prices
 * @returns undefined where three tiers do not reach them all
 */
export const networkBill = ({
  count,
  radix,
  rails,
  oversubscription,
  switchPrice,
  linkPrice,
  cardPrice,
}: NetworkBillInput): NetworkBill | undefined => {
  const perRail = Math.ceil(count / rails);
  const down = Math.floor((radix * oversubscription) / (1 + oversubscription));
  const reach = [radix, down * radix, (down * radix * radix) / 2];
  const tiers = reach.findIndex((ports) => perRail <= ports) + 1;
  if (tiers === 0) return undefined;
  const uplinks = count / oversubscription;
  const switchesByTier =
    tiers === 1
      ? [Math.ceil(perRail / radix) * rails]
      : tiers === 2
        ? [Math.ceil(count / down), Math.ceil(uplinks / radix)]
        : [Math.ceil(count / down), Math.ceil(uplinks / (radix / 2)), Math.ceil(uplinks / radix)];
  const switches = switchesByTier.reduce((sum, tier) => sum + tier, 0);
  const links = count + (tiers - 1) * Math.ceil(uplinks);
  const switchCost = switches * switchPrice;
  const linkCost = links * linkPrice;
  const cardCost = count * cardPrice;
  const total = switchCost + linkCost + cardCost;
  const most = Math.max(switchCost, linkCost, cardCost);
  return {
    tiers,
    switchesByTier,
    switches,
    links,
    switchCost: quantity(switchCost, 'USD'),
    linkCost: quantity(linkCost, 'USD'),
    cardCost: quantity(cardCost, 'USD'),
    total: quantity(total, 'USD'),
    perChip: quantity(total / count, 'USD'),
    binding: most === switchCost ? 'switches' : most === linkCost ? 'links' : 'cards',
  };
};
