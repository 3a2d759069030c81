import { type Quantity, quantity } from '#quantity';
import { type Lithography, lithographies } from './lithography.ts';

export interface DefectDensityInput {
  readonly defects: {
    /** What a mature process leaves however few its exposures. */
    readonly base: Quantity<'/cm2'>;
    /** Killing defects that one exposure and its steps add, by kind of light. */
    readonly perExposure: Readonly<Record<Lithography, Quantity<'/cm2'>>>;
  };
  /** Exposures by kind of light. */
  readonly exposures: Readonly<Record<Lithography, number>>;
  /** Where the process stands on its learning curve. */
  readonly learning?: {
    /** Defect density at the start of volume over that of the mature process. */
    readonly start: Quantity<'1'>;
    /** Time in which the excess falls to 1/e. */
    readonly time: Quantity<'month'>;
    /** Time since volume began; below zero before it. */
    readonly age: Quantity<'month'>;
  };
}

/**
 * Killing defects per area of a process: more where more exposures are made, and falling as the process matures.
 *
 * @equation D = \left(D_0 + \sum_i n_i d_i\right) \left(1 + (s - 1) e^{-t/\tau}\right)
 * @param input defects of the base and of an exposure, exposures, and the place on the learning curve (mature if left out)
 */
export const defectDensity = ({ defects, exposures, learning }: DefectDensityInput): Quantity<'/cm2'> => {
  let density: number = defects.base;
  for (const each of lithographies) density += exposures[each] * defects.perExposure[each];
  const excess = learning === undefined ? 0 : (learning.start - 1) * Math.exp(-learning.age / learning.time);
  return quantity(density * (1 + excess), '/cm2');
};
