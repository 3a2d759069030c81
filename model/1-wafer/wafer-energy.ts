import { type Quantity, quantity } from '#quantity';
import type { ExposureCost } from './exposure-cost.ts';
import { isEuv, type Scanner } from './lithography.ts';
import type { WaferFlow } from './wafer-flow.ts';

export interface WaferEnergyInput {
  readonly flow: WaferFlow;
  readonly scanners: readonly Scanner[];
  /** Energy of a pass of each scanner, in their order. */
  readonly exposures: readonly Pick<ExposureCost, 'energy'>[];
  /** What the fab takes for each mask besides the scanner, and for the gases it lets off. */
  readonly perMask: {
    readonly energy: Quantity<'kWh/wafer'>;
    /** Electricity for cooling and vacuum that comes with each kWh of a scanner. */
    readonly support: Quantity<'1'>;
  };
}

export interface WaferEnergy {
  readonly total: Quantity<'kWh/wafer'>;
  /** With the cooling and vacuum that they need. */
  readonly scanners: Quantity<'kWh/wafer'>;
  /** Of EUV scanners alone. */
  readonly euv: Quantity<'kWh/wafer'>;
  /** Part of EUV scanners, without their cooling, in the whole. */
  readonly euvShare: Quantity<'1'>;
  readonly binding: 'scanners' | 'rest';
}

/**
 * Electricity that the fab takes for one wafer.
 *
 * @equation E = n_{mask} e + (1 + s) \sum_i n_i e_i
 * @param input the flow, the scanners with the energy of a pass, and what each mask takes besides
 */
export const waferEnergy = ({ flow, scanners, exposures, perMask }: WaferEnergyInput): WaferEnergy => {
  let all = 0;
  let euv = 0;
  for (const [index, passes] of flow.passes.entries()) {
    const energy = passes * (exposures[index]?.energy ?? 0);
    all += energy * (1 + perMask.support);
    const scanner = scanners[index];
    if (scanner !== undefined && isEuv(scanner.lithography)) euv += energy;
  }
  const rest = flow.masks * perMask.energy;
  const total = all + rest;
  return {
    total: quantity(total, 'kWh/wafer'),
    scanners: quantity(all, 'kWh/wafer'),
    euv: quantity(euv, 'kWh/wafer'),
    euvShare: quantity(total > 0 ? euv / total : 0, '1'),
    binding: all > rest ? 'scanners' : 'rest',
  };
};
