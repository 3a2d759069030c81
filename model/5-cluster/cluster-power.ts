import { type Quantity, quantity } from '#quantity';

export interface ClusterPowerInput {
  readonly count: Quantity<'chip'>;
  /** Design power of one accelerator. */
  readonly chipPower: Quantity<'W'>;
  /** Power of a server, with its share of network, over that of its accelerators. */
  readonly serverPowerFactor: Quantity<'1'>;
  /** Power usage effectiveness of the site. */
  readonly pue: Quantity<'1'>;
}

export interface ClusterPower {
  /** At the plugs of the servers, all at design power. */
  readonly itPower: Quantity<'W'>;
  /** At the meter of the site. */
  readonly sitePower: Quantity<'W'>;
}

/**
 * Power that a site must be able to deliver to a cluster at full load.
 *
 * @equation P_{IT} = N p s,\quad P_{site} = P_{IT} \cdot PUE
 * @source epoch-gpu-clusters power requirements
 * @param input accelerators, their power, server factor and PUE
 */
export const clusterPower = ({ count, chipPower, serverPowerFactor, pue }: ClusterPowerInput): ClusterPower => {
  const itPower = count * chipPower * serverPowerFactor;
  return { itPower: quantity(itPower, 'W'), sitePower: quantity(itPower * pue, 'W') };
};
