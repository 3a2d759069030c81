import { hoursPerDay, type Quantity, quantity } from '#quantity';

export interface CycleTimeInput {
  /** Exposures with immersion or EUV, whose layers take longest. */
  readonly fine: Quantity<'mask'>;
  /** Exposures with dry light. */
  readonly dry: Quantity<'mask'>;
  /** Time that all steps of a fine mask take at the usual load of a fab. */
  readonly perFine: Quantity<'h'>;
  /** The same for a dry mask. */
  readonly perDry: Quantity<'h'>;
  /** Load of the fab, 0 to below 1. */
  readonly load: Quantity<'1'>;
  /** Load at which `perFine` and `perDry` were observed. */
  readonly usualLoad: Quantity<'1'>;
  /** Waiting at the usual load over time spent in tools. */
  readonly usualWaiting: Quantity<'1'>;
}

export interface CycleTime {
  readonly time: Quantity<'d'>;
  /** Time in the fab over time in tools: the X-factor. */
  readonly xFactor: Quantity<'1'>;
  readonly inTools: Quantity<'d'>;
  readonly binding: 'waiting' | 'tools';
}

/**
 * Time from the start of a wafer to its end: time in tools, and waiting that grows without bound as load nears one.
 *
 * Waiting follows the load as in a queue with one server, in proportion to rho / (1 - rho), scaled so that the usual load
 * gives the usual time.
 *
 * @equation T = \frac{n_f t_f + n_d t_d}{1 + w} \left(1 + w \frac{\rho / (1 - \rho)}{\rho_0 / (1 - \rho_0)}\right)
 * @valid load from 0 to below 1; at 1 the time is infinite
 * @param input masks, time of each, load, and the load and waiting at which the times were observed
 */
export const cycleTime = ({ fine, dry, perFine, perDry, load, usualLoad, usualWaiting }: CycleTimeInput): CycleTime => {
  const usual = (fine * perFine + dry * perDry) / hoursPerDay;
  const inTools = usual / (1 + usualWaiting);
  const queue = load < 1 ? load / (1 - load) / (usualLoad / (1 - usualLoad)) : Number.POSITIVE_INFINITY;
  const waiting = usualWaiting > 0 ? usualWaiting * queue : 0;
  return {
    time: quantity(inTools * (1 + waiting), 'd'),
    xFactor: quantity(1 + waiting, '1'),
    inTools: quantity(inTools, 'd'),
    binding: waiting > 1 ? 'waiting' : 'tools',
  };
};
