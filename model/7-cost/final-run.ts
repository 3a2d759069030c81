import { hoursPerYear, type Quantity, quantity, wattsPerKilowatt } from '#quantity';

export interface FinalRunCostInput {
  readonly chipHours: Quantity<'chip-h'>;
  /** One accelerator with its share of the server, at the start of the run. */
  readonly serverPrice: Quantity<'USD'>;
  /** Share of its value that a server loses in a year. */
  readonly amortisation: Quantity<'1/yr'>;
  /** Price of a server over that of its accelerators. */
  readonly serverOverhead: Quantity<'1'>;
  /** Share of the network between servers in the cost of the cluster. */
  readonly networkShare: Quantity<'1'>;
  /** Design power of one accelerator. */
  readonly chipPower: Quantity<'W'>;
  /** Power of a server over that of its accelerators. */
  readonly serverPowerFactor: Quantity<'1'>;
  /** Average draw over design power. */
  readonly load: Quantity<'1'>;
  readonly pue: Quantity<'1'>;
  readonly electricityPrice: Quantity<'USD/kWh'>;
}

export interface FinalRunCost {
  /** Value that the servers lose during the run: `chips` and `otherServer`. */
  readonly server: Quantity<'USD'>;
  readonly chips: Quantity<'USD'>;
  readonly otherServer: Quantity<'USD'>;
  readonly network: Quantity<'USD'>;
  /** At the meter of the site. */
  readonly energyUse: Quantity<'kWh'>;
  readonly energy: Quantity<'USD'>;
  /** Hardware used up, and energy. */
  readonly total: Quantity<'USD'>;
  readonly energyShare: Quantity<'1'>;
}

/**
 * What one training run uses up of its cluster, and its electricity. Buildings, staff and experiments are apart.
 *
 * The network is a share of the whole cluster, hence i / (1 - i) of the servers.
 *
 * @equation S = H P \frac{r}{8766},\quad c = \frac{S}{o},\quad n = S \frac{i}{1 - i},\quad E = H p s l \cdot PUE,\quad C = S + n + E t
 * @source epoch-cost-code cost of the final training run
 * @param input accelerator hours H, server price P, amortisation r, overhead o, network share i, power p, its factor s, load l, PUE and tariff t
 */
export const finalRunCost = ({
  chipHours,
  serverPrice,
  amortisation,
  serverOverhead,
  networkShare,
  chipPower,
  serverPowerFactor,
  load,
  pue,
  electricityPrice,
}: FinalRunCostInput): FinalRunCost => {
  const server = (chipHours * serverPrice * amortisation) / hoursPerYear;
  const chips = server / serverOverhead;
  const network = (server * networkShare) / (1 - networkShare);
  const energyUse = (chipHours * chipPower * serverPowerFactor * load * pue) / wattsPerKilowatt;
  const energy = energyUse * electricityPrice;
  const total = server + network + energy;
  return {
    server: quantity(server, 'USD'),
    chips: quantity(chips, 'USD'),
    otherServer: quantity(server - chips, 'USD'),
    network: quantity(network, 'USD'),
    energyUse: quantity(energyUse, 'kWh'),
    energy: quantity(energy, 'USD'),
    total: quantity(total, 'USD'),
    // A run that costs nothing (no hours, or all of it free) has no shares to speak of.
    energyShare: quantity(total > 0 ? energy / total : 0, '1'),
  };
};
